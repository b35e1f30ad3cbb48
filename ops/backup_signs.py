"""What is remembered of backups: signs of life in the database that runs, a proof beside the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from desk.errors import BadSettings, DeskError
from desk.life import beat
from desk.settings import load
from models.schema import Fit, schema_of
from models.session import Database, DatabaseError
from ops.backup import Made, Source
from ops.backup_files import sync
from ops.backup_pruning import prune
from ops.manifest import PROOF
from ops.upgrade_state import last_upgrade

MADE, PROVEN = "backup.made", "backup.proven"


def after_backup(source: Source, made: Made, *, at: datetime) -> list[Path]:
    """Tell the desk, and remove the oldest; those removed."""
    _tell(source.database, MADE, at=at, path=str(made.path), bytes=made.size, damaged=len(made.damaged))
    upgrade = last_upgrade(source.settings)
    spare = [Path(each) for each in (upgrade.backup, upgrade.kept)] if upgrade else []
    return prune(made.path.parent, keep=source.settings.backup.keep, spare=spare)


def after_proof(path: Path, live: Database | None, *, at: datetime) -> None:
    """A backup on a disk that may only be read is proven all the same."""
    try:
        (path / PROOF).write_bytes(msgspec.json.encode({"at": at}))
        sync(path)
    except OSError:
        pass
    if live is not None:
        _tell(live, PROVEN, at=at, path=str(path))


@contextmanager
def live_database(settings_path: Path) -> Iterator[Database | None]:
    """Of the installation, where there is one: a backup can be verified anywhere."""
    try:
        database = Database(load(settings_path.resolve()).database_url)
    except BadSettings:
        yield None
        return
    try:
        yield database if database.answers() else None
    finally:
        database.close()


def _tell(database: Database, name: str, *, at: datetime, **facts: object) -> None:
    """An older or newer schema may have no place for it, which is no reason to fail."""
    try:
        if schema_of(database).fit is Fit.RIGHT:
            with database.transaction() as session:
                beat(session, name, at=at, **facts)
    except (DatabaseError, DeskError):
        return
