"""The doorbell's own file: without it nothing is taken, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.errors import TryLater
from ops.doorbell import open_queue


def test_a_queue_that_cannot_be_written_makes_an_mta_keep_its_mail(tmp_path: Path) -> None:
    (tmp_path / "queue.db").mkdir()

    with pytest.raises(TryLater):
        open_queue("", folder=tmp_path, secret="only the tests know")
