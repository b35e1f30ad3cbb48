"""A database as a whole: a copy of it from one moment, what it holds, whether it is sound.

Works on any schema, older or newer than this Meja: tables are read from the database itself. SQLite is copied
by VACUUM INTO, which a writer can neither disturb nor hold up; of PostgreSQL a snapshot is held for pg_dump.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from models.message_words import NAMES
from models.session import Database

__all__ = [
    "Connection",
    "Moment",
    "copy_sqlite",
    "counts",
    "counts_of",
    "drop_all",
    "has_tables",
    "may_make_databases",
    "one_moment",
    "others_connected",
    "scratch_database",
    "server_version",
    "unsound",
    "untouched",
    "write_all_down",
]

MAINTENANCE = "postgres"
"""The database every PostgreSQL server has, from which another is made or dropped."""


@dataclass(frozen=True)
class Moment:
    """A view that later commits do not change. `snapshot` is what pg_dump takes."""

    snapshot: str
    counts: dict[str, int]


def copy_sqlite(database: Database, path: Path) -> None:
    """Of one moment, while others write. The copy is not in WAL mode."""
    connection = database.engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))
    finally:
        connection.close()


@contextmanager
def untouched(path: Path) -> Iterator[Connection]:
    """Read a SQLite file without changing a byte of it."""
    url = f"sqlite:///file:{quote(str(path))}?mode=ro&immutable=1&uri=true"
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def one_moment(database: Database) -> Iterator[Moment]:
    """Of PostgreSQL, for as long as the block lasts."""
    with database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        yield Moment(str(snapshot), counts(connection))


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has; the index of words is no table of ours."""
    tables = (each for each in sorted(inspect(connection).get_table_names()) if not each.startswith(NAMES))
    quoted = connection.dialect.identifier_preparer.quote
    return {each: connection.scalar(text(f"SELECT count(*) FROM {quoted(each)}")) or 0 for each in tables}  # noqa: S608 (names the database gave)


def counts_of(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return counts(session.connection())


def unsound(connection: Connection) -> list[str]:
    """What SQLite finds wrong with the file, line by line. PostgreSQL checks as it loads."""
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
    return [each for each in found if each != "ok"] + [f"{row[0]} {row[1]} -> {row[2]}" for row in orphans]


def others_connected(database: Database) -> int:
    """How many others have this database open: of PostgreSQL from whatever host; of SQLite 1 stands for any number."""
    if database.is_sqlite:
        return int(_is_open_elsewhere(database))
    asked = """SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
    with database.engine.connect() as connection:
        return connection.scalar(text(asked)) or 0


def _is_open_elsewhere(database: Database) -> bool:
    """Only the last connection to a SQLite database may leave WAL mode; ours enter it again by themselves."""
    database.close()
    connection = sqlite3.connect(database.engine.url.database or "", timeout=0.5)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def server_version(database: Database) -> int:
    """The major number of the PostgreSQL server."""
    with database.engine.connect() as connection:
        return int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000


def has_tables(database: Database) -> bool:
    with database.engine.connect() as connection:
        return bool(inspect(connection).get_table_names())


def drop_all(database: Database) -> None:
    """Every table of this PostgreSQL database, in one transaction."""
    with database.engine.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote
        for each in inspect(connection).get_table_names():
            connection.exec_driver_sql(f"DROP TABLE {quoted(each)} CASCADE")


def write_all_down(database: Database) -> None:
    """Everything a SQLite database holds is in its one file afterwards, nothing in the log beside it."""
    connection = database.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def may_make_databases(database: Database) -> bool:
    """Whether this PostgreSQL role may."""
    with database.engine.connect() as connection:
        asked = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        return bool(connection.scalar(text(asked)))


@contextmanager
def scratch_database(database: Database, name: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database beside this one, dropped afterwards."""
    url = database.engine.url
    maintenance = create_engine(
        url.set(database=MAINTENANCE), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    _run(maintenance, f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        _run(maintenance, f'DROP DATABASE "{name}" WITH (FORCE)')
        maintenance.dispose()


def _run(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
