"""Named points where a test may kill, raise or delay; a single comparison when nothing is set.

`MEJA_FAILPOINT=NAME:NTH:ACTION` (several joined by commas) acts when the NTH passing of NAME is
reached, or at each with `*`. Actions: `kill`, `raise`, `enospc`, `sleep:SECONDS`. The names follow
the crash matrix: I0-I12 on a mail's way in, O1-O8 on its way out, and the verbs of the desk. All of
them are listed in `POINTS`, and in docs/failpoints.md.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

POINTS = {
    "I0.before_fetch": "connected, nothing fetched yet",
    "I2.fetched": "a mail is in memory, not on disk",
    "I3.before_rename": "its temporary file is written and synced, not renamed",
    "I4.file_durable": "its file is in place, the ledger knows nothing",
    "I5.before_keep_commit": "the ledger rows are written, not committed",
    "I6.kept": "kept, the mailbox not yet marked",
    "I7.marked": "the mailbox is marked, that is not yet recorded",
    "I9.before_claim": "kept, no worker has claimed it",
    "I10.claimed": "claimed and counted, not parsed",
    "I11.before_file_commit": "filed in the transaction, not committed",
    "I12.filed": "committed, the courier not yet woken",
    "desk.open_ticket": "a new ticket is being opened",
    "desk.receive_reply": "a requester's reply joins its ticket",
    "desk.reply": "an agent's reply is being recorded",
    "desk.resolve": "a ticket is being resolved",
    "backup.database_copied": "the database is copied, the blobs are not",
    "backup.blobs_copied": "database and blobs are copied, the rest is not",
    "backup.before_rename": "all of a backup is there, under its unfinished name",
    "restore.files_copied": "mails, files and secrets are put back, the database is not",
    "restore.before_settings": "all is put back but settings.toml",
    "upgrade.before_migrate": "the backup is proven, the schema is not touched",
    "upgrade.migrated": "the new schema is committed, nothing is checked",
    "put_back.emptied": "an earlier database is about to take the place of the one that is there",
    "roll_back.noted": "a roll back has begun, nothing is put back",
    "roll_back.put_back": "the earlier database is back, that is not yet recorded",
    "O2.before_claim": "committed, not claimed by a worker",
    "O3.claimed": "claimed with a lease, nothing sent",
    "O3.frozen": "the bytes are frozen, nothing sent",
    "O4.offered": "sender and recipient accepted, the mark before the dot not committed",
    "O5.before_data": "the mark is committed, the dot not sent",
    "O7.before_accept_commit": "the host answered 250, that is not committed",
    "O8.accepted": "accepted and committed",
    "deliver.reply": "a person's words are about to be sent",
    "deliver.acknowledgement": "an acknowledgement is about to be sent",
    "deliver.new_matter": "an agent is about to be told of a new matter",
    "deliver.new_message": "an agent is about to be told of a new message",
    "deliver.assigned": "an agent is about to be told of an assignment",
    "deliver.held": "an agent is about to be told of a held reply",
    "deliver.undelivered": "an agent is about to be told that a reply bounced",
    "deliver.due_soon": "an agent is about to be warned of a due moment",
    "deliver.overdue": "an agent is about to be told of a breach",
    "deliver.morning": "a coordinator is about to be sent the morning summary",
}


class FailpointReached(RuntimeError):
    """Raised by the action `raise`; never anywhere else."""


@dataclass(frozen=True)
class Failpoint:
    name: str
    nth: int | None
    action: str


_armed: dict[str, Failpoint] = {}
_passed: Counter[str] = Counter()
_lock = Lock()


def arm(text: str) -> None:
    """Set the failpoints of this process; an empty text disarms them all. Raises ValueError for an unknown one."""
    _armed.clear()
    _passed.clear()
    for each in filter(None, text.split(",")):
        point = _read(each)
        _armed[point.name] = point


@contextmanager
def asleep() -> Iterator[None]:
    """Nothing happens at any point: for what is only prepared before the thing that is to be shown."""
    armed = dict(_armed)
    _armed.clear()
    try:
        yield
    finally:
        _armed.update(armed)


def failpoint(name: str) -> None:
    """Do what was asked to happen here; nothing unless armed."""
    if not _armed:
        return
    _pass(name)


def _read(text: str) -> Failpoint:
    name, nth, action = (*text.split(":", 2), "", "")[:3]
    if name not in POINTS or action.split(":")[0] not in ACTIONS or not (nth == "*" or nth.isdigit()):
        raise ValueError(f"MEJA_FAILPOINT: {text!r} is not NAME:NTH:ACTION with a known name and action")
    return Failpoint(name, None if nth == "*" else int(nth), action)


def _pass(name: str) -> None:
    point = _armed.get(name)
    if point is None:
        return
    with _lock:
        _passed[name] += 1
        due = point.nth is None or _passed[name] == point.nth
    if due:
        action, _, argument = point.action.partition(":")
        ACTIONS[action](name, argument)


def _kill(_name: str, _argument: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise(name: str, _argument: str) -> None:
    raise FailpointReached(name)


def _no_space(name: str, _argument: str) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)


def _sleep(_name: str, seconds: str) -> None:
    time.sleep(float(seconds))


ACTIONS = {"kill": _kill, "raise": _raise, "enospc": _no_space, "sleep": _sleep}
