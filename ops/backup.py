"""`meja backup`: the database first, then the blobs it names, settings.toml with its secrets, and a manifest.

Online: mails may arrive meanwhile. Blobs never change and are taken after the database, so that every blob it
names is there. All of it is written under a name that ends in `.new`, synced, and renamed last: what has the
name of a backup is a whole one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from desk.errors import Conflict
from desk.failpoints import failpoint
from desk.keeping import blobs_in, files_named_by
from desk.settings import Settings
from models.copies import copy_sqlite, counts, one_moment, untouched
from models.reason import because
from models.schema import schema_of
from models.session import Database
from ops import backup_postgres
from ops.backup_files import copy, hash_of, link_or_copy, sync, sync_all
from ops.lock import alone
from ops.manifest import (
    DATABASE_FILES,
    NAME,
    SETTINGS_FILE,
    Manifest,
    Purpose,
    Stored,
    whole_backups,
    write_manifest,
)

LOCK = ".lock"


@dataclass(frozen=True)
class Source:
    """What is backed up. `settings_path` may have any name."""

    settings: Settings
    settings_path: Path
    database: Database


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest
    damaged: tuple[str, ...]
    """Blobs whose bytes are no longer what their names say, as they lie in the data folder."""

    @property
    def size(self) -> int:
        return sum(each.size for each in self.manifest.files.values())


def folder_for(settings: Settings, wanted: Path | None) -> Path:
    """Where backups go. Raises Conflict for a place inside the data folder: what destroys that would take both."""
    folder = (wanted or Path(settings.folder) / settings.backup.folder).resolve()
    if folder.is_relative_to(settings.data_folder.resolve()):
        raise Conflict(because("backup_inside_data", path=folder, data=settings.data_folder))
    return folder


@dataclass(frozen=True)
class Wish:
    """What kind of backup. `link` shares blobs with the one before, where the filesystem can."""

    purpose: Purpose = "backup"
    with_secrets: bool = True
    link: bool = True


def make_backup(source: Source, into: Path, *, at: datetime, wish: Wish = Wish()) -> Made:
    """Raises DatabaseError, OSError, Conflict while another backup is made here; then nothing new is there."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(into / LOCK, because("backup_runs", path=into)):
        _sweep(into)
        path = _free_name(into, at)
        draft = path.with_name(f"{path.name}.new")
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, draft, ignore_errors=True)  # a disk that is full must not stay so
            draft.mkdir(mode=0o700)
            made = _write(source, draft, at=at, wish=wish)
            failpoint("backup.before_rename")
            draft.rename(path)
        sync(into)
    return Made(path, made.manifest, made.damaged)


def _free_name(into: Path, at: datetime) -> Path:
    """Of two in one second, the later one is named a second later."""
    while (path := into / f"meja-{at:%Y%m%dT%H%M%SZ}").exists():
        at += timedelta(seconds=1)
    return path


def _sweep(into: Path) -> None:
    """What an interrupted backup left: nobody else is at work here."""
    for path in into.glob("meja-*Z.new"):
        shutil.rmtree(path)


def _write(source: Source, draft: Path, *, at: datetime, wish: Wish) -> Made:
    rows = _write_database(source.database, draft)
    kind = _kind(source.database)
    files = {DATABASE_FILES[kind]: hash_of(draft / DATABASE_FILES[kind])}
    failpoint("backup.database_copied")
    blobs = dict(_write_blobs(source.settings, draft, _earlier(draft.parent) if wish.link else None))
    failpoint("backup.blobs_copied")
    files |= blobs | dict(_write_settings(source, draft, with_secrets=wish.with_secrets))
    manifest = Manifest(
        version=version("meja"),
        schema=schema_of(source.database).found,
        made_at=at,
        purpose=wish.purpose,
        database=kind,
        counts=rows,
        with_secrets=wish.with_secrets,
        files=files,
    )
    write_manifest(draft, manifest)
    sync(draft / NAME)
    sync_all(draft)
    damaged = (name for name, stored in blobs.items() if stored.sha256 != Path(name).name.partition(".")[0])
    return Made(draft, manifest, tuple(damaged))


def _kind(database: Database) -> Literal["sqlite", "postgresql"]:
    return "sqlite" if database.is_sqlite else "postgresql"


def _write_database(database: Database, draft: Path) -> dict[str, int]:
    """The rows of each table, as they are in the copy."""
    path = draft / DATABASE_FILES[_kind(database)]
    if database.is_sqlite:
        copy_sqlite(database, path)
        path.chmod(0o600)
        with untouched(path) as connection:
            rows = counts(connection)
    else:
        backup_postgres.check_programs(database)
        with one_moment(database) as moment:
            backup_postgres.dump(database, path, snapshot=moment.snapshot)
            rows = moment.counts
    sync(path)
    return rows


def _earlier(into: Path) -> Path | None:
    return next((path for path, _ in reversed(list(whole_backups(into)))), None)


def _write_blobs(settings: Settings, draft: Path, earlier: Path | None) -> Iterator[tuple[str, Stored]]:
    for name in blobs_in(settings.data_folder):
        before = earlier / "blobs" / name if earlier else None
        yield f"blobs/{name}", link_or_copy(settings.data_folder / name, before, draft / "blobs" / name)


def _write_settings(source: Source, draft: Path, *, with_secrets: bool) -> Iterator[tuple[str, Stored]]:
    yield SETTINGS_FILE, copy(source.settings_path, draft / SETTINGS_FILE)
    named = files_named_by(source.settings) if with_secrets else {}
    for number, (place, path) in enumerate(sorted(named.items()), start=1):
        if not path.is_file():  # never signed in, say; restoring says what is missing
            continue
        name = f"secrets/{number}-{path.name}"
        stored = copy(path, draft / name)
        yield name, Stored(stored.size, stored.sha256, place)
