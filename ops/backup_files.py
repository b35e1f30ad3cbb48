"""Files on their way into a backup or out of it: copied and hashed in one go, synced, readable by us alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from ops.manifest import Stored

CHUNK = 1 << 20


def copy(source: Path, target: Path) -> Stored:
    """The copy is on the disk when this returns. Raises OSError, FileExistsError when the target is there."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    digest, size = sha256(), 0
    with source.open("rb") as reading, os.fdopen(handle, "wb") as writing:
        for chunk in _chunks(reading.fileno()):
            digest.update(chunk)
            size += len(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return Stored(size, digest.hexdigest())


def link_or_copy(source: Path, earlier: Path | None, target: Path) -> Stored:
    """A blob: a hard link to its copy in an earlier backup where that can be, else copied.

    The name of a blob is the hash of its bytes, so a link need not be read again; `verify` does.
    """
    size = source.stat().st_size
    if earlier is None or not _linked(earlier, target, size=size):
        return copy(source, target)
    return Stored(size, source.name.partition(".")[0])


def hash_of(path: Path) -> Stored:
    digest, size = sha256(), 0
    with path.open("rb") as file:
        for chunk in _chunks(file.fileno()):
            digest.update(chunk)
            size += len(chunk)
    return Stored(size, digest.hexdigest())


def sync(folder: Path) -> None:
    """What was created or renamed in this folder stays so."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(folder: Path) -> None:
    """This folder and every folder in it."""
    for path, _folders, _files in os.walk(folder):
        sync(Path(path))


def files_in(folder: Path) -> Iterator[Path]:
    """All files below, by name."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _linked(earlier: Path, target: Path, *, size: int) -> bool:
    """False where it is not there, was cut short, has too many links, or the filesystem knows none."""
    try:
        if earlier.stat().st_size != size:
            return False
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.link(earlier, target)
    except OSError:
        return False
    return True


def _chunks(handle: int) -> Iterator[bytes]:
    while chunk := os.read(handle, CHUNK):
        yield chunk
