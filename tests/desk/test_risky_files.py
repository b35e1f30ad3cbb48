"""Files that act are known by name and by content, sealed and locked ones by content (T056, T059, T060, T071)."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from desk.risky_files import ENDS, may_act, risks_of


def risks(name: str = "photo.jpg", content: bytes = b"", content_type: str = "image/jpeg") -> list[str]:
    found = risks_of(name, content_type, head=content[:ENDS], tail=content[-ENDS:])
    return [reason.code for reason in found]


def zipped(*names: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 40_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    "name", ["a.exe", "a.JS", "a.pdf.lnk", "a.html", "a.docm", "a.svg", "a.iso .", "a.one"]
)
def test_file_that_acts_is_known_by_its_name(name: str) -> None:
    assert may_act(name)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "exe", "a.exe.png", "html.txt"])
def test_file_that_only_holds_something_is_not_blamed(name: str) -> None:
    assert not may_act(name)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0\x03",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\nrm -rf ~",
        b"L\0\0\0\x01\x14\x02\0\0",
        b"\xef\xbb\xbf\n<!DOCTYPE html><p>x",
        b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'>",
        b"<!-- x --><script>1</script>",
        b"\0" * 0x8001 + b"CD001",
        zipped("word/document.xml", "word/vbaProject.bin"),
    ],
    ids=[
        "Windows",
        "Linux",
        "script",
        "shortcut",
        "page",
        "drawing",
        "page behind a comment",
        "disc",
        "macros",
    ],
)
def test_file_that_acts_is_known_by_its_content(content: bytes) -> None:
    assert risks(content=content) == ["file_acts"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff\xe0 <script>", b"%PDF-1.7", b"Dear <b>Ana</b>", zipped("word/document.xml"), b"M"],
    ids=["nothing", "picture", "PDF", "words", "document", "one byte"],
)
def test_content_that_only_holds_something_is_not_blamed(content: bytes) -> None:
    assert risks(content=content) == []


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0", "application/pkcs7-mime"),
        (b"\n-----BEGIN PGP MESSAGE-----\n", "application/octet-stream"),
        (b"Version: 1", "application/pgp-encrypted"),
    ],
    ids=["S/MIME", "PGP", "PGP's version part"],
)
def test_encrypted_file_is_named_as_such(content: bytes, content_type: str) -> None:
    assert risks("smime.p7m", content, content_type) == ["file_sealed"]


def test_signed_file_is_not_called_encrypted() -> None:
    signed = b"0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0"

    assert risks("smime.p7s", signed, "application/pkcs7-signature") == []


def test_archive_with_a_password_is_named_as_such() -> None:
    assert risks("a.zip", b"PK\x03\x04\x14\0\x01\0" + b"x" * 40) == ["file_locked"]
