"""Who works in a data folder: the parts of a running Meja share it, whoever changes it as a whole wants it alone.

Two files locked with flock, which ends with the process that holds it, however that dies. `running.lock` is
shared by every part and names the version that ran last; `run.lock` is for one whole `meja run` on SQLite.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

from desk.errors import Conflict, DeskError, TryLater
from desk.settings import Settings
from models.reason import Reason, because

PARTS = "running.lock"
WHOLE = "run.lock"


@contextmanager
def sharing(settings: Settings) -> Iterator[None]:
    """While somebody works here beside others. Raises TryLater while the folder is changed as a whole: what an MTA
    brings then stays with the MTA."""
    data = settings.data_folder
    with _locked(data / PARTS, fcntl.LOCK_SH, TryLater(because("being_changed", folder=data))):
        yield


@contextmanager
def running(settings: Settings, *, role: str | None = None) -> Iterator[None]:
    """While Meja runs here, whole or one role of it. Raises TryLater, or Conflict for a second whole one."""
    data = settings.data_folder
    with ExitStack() as locks:
        locks.enter_context(sharing(settings))
        if role is None and settings.database.url.startswith("sqlite"):
            refusal = Conflict(because("runs_already", folder=data))
            locks.enter_context(_locked(data / WHOLE, fcntl.LOCK_EX, refusal))
        yield


def note_version(settings: Settings) -> None:
    """Of the Meja that runs here from now on, for whoever goes back to it after an upgrade."""
    (settings.data_folder / PARTS).write_text(f"{version('meja')}\n", encoding="utf-8")


@contextmanager
def standing_still(settings: Settings) -> Iterator[str]:
    """While nothing runs here, nor can start; the version that ran last, "" when none did. Raises Conflict."""
    path = settings.data_folder / PARTS
    with _locked(path, fcntl.LOCK_EX, Conflict(because("still_runs", folder=settings.data_folder))):
        yield path.read_text(encoding="utf-8").strip()


@contextmanager
def alone(path: Path, refusal: Reason) -> Iterator[None]:
    """While this process holds the file; another that wants it too is refused."""
    with _locked(path, fcntl.LOCK_EX, Conflict(refusal)):
        yield


@contextmanager
def _locked(path: Path, how: int, refusal: DeskError) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise refusal from None
    try:
        yield
    finally:
        os.close(handle)
