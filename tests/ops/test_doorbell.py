"""The doorbell's own file: without it nothing is taken, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.errors import TryLater
from desk.surroundings import Surroundings
from ingest.intake import Arrival, keep
from models.mail import Fate, Mail
from ops.clock import now
from ops.doorbell import Doorbell, open_queue
from ops.worker import Worker
from tests.mails import mail
from tests.servers import free_port


def test_a_queue_that_cannot_be_written_makes_an_mta_keep_its_mail(tmp_path: Path) -> None:
    (tmp_path / "queue.db").mkdir()

    with pytest.raises(TryLater):
        open_queue("", folder=tmp_path, secret="only the tests know")


def test_without_a_bell_the_sweep_files_the_mail_itself(desk: Surroundings) -> None:
    nowhere = open_queue(f"redis://127.0.0.1:{free_port()}/0", folder=Path(), secret="only the tests know")
    worker = Worker(desk, Doorbell(nowhere))
    mail_id = keep(desk, mail(), Arrival(door="main", arrived_at=now()), at=now())

    worker.sweep()
    worker.children.close()

    with desk.database.reading() as session:
        assert session.get_one(Mail, mail_id).fate is Fate.FILED
