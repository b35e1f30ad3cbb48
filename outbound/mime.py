"""A mail as bytes: header fields encoded and folded, words and files as parts of it.

RFC 5322 for the fields, RFC 2047 for words in other scripts, RFC 2045 and 2046 for the parts, RFC 2231 for
the names of files. Everything is written once and stays as it is written: Python's own generator reads each
header again before it folds it, which took more time than all the rest of sending.
"""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Iterator, Mapping, Sequence
from secrets import token_hex
from urllib.parse import quote

_LINE = 76
_WORD = 39
"""Bytes in an encoded-word, so that the longest still fits behind "Subject: " (RFC 2047 section 2)."""
_FILE_NAME = 60
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def mailbox(name: str, address: str) -> str:
    """An address with the name of whoever reads it, if it has one."""
    return f"{_phrase(name)} <{address}>" if name else address


def words(text: str) -> str:
    """Text for a field that holds nothing else, say a subject."""
    return text if _is_plain(text) else _encoded(text)


def text_part(text: str, *, subtype: str = "plain") -> bytes:
    """Plain words of ASCII stay readable as they are; everything else is base64."""
    content = _LINE_BREAK.sub("\r\n", text).encode()
    kind = f'text/{subtype}; charset="utf-8"'
    if subtype == "plain" and content.isascii():
        return _part({"Content-Type": kind, "Content-Transfer-Encoding": "quoted-printable"}, b2a_qp(content))
    return _part({"Content-Type": kind, "Content-Transfer-Encoding": "base64"}, _base64(content))


def file_part(content: bytes, *, content_type: str, filename: str) -> bytes:
    head = {
        "Content-Type": content_type,
        "Content-Transfer-Encoding": "base64",
        "Content-Disposition": "; ".join(("attachment", *_file_name(filename))),
    }
    return _part(head, _base64(content))


def multipart(subtype: str, parts: Sequence[bytes], *, above: Mapping[str, str] | None = None) -> bytes:
    """`above` are the fields of the mail, when this is all of it."""
    # "=_" stands in no quoted-printable and no base64 (RFC 2045 section 6.7), so the boundary is in no part.
    boundary = f"=_{token_hex(12)}"
    head = {**(above or {}), "Content-Type": f'multipart/{subtype}; boundary="{boundary}"'}
    between = f"\r\n--{boundary}".encode()
    return _part(head, between[2:] + between.join(b"\r\n" + part for part in parts) + between + b"--\r\n")


def _part(head: Mapping[str, str], content: bytes) -> bytes:
    """Only the address of somebody who reads mail in UTF-8 is not ASCII here (RFC 6532)."""
    return "".join(_field(name, value) for name, value in head.items()).encode() + b"\r\n" + content


def _field(name: str, value: str) -> str:
    """Folded between words; the first never stands below its name, which some readers take for an empty field."""
    lines = [f"{name}:"]
    for word in value.split():
        if len(lines[-1]) + len(word) >= _LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def _phrase(name: str) -> str:
    if not _is_plain(name):
        return _encoded(name)
    if _ATOMS.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_plain(text: str) -> bool:
    return text.isascii() and "=?" not in text


def _encoded(text: str) -> str:
    """Encoded-words, none of which cuts a character in two (RFC 2047 section 5)."""
    return " ".join(f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in _pieces(text))


def _pieces(text: str) -> Iterator[bytes]:
    piece = b""
    for letter in (each.encode() for each in text):
        if len(piece) + len(letter) > _WORD:
            yield piece
            piece = b""
        piece += letter
    yield piece


def _base64(content: bytes) -> bytes:
    encoded = b64encode(content)
    return b"".join(encoded[start : start + _LINE] + b"\r\n" for start in range(0, len(encoded), _LINE))


def _file_name(filename: str) -> Iterator[str]:
    if filename.isascii():
        escaped = filename.replace("\\", "\\\\").replace('"', '\\"')
        yield f'filename="{escaped}"'
        return
    pieces = ["utf-8''"]
    for letter in (quote(each, safe="") for each in filename):
        if len(pieces[-1]) + len(letter) > _FILE_NAME:
            pieces.append("")
        pieces[-1] += letter
    if len(pieces) == 1:
        yield f"filename*={pieces[0]}"
    else:
        yield from (f"filename*{number}*={piece}" for number, piece in enumerate(pieces))
