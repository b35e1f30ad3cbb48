"""Files by the sha256 of their bytes: durable when kept, one for the same bytes, nothing half-written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import failpoints
from desk.blobs import BlobStore


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "raw", suffix=".eml")


def test_blob_is_named_by_its_sha256_and_read_back(store: BlobStore) -> None:
    """T058"""
    name = store.keep(b"words")

    assert name == hashlib.sha256(b"words").hexdigest()
    assert store.read(name) == b"words"


def test_same_bytes_are_one_file(store: BlobStore) -> None:
    store.keep(b"words")
    store.keep(b"words")

    assert len(list(store.folder.rglob("*.eml"))) == 1


def test_ends_of_a_blob_are_read_without_the_rest(store: BlobStore) -> None:
    long, short = store.keep(b"begin" + b"." * 1000 + b"end"), store.keep(b"x")

    assert store.ends(long, 5) == (b"begin", b"..end")
    assert store.ends(short, 5) == (b"x", b"x")


def test_missing_blob_is_a_missing_file(store: BlobStore) -> None:
    with pytest.raises(FileNotFoundError):
        store.read("0" * 64)


def test_full_disk_leaves_nothing_behind(store: BlobStore) -> None:
    failpoints.arm("I3.before_rename:1:enospc")
    with pytest.raises(OSError, match="space"):
        store.keep(b"words")

    assert not [each for each in store.folder.rglob("*") if each.is_file()]


def test_blob_can_be_kept_after_a_crash_before_the_rename(store: BlobStore) -> None:
    failpoints.arm("I3.before_rename:1:raise")
    with pytest.raises(failpoints.FailpointReached):
        store.keep(b"words")

    assert store.read(store.keep(b"words")) == b"words"


def test_bytes_are_synced_before_the_name_and_the_folder_after(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that survives a power cut."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("folder" if Path(f"/proc/self/fd/{handle}").is_dir() else "file")
        sync(handle)

    def renamed(old: str, new: str) -> None:
        done.append("rename")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    store.keep(b"words")

    assert done[-3:] == ["file", "rename", "folder"]


def test_pieces_are_kept_under_the_name_of_the_whole(store: BlobStore) -> None:
    kept = store.keep_pieces(iter((b"wo", b"", b"rds")))

    assert (kept.name, kept.size) == (hashlib.sha256(b"words").hexdigest(), 5)
    assert store.read(kept.name) == b"words"


def test_pieces_that_break_off_leave_nothing_behind(store: BlobStore) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"wo"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.keep_pieces(breaking())

    assert not [each for each in store.folder.rglob("*") if each.is_file()]
