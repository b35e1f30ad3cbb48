"""The one place that opens, commits and rolls back.

A writer takes the write lock at once (BEGIN IMMEDIATE on SQLite), so that what it read is still true
when it writes. A reader takes none. SQLite runs with WAL and synchronous=FULL: a commit that was
answered survives a power cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

__all__ = ["COLLISIONS", "Database", "DatabaseAway", "DatabaseError", "LostRace", "Session", "take_turns"]

DatabaseError = DBAPIError
DatabaseAway = (OperationalError, InterfaceError)
"""It cannot be asked now. Any other DatabaseError is the fault of what it was asked."""
LostRace = StaleDataError
"""Somebody else changed the row since it was read: begin anew."""
COLLISIONS = (LostRace, IntegrityError)
"""Two wrote the same at once, and the database let only one of them."""

SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=20000",
)


class Database:
    """One database, on SQLite or PostgreSQL. Sessions keep their objects readable after commit."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: Engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._readers = sessionmaker(
            self.engine.execution_options(reading=True), expire_on_commit=False, autoflush=False
        )

    @contextmanager
    def transaction(self, **info: Any) -> Iterator[Session]:
        """Everything inside commits together, or not at all. `info` goes along as `session.info`."""
        with self.sessions(info=info) as session, session.begin():
            yield session

    @contextmanager
    def reading(self, **info: Any) -> Iterator[Session]:
        """A view of the committed state that takes no write lock; nothing written here is kept."""
        with self._readers(info=info) as session:
            yield session

    def answers(self) -> bool:
        """Whether the database can be asked at all right now."""
        try:
            with self.reading() as session:
                session.execute(text("SELECT 1"))
        except DatabaseError:
            return False
        return True

    def close(self) -> None:
        self.engine.dispose()


def take_turns(session: Session, name: str) -> None:
    """Until this transaction ends, no other passes that takes turns by this name. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Take BEGIN out of the driver's hands, so that `_begin_sqlite` decides how a transaction starts."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in SQLITE_SETTINGS:
        cursor.execute(setting)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
