"""`meja verify`: is this backup whole, and can it be put back? Or, without one: is what lies here whole?

Every file is hashed against the manifest, and the database is really restored to scratch: its rows counted, its
blobs looked for among the files. Each difference is a reason that names the file. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from desk.errors import Invalid
from desk.keeping import blobs_in, blobs_named
from desk.trouble import reason_of
from desk.words import word
from models.copies import Connection, counts, may_make_databases, scratch_database, unsound
from models.reason import Reason, because
from models.session import Database, DatabaseError
from ops import backup_postgres
from ops.backup_files import copy, files_in, hash_of
from ops.manifest import NAME, PROOF, Manifest, read_manifest


@dataclass(frozen=True)
class Found:
    """`wrong`: each file or table that is not as it should be. `proven`: it was restored for real."""

    wrong: tuple[Reason, ...]
    proven: bool


def verify_backup(folder: Path, live: Database | None = None) -> Found:
    """`live` is on the PostgreSQL server where a scratch database may be made. Raises NotFound, Invalid."""
    manifest = read_manifest(folder)
    wrong = [*wrong_files(folder, manifest), *superfluous_files(folder, manifest)]
    if any(reason.facts["file"] == manifest.database_file for reason in wrong):
        return Found(tuple(wrong), proven=False)
    tried = verify_database(folder, manifest, live)
    return Found((*wrong, *(tried or ())), proven=tried == [] and not wrong)


def verify_database(folder: Path, manifest: Manifest, live: Database | None) -> list[Reason] | None:
    """What was wrong when it was restored to scratch; None where there is no server to try that on."""
    path = folder / manifest.database_file
    try:
        if manifest.database == "postgresql" and not _has_scratch(live):
            backup_postgres.check_list(path)
            return None
        with _restored(path, manifest, live) as connection:
            return list(differences(connection, manifest))
    except (DatabaseError, Invalid) as error:
        reason = reason_of(error) if isinstance(error, DatabaseError) else error.reason
        return [because("database_not_restorable", file=manifest.database_file, error=word(reason, "en"))]


def differences(connection: Connection, manifest: Manifest) -> Iterator[Reason]:
    """Between the restored database and what the manifest says."""
    yield from (
        because("database_unsound", file=manifest.database_file, error=line) for line in unsound(connection)
    )
    rows = counts(connection)
    for table in sorted(rows.keys() | manifest.counts.keys()):
        found, expected = rows.get(table, 0), manifest.counts.get(table, 0)
        if found != expected:
            yield because("rows_differ", file=table, found=found, expected=expected)
    for name in blobs_named(connection):
        if f"blobs/{name.as_posix()}" not in manifest.files:
            yield because("blob_missing", file=f"blobs/{name.as_posix()}")


def wrong_files(folder: Path, manifest: Manifest) -> Iterator[Reason]:
    """Each that is missing, or not what was written."""
    for name, stored in sorted(manifest.files.items()):
        path = folder / name
        if not path.is_file():
            yield because("backup_file_missing", file=name)
        elif (now := hash_of(path)).sha256 != stored.sha256 or now.size != stored.size:
            yield because("backup_file_changed", file=name)


def superfluous_files(folder: Path, manifest: Manifest) -> Iterator[Reason]:
    for path in files_in(folder):
        name = path.relative_to(folder).as_posix()
        if name not in manifest.files and name not in (NAME, PROOF):
            yield because("backup_file_superfluous", file=name)


def verify_installation(data: Path, database: Database) -> Iterator[Reason]:
    """The database's own check; each blob against its name; each blob that the database names."""
    with database.reading() as session:
        yield from (
            because("database_unsound", file="-", error=line) for line in unsound(session.connection())
        )
        for name in blobs_named(session.connection()):
            if not (data / name).is_file():
                yield because("blob_missing", file=name.as_posix())
    for name in blobs_in(data):
        if hash_of(data / name).sha256 != name.name.partition(".")[0]:
            yield because("blob_changed", file=name.as_posix())


def _has_scratch(live: Database | None) -> bool:
    return live is not None and not live.is_sqlite and may_make_databases(live)


@contextmanager
def _restored(path: Path, manifest: Manifest, live: Database | None) -> Iterator[Connection]:
    if manifest.database == "sqlite":
        with TemporaryDirectory(prefix="meja-verify-") as scratch:
            copy(path, Path(scratch) / "meja.db")
            with _opened(f"sqlite:///{scratch}/meja.db") as connection:
                yield connection
        return
    assert live is not None
    with scratch_database(live, f"meja_verify_{token_hex(4)}") as url:
        backup_postgres.load(path, url)
        with _opened(url) as connection:
            yield connection


@contextmanager
def _opened(url: str) -> Iterator[Connection]:
    database = Database(url)
    try:
        with database.reading() as session:
            yield session.connection()
    finally:
        database.close()
