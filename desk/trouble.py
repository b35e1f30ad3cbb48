"""What is wrong when the database or the disk refuses, as a reason with its remedy. Changes nothing."""

from __future__ import annotations

import errno

from models.reason import Reason, because
from models.session import DatabaseError

FULL = ("database or disk is full", "No space left on device")
"""What SQLite and PostgreSQL say of a full disk."""


def reason_of(error: DatabaseError | OSError) -> Reason:
    if isinstance(error, OSError):
        return _of_the_system(error)
    words = str(error.orig).strip() or type(error).__name__
    if any(each in words for each in FULL):
        return because("disk_full", path="the database")
    return because("database_unreachable", error=words.splitlines()[0][:200])


def _of_the_system(error: OSError) -> Reason:
    path = error.filename or "-"
    if error.errno == errno.ENOSPC:
        return because("disk_full", path=path)
    if error.errno == errno.EADDRINUSE:
        return because("port_in_use", error=error.strerror)
    return because("system_refused", path=path, error=error.strerror or type(error).__name__)
