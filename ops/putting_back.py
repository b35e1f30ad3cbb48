"""Put an earlier database in the place of the one that is there, from a backup. Nothing else is touched.

SQLite: a file written beside it takes its place in one rename, so a death in between leaves one or the other,
whole. PostgreSQL: its tables are dropped and loaded anew; a death in between leaves it empty, and the backup is
put back again.
"""

from __future__ import annotations

from pathlib import Path

from desk.carrying import Carried, carry_into
from desk.errors import Invalid
from desk.failpoints import failpoint
from models.copies import drop_all, write_all_down
from models.reason import because
from models.session import Database
from ops import backup_postgres
from ops.backup_files import copy, hash_of, sync
from ops.manifest import Manifest


def put_back(database: Database, backup: Path, manifest: Manifest, *, carried: Carried | None = None) -> int:
    """How many mails were carried along. Raises Invalid before anything is changed when the copy is not whole."""
    source = backup / manifest.database_file
    if hash_of(source) != manifest.files[manifest.database_file]:
        raise Invalid(because("backup_file_changed", file=source))
    if database.is_sqlite:
        return _put_back_sqlite(database, source, carried)
    drop_all(database)
    failpoint("put_back.emptied")
    backup_postgres.load(source, database.url)
    return _carry(database, carried)


def _put_back_sqlite(database: Database, source: Path, carried: Carried | None) -> int:
    path = Path(database.engine.url.database or "")
    new = path.with_name(f"{path.name}.new")
    for each in _with_logs(new):
        each.unlink(missing_ok=True)
    copy(source, new)
    earlier = Database(f"sqlite:///{new}")
    count = _carry(earlier, carried)
    write_all_down(earlier)
    earlier.close()
    sync(new)
    failpoint("put_back.emptied")
    write_all_down(database)
    database.close()
    # A log left beside the file would be played into the one that takes its place.
    for each in _with_logs(path)[1:]:
        each.unlink(missing_ok=True)
    new.replace(path)
    sync(path.parent)
    return count


def _with_logs(path: Path) -> list[Path]:
    return [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]


def _carry(database: Database, carried: Carried | None) -> int:
    """Also sets WAL mode, which the copy of a SQLite database has lost."""
    with database.transaction() as session:
        return carry_into(session.connection(), carried) if carried else 0
