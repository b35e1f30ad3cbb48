"""The schema's version: what the database has, what this Meja needs, and how to get from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.session import Database

HERE = Path(__file__).parent / "migrations"


class Fit(StrEnum):
    RIGHT = "right"
    MISSING = "missing"
    OLD = "old"
    NEWER = "newer"


@dataclass(frozen=True)
class Schema:
    """`found` is "" when the database is empty."""

    found: str
    wanted: str
    fit: Fit


def schema_of(database: Database) -> Schema:
    """Raises DatabaseError when the database does not answer."""
    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision() or ""
    wanted = ScriptDirectory(str(HERE)).get_current_head() or ""
    return Schema(found, wanted, _fit(found, wanted, revisions()))


def revisions() -> set[str]:
    """Every schema that this Meja can bring up to date."""
    return {script.revision for script in ScriptDirectory(str(HERE)).walk_revisions()}


def migrate(database: Database, *, to: str = "head") -> None:
    """Bring the database to this revision, in one transaction where the database can."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _fit(found: str, wanted: str, known: set[str]) -> Fit:
    if not found:
        return Fit.MISSING
    if found == wanted:
        return Fit.RIGHT
    return Fit.OLD if found in known else Fit.NEWER
