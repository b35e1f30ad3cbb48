"""What a backup holds: its manifest.json, which names each file with its size and sha256, and itself with a hash.

A folder without a readable manifest is no backup. Later formats get a higher number, and are refused by this Meja.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

from desk.errors import Invalid, NotFound
from models.reason import because

NAME = "manifest.json"
PROOF = "proven.json"
"""Written beside the manifest once the backup was restored to scratch; no part of what it lists."""
FORMAT = 1

Purpose = Literal["backup", "upgrade", "roll-back"]


class Stored(msgspec.Struct, frozen=True):
    """A file of the backup. `place`: where settings.toml names it, for files it names."""

    size: int
    sha256: str
    place: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`files` by their path inside the backup; `counts` are rows by table."""

    format: int = FORMAT
    version: str
    schema: str
    made_at: datetime
    purpose: Purpose = "backup"
    database: Literal["sqlite", "postgresql"]
    counts: dict[str, int]
    with_secrets: bool
    files: dict[str, Stored]
    sha256: str = ""

    @property
    def database_file(self) -> str:
        return DATABASE_FILES[self.database]


DATABASE_FILES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
SETTINGS_FILE = "settings.toml"


class _Format(msgspec.Struct):
    format: int


def write_manifest(folder: Path, manifest: Manifest) -> None:
    whole = msgspec.structs.replace(manifest, sha256=_hash(manifest))
    path = folder / NAME
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(whole, order="sorted")))


def read_manifest(folder: Path) -> Manifest:
    """Raises NotFound where there is no backup, Invalid when it is of a newer format or was changed."""
    path = folder / NAME
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(because("no_backup", path=folder)) from None
    try:
        number = msgspec.json.decode(raw, type=_Format).format
        if number > FORMAT:
            raise Invalid(because("backup_format_newer", path=folder, found=number, known=FORMAT))
        manifest = msgspec.json.decode(raw, type=Manifest)
    except msgspec.DecodeError:
        raise Invalid(because("manifest_damaged", path=path)) from None
    if _hash(manifest) != manifest.sha256:
        raise Invalid(because("manifest_damaged", path=path))
    return manifest


def whole_backups(folder: Path) -> Iterator[tuple[Path, Manifest]]:
    """Those in this folder, the oldest first. What is unfinished or damaged is none."""
    for path in sorted(folder.glob("meja-*Z")):
        try:
            yield path, read_manifest(path)
        except (NotFound, Invalid):
            continue


def _hash(manifest: Manifest) -> str:
    bare = msgspec.structs.replace(manifest, sha256="")
    return sha256(msgspec.json.encode(bare, order="sorted")).hexdigest()
