"""`meja restore`: from a backup to a desk that can run, in an empty place.

Every hash is checked before anything is written, and again while it is copied. settings.toml appears last: until
then no command takes the place for a desk. The schema is brought up to date, since the backup stays as it was.
"""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk.errors import Conflict, DeskError, Invalid
from desk.failpoints import failpoint
from desk.keeping import STORES, files_named_by, secrets_in_environment, settle_restored
from desk.settings import Settings, load
from models.copies import has_tables
from models.reason import because
from models.schema import migrate, revisions
from models.session import Database, DatabaseError
from ops import backup_postgres
from ops.backup_files import copy, sync, sync_all
from ops.manifest import SETTINGS_FILE, Manifest, Stored, read_manifest
from ops.verifying import differences, wrong_files

ELSEWHERE = "from-elsewhere"
"""Below the new place: files that settings.toml names outside of it, which somebody has to put back by hand."""
_TABLE = re.compile(r"^[ \t]*\[database\][ \t]*(#.*)?$", re.MULTILINE)
_URL = re.compile(r"^[ \t]*url[ \t]*=.*$", re.MULTILINE)
_BLOB = re.compile(rf"blobs/({'|'.join(STORES)})/[0-9a-f]{{2}}/[0-9a-f]{{64}}(\.eml)?")


@dataclass(frozen=True)
class Restored:
    """`elsewhere`: where a file belongs, and where it lies now. `missing`: secrets that no backup held."""

    manifest: Manifest
    settings: Settings
    elsewhere: dict[str, Path]
    missing: tuple[str, ...]


def restore(backup: Path, to: Path, *, at: datetime, database_url: str = "") -> Restored:
    """Raises NotFound, Invalid for a backup that is none or not whole, Conflict for a place that is not empty."""
    manifest = readable(backup)
    _refuse_wrong(backup, manifest)
    _refuse_full(to)
    draft = _draft_settings(backup, to, database_url=database_url)
    settings = _checked(draft, manifest)
    elsewhere = _put_files(backup, manifest, settings)
    failpoint("restore.files_copied")
    with closing(Database(settings.database_url)) as database:
        _put_database(backup, manifest, database, at=at)
    failpoint("restore.before_settings")
    sync_all(to)
    draft.rename(to / SETTINGS_FILE)
    sync(to)
    return Restored(manifest, settings, elsewhere, _missing(settings, manifest))


def readable(backup: Path) -> Manifest:
    """Raises NotFound, Invalid when this Meja cannot put it back."""
    manifest = read_manifest(backup)
    if manifest.schema and manifest.schema not in revisions():
        raise Invalid(because("backup_schema_newer", path=backup, found=manifest.schema))
    return manifest


def _refuse_wrong(backup: Path, manifest: Manifest) -> None:
    wrong = list(wrong_files(backup, manifest))
    if wrong:
        raise Invalid(because("backup_not_whole", path=backup, count=len(wrong), file=wrong[0].facts["file"]))


def _refuse_full(place: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise Conflict(because("place_not_empty", path=place))


def _draft_settings(backup: Path, to: Path, *, database_url: str) -> Path:
    """Under another name, so that nothing takes this place for a desk before it is one."""
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = to / f"{SETTINGS_FILE}.new"
    text = (backup / SETTINGS_FILE).read_text(encoding="utf-8")
    draft.touch(mode=0o600)
    draft.write_text(with_database(text, database_url) if database_url else text, encoding="utf-8")
    return draft


def with_database(text: str, url: str) -> str:
    """The same settings.toml with another `[database] url`."""
    line = f"url = {json.dumps(url)}"
    table = _TABLE.search(text)
    if table is None:
        return f"{text.rstrip()}\n\n[database]\n{line}\n"
    head, rest = text[: table.end()], text[table.end() :]
    body, bracket, tail = rest.partition("\n[")
    body = _URL.sub(lambda _: line, body, count=1) if _URL.search(body) else f"\n{line}{body}"
    return f"{head}{body}{bracket}{tail}"


def _checked(draft: Path, manifest: Manifest) -> Settings:
    """Nothing but the draft was written until here; a refusal takes it away again."""
    try:
        settings = load(draft)
        with closing(Database(settings.database_url)) as database:
            _refuse_places(settings, database, manifest)
    except (DeskError, DatabaseError):
        draft.unlink()
        raise
    return settings


def _refuse_places(settings: Settings, database: Database, manifest: Manifest) -> None:
    """settings.toml may name places outside of the new one; those must be empty too."""
    if database.is_sqlite != (manifest.database == "sqlite"):
        raise Invalid(because("backup_other_database", database=manifest.database))
    _refuse_full(settings.data_folder)
    if database.is_sqlite:
        _refuse_file(_sqlite_file(database))
    elif has_tables(database):
        raise Conflict(because("database_not_empty", database=database.engine.url.database))


def _refuse_file(path: Path) -> None:
    if path.exists():
        raise Conflict(because("place_not_empty", path=path))


def _sqlite_file(database: Database) -> Path:
    return Path(database.engine.url.database or "")


def _put_files(backup: Path, manifest: Manifest, settings: Settings) -> dict[str, Path]:
    """Blobs into the data folder, the files of settings.toml where it names them; those elsewhere are given back."""
    home, elsewhere = Path(settings.folder).resolve(), {}
    for name, stored in manifest.files.items():
        if stored.place:
            target = (home / stored.place).resolve()
            if not target.is_relative_to(home):
                target = elsewhere[stored.place] = home / ELSEWHERE / Path(name).name
            _put(backup / name, target, stored)
        elif _BLOB.fullmatch(name):
            _put(backup / name, settings.data_folder / name.removeprefix("blobs/"), stored)
    return elsewhere


def _put(source: Path, target: Path, expected: Stored) -> None:
    """Raises Invalid when the bytes are not those that were checked a moment ago."""
    done = copy(source, target)
    if (done.size, done.sha256) != (expected.size, expected.sha256):
        raise Invalid(because("backup_file_changed", file=source))


def _put_database(backup: Path, manifest: Manifest, database: Database, *, at: datetime) -> None:
    source = backup / manifest.database_file
    if database.is_sqlite:
        _put(source, _sqlite_file(database), manifest.files[manifest.database_file])
    else:
        backup_postgres.check_programs(database)
        backup_postgres.load(source, database.url)
    with database.reading() as session:
        wrong = next(differences(session.connection(), manifest), None)
    if wrong:
        raise Invalid(wrong)
    migrate(database)
    with database.transaction() as session:
        settle_restored(session, backup=backup.name, made_at=manifest.made_at, at=at)


def _missing(settings: Settings, manifest: Manifest) -> tuple[str, ...]:
    held = {stored.place for stored in manifest.files.values()}
    files = (f"file:{each}" for each in files_named_by(settings) if each not in held)
    return (*files, *(f"env:{each}" for each in secrets_in_environment(settings)))
