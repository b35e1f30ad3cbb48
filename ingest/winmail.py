"""winmail.dat: what Outlook packs into application/ms-tnef, unpacked with tnefparse.

The library raises on damage in many ways and trusts the sizes a file names; the parser child's limits
catch the rest. Damage leaves the original file alone, which is listed in any case.
"""

from __future__ import annotations

import mimetypes
import struct
from dataclasses import dataclass

from tnefparse import TNEF
from tnefparse.tnef import TNEFAttachment

from ingest.charsets import words_of
from ingest.parsed import Part

SIGNATURE = b"\x78\x9f\x3e\x22"
CONTENT_TYPES = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
FILES = 200
OBJECTS = 5000
# What tnefparse raises on files that end early or name sizes they do not have.
DAMAGE = (
    ValueError,
    NameError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    struct.error,
    AssertionError,
    EOFError,
)


@dataclass(frozen=True)
class Winmail:
    """`files` as (name, content type, content); `text` and `html` are "" when there are none."""

    files: tuple[tuple[str, str, bytes], ...] = ()
    text: str = ""
    html: str = ""


def is_winmail(part: Part) -> bool:
    return part.content.startswith(SIGNATURE) and (
        part.content_type in CONTENT_TYPES or part.filename.lower() == "winmail.dat"
    )


def unpack(content: bytes) -> Winmail:
    if _objects(content) > OBJECTS:
        return Winmail()
    try:
        opened = TNEF(content, do_checksum=False)
        files = tuple(_file(attachment) for attachment in opened.attachments[:FILES])
        return Winmail(files, text=_words(opened.body), html=_words(opened.htmlbody))
    except DAMAGE:
        return Winmail()


def _objects(content: bytes) -> int:
    """How many objects the file lists; the library copies the rest of the file for each of them."""
    count, position = 0, 6
    while position + 9 <= len(content) and count <= OBJECTS:
        (length,) = struct.unpack_from("<I", content, position + 5)
        position += length + 11
        count += 1
    return count


def _file(attachment: TNEFAttachment) -> tuple[str, str, bytes]:
    name = _words(attachment.long_filename()).strip("\0") or "attachment.bin"
    kind, _ = mimetypes.guess_type(name)
    return name, kind or "application/octet-stream", bytes(attachment.data or b"")


def _words(value: str | bytes | None) -> str:
    text = words_of(value) if isinstance(value, bytes) else value or ""
    return text.replace("\0", "").replace("\r\n", "\n")
