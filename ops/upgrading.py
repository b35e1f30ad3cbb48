"""`meja upgrade`: back up, prove the copy, migrate, check; on failure the database is put back as it was.

What is under way stands in `upgrade.json` in the data folder (`ops.upgrade_state`): one that was killed is gone on
with, and a later roll back knows where to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from alembic.util import CommandError

from desk.errors import Conflict, DeskError, Invalid, WrongSchema
from desk.failpoints import FailpointReached, failpoint
from desk.keeping import open_newest_tickets
from desk.trouble import reason_of
from desk.words import word
from models.copies import counts_of, others_connected, unsound
from models.reason import Reason, because
from models.schema import Fit, migrate, schema_of
from models.session import DatabaseError
from ops.backup import Source, Wish, make_backup
from ops.manifest import Manifest, read_manifest
from ops.putting_back import put_back
from ops.upgrade_state import State, Upgrade, forget, last_upgrade, remember
from ops.verifying import verify_database

FAILURES = (DatabaseError, CommandError, DeskError, FailpointReached, OSError, ValueError, LookupError)
"""How a migration or the look at its result may fail. After anything else, `meja upgrade --roll-back` puts it back."""


def upgrade(source: Source, into: Path, *, at: datetime, last_version: str) -> Upgrade:
    """Nothing may run here meanwhile. Raises WrongSchema, or Invalid once all is as it was before."""
    refuse_connected(source)
    schema = schema_of(source.database)
    if schema.fit in (Fit.MISSING, Fit.NEWER):
        code = "schema_missing" if schema.fit is Fit.MISSING else "schema_newer"
        raise WrongSchema(because(code, found=schema.found, wanted=schema.wanted))
    under_way = _begun(source) or _begin(source, into, at=at, last_version=last_version)
    backup = Path(under_way.backup)
    manifest = read_manifest(backup)
    try:
        failpoint("upgrade.before_migrate")
        migrate(source.database)
        failpoint("upgrade.migrated")
        _check(source, manifest)
    except FAILURES as error:
        _undo(source, backup, manifest)
        raise Invalid(because("upgrade_undone", error=_words(error), schema=manifest.schema)) from error
    return _remembered(source, under_way, State.DONE)


def refuse_connected(source: Source) -> None:
    """Other hosts may run parts of this Meja, or this one an older version that knows no lock. Raises Conflict."""
    if others_connected(source.database):
        raise Conflict(because("others_connected"))


def _begun(source: Source) -> Upgrade | None:
    """One that was killed: its backup is of before, whatever the database is now."""
    found = last_upgrade(source.settings)
    if found and found.state is State.ROLLING_BACK:
        raise Conflict(because("roll_back_unfinished"))
    return found if found and found.state is State.STARTED else None


def _begin(source: Source, into: Path, *, at: datetime, last_version: str) -> Upgrade:
    """Back up, and restore the copy to scratch, before anything is touched."""
    made = make_backup(source, into, at=at, wish=Wish(purpose="upgrade"))
    wrong = verify_database(made.path, made.manifest, source.database)
    if wrong:
        raise Invalid(wrong[0])
    begun = Upgrade(
        state=State.STARTED,
        backup=str(made.path),
        from_schema=made.manifest.schema,
        to_schema=schema_of(source.database).wanted,
        from_version=last_version,
        at=at,
    )
    remember(source.settings, begun)
    return begun


def _check(source: Source, before: Manifest) -> None:
    """Raises Invalid with the first thing that is wrong: the file, rows that are gone, tickets that do not open."""
    wrong = next(_complaints(source, before), None)
    if wrong:
        raise Invalid(wrong)
    with source.database.reading() as session:
        open_newest_tickets(session)


def _complaints(source: Source, before: Manifest) -> Iterator[Reason]:
    schema = schema_of(source.database)
    if schema.fit is not Fit.RIGHT:
        yield because("schema_old", found=schema.found, wanted=schema.wanted)
    with source.database.reading() as session:
        for line in unsound(session.connection()):
            yield because("database_unsound", file="-", error=line)
    rows = counts_of(source.database)
    for table, count in before.counts.items():
        if table in rows and rows[table] < count:
            yield because("rows_differ", file=table, found=rows[table], expected=count)


def _undo(source: Source, backup: Path, manifest: Manifest) -> None:
    """A migration that failed inside its transaction has left nothing to put back."""
    if schema_of(source.database).found != manifest.schema:
        put_back(source.database, backup, manifest)
    forget(source.settings)


def _words(error: Exception) -> str:
    if isinstance(error, DeskError):
        return word(error.reason, "en")
    if isinstance(error, DatabaseError | OSError):
        return word(reason_of(error), "en")
    return f"{type(error).__name__}: {error}"


def _remembered(source: Source, upgrade: Upgrade, state: State) -> Upgrade:
    done = msgspec.structs.replace(upgrade, state=state)
    remember(source.settings, done)
    return done
