"""One Meja in a folder: a second whole one is refused, roles run side by side, whoever dies leaves no lock behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version

import pytest

from desk.errors import Conflict
from ops.lock import note_version, running, standing_still
from tests.ops.kept_desk import KeptDesk, kept_desk
from tests.servers.process import short_folder

HOLD = """
import sys
from pathlib import Path
from desk.settings import load
from ops.lock import running
with running(load(Path(sys.argv[1])), role=sys.argv[2] or None):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def kept() -> Iterator[KeptDesk]:
    with short_folder("l") as folder, kept_desk(folder / "desk") as kept:
        yield kept


def held_by_another(kept: KeptDesk, *, role: str = "") -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(kept.folder / "settings.toml"), role],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    process.stdout.close()
    return process


def ended(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.stdin is not None
    process.stdin.close()
    process.wait()


def test_a_second_meja_in_the_same_folder_is_refused_in_one_line(kept: KeptDesk) -> None:
    other = held_by_another(kept)
    done = kept.meja("run")
    ended(other)

    assert done.returncode == 65
    assert "runs in" in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("meja: ")]) == 1


def test_parts_run_side_by_side_with_a_whole_one(kept: KeptDesk) -> None:
    with running(kept.settings), running(kept.settings, role="worker"), running(kept.settings, role="worker"):
        pass


def test_a_meja_that_was_killed_leaves_the_folder_free(kept: KeptDesk) -> None:
    ended(held_by_another(kept))
    with running(kept.settings), pytest.raises(Conflict), standing_still(kept.settings):
        pass


def test_nothing_starts_while_the_folder_is_changed(kept: KeptDesk) -> None:
    with standing_still(kept.settings):
        done = kept.meja("run", "--role", "web")

    assert done.returncode == 75
    assert "is being upgraded or rolled back" in done.stderr


def test_a_mail_that_an_mta_brings_meanwhile_stays_with_the_mta(kept: KeptDesk) -> None:
    with standing_still(kept.settings):
        done = kept.meja("ingest", "-")

    assert done.returncode == 75


def test_the_version_that_ran_last_is_known(kept: KeptDesk) -> None:
    note_version(kept.settings)
    with standing_still(kept.settings) as last:
        assert last == version("meja")
