"""winmail.dat: its contents beside the original, and damage that costs nothing else (T070)."""

from __future__ import annotations

import struct

import pytest

from ingest.parse import take_apart
from tests.ingest.letters import encoded, letter, multipart, part

HEAD = struct.pack("<IH", 0x223E9F78, 1)
BODY, TITLE, DATA, NEW_FILE = 0x800C, 0x8010, 0x800F, 0x9002
FILE = (2, NEW_FILE, b"\0" * 14), (2, TITLE, b"plan.txt\0"), (2, DATA, b"The plan.")


def winmail(*attributes: tuple[int, int, bytes]) -> bytes:
    """MS-OXTNEF section 2.1.3: level, attribute, type, length, value, checksum."""
    packed = [
        struct.pack("<BHHI", level, name, 6, len(value)) + value + b"\0\0"
        for level, name, value in attributes
    ]
    return HEAD + b"".join(packed)


def mail_with(content: bytes) -> bytes:
    head = ("Content-Transfer-Encoding: base64", "Content-Disposition: attachment; filename=winmail.dat")
    return multipart(
        "mixed", part("text/plain", "Words."), part("application/ms-tnef", encoded(content), *head)
    )


def test_contents_are_listed_before_the_original() -> None:
    content = winmail(*FILE)
    read = take_apart(mail_with(content))

    assert [(file.filename, file.content) for file in read.files] == [
        ("plan.txt", b"The plan."),
        ("winmail.dat", content),
    ]


def test_words_that_are_in_the_winmail_only_are_read() -> None:
    content = winmail((1, BODY, b"Packed words.\0"))
    read = take_apart(letter("Content-Type: application/ms-tnef", body=content))

    assert read.text == "Packed words."


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(winmail(*FILE)[:-20], id="truncated"),
        pytest.param(HEAD, id="empty"),
        pytest.param(HEAD + b"\x02\x0f\x80\x06\x00\xff\xff\xff\xff", id="size of four gigabytes"),
        pytest.param(winmail((2, DATA, b"data before any file")), id="parts out of order"),
        pytest.param(
            HEAD + b"\x01\x00\x80\x06\x00\0\0\0\0\0\0" * 100_000, id="a hundred thousand empty attributes"
        ),
        pytest.param(HEAD + bytes(range(256)) * 50, id="noise"),
    ],
)
def test_damaged_winmail_is_kept_as_a_file(content: bytes) -> None:
    read = take_apart(mail_with(content))

    assert read.text == "Words."
    assert read.files[-1].content == content
