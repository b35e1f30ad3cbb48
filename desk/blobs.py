"""Raw mails and attachments on disk, each named by the sha256 of its bytes.

A blob is durable when `keep` returns: written to a temporary file, synced, renamed into place, and
the folder synced (the order that survives a power cut). Keeping the same bytes twice is one file. What is
large comes and goes in pieces.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from desk.failpoints import failpoint


@dataclass(frozen=True)
class Kept:
    name: str
    size: int


class BlobStore:
    """A folder of blobs, spread over 256 subfolders by the first two digits of their names."""

    def __init__(self, folder: Path, *, suffix: str = "") -> None:
        self.folder = folder
        self.suffix = suffix

    def path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}{self.suffix}"

    def keep(self, content: bytes) -> str:
        """Make the bytes durable and return their name. Raises OSError when the disk refuses; then nothing is kept."""
        name = sha256(content).hexdigest()
        path = self.path(name)
        if not path.exists():
            self._make_folder(path.parent)
            self._write(path, content)
        return name

    def keep_pieces(self, pieces: Iterable[bytes]) -> Kept:
        """As `keep`, of content that need not fit into memory: its name is known only at its end."""
        self._make_folder(self.folder)
        digest, size = sha256(), 0
        with NamedTemporaryFile(dir=self.folder, prefix="tmp-", delete=False) as file:
            try:
                for piece in pieces:
                    size += file.write(piece)
                    digest.update(piece)
                self._name(file, digest.hexdigest())
            finally:
                Path(file.name).unlink(missing_ok=True)
        return Kept(digest.hexdigest(), size)

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError when there is no such blob."""
        return self.path(name).read_bytes()

    def ends(self, name: str, size: int) -> tuple[bytes, bytes]:
        """The first and the last `size` bytes. Raises FileNotFoundError when there is no such blob."""
        with self.path(name).open("rb") as file:
            head = file.read(size)
            file.seek(max(0, file.seek(0, os.SEEK_END) - size))
            return head, file.read(size)

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            _sync_folder(folder.parent)

    def _write(self, path: Path, content: bytes) -> None:
        with NamedTemporaryFile(dir=path.parent, prefix="tmp-", delete=False) as file:
            try:
                file.write(content)
                self._name(file, path.name.removesuffix(self.suffix))
            except OSError:
                Path(file.name).unlink()
                raise

    def _name(self, file: IO[bytes], name: str) -> None:
        """Only once its bytes are safe."""
        path = self.path(name)
        file.flush()
        os.fsync(file.fileno())
        failpoint("I3.before_rename")
        self._make_folder(path.parent)
        Path(file.name).replace(path)
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
