"""Content transfer encodings (RFC 2045 section 6), read so that damage costs the damaged bytes only.

Each decoder is linear and never raises; an encoding that nobody knows leaves the bytes as they stood.
"""

from __future__ import annotations

import binascii
import re

NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)
PADDING = re.compile(rb"=+")
UU_BEGIN = re.compile(rb"^begin(?:-base64)? ([0-7]{3,4}) ([^\r\n]{1,255})\r?$", re.MULTILINE)
UU_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)
SOFT_BREAK_SPACE = re.compile(rb"=[ \t]{1,70}(?=\r?\n)")


def decode_transfer(content: bytes, encoding: str) -> bytes:
    match encoding:
        case "base64":
            return from_base64(content)
        case "quoted-printable":
            return binascii.a2b_qp(SOFT_BREAK_SPACE.sub(b"=", content))
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return from_uu(content)
    return content


def from_base64(content: bytes) -> bytes:
    """Base64 with anything between, missing padding, or several padded pieces one after the other."""
    letters = content.translate(None, NOT_BASE64)
    whole = letters.rstrip(b"=")
    pieces = PADDING.split(whole) if b"=" in whole else (whole,)
    return b"".join(_padded(piece) for piece in pieces)


def _padded(piece: bytes) -> bytes:
    """A single left over letter holds only six bits and is dropped."""
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))


def from_uu(content: bytes) -> bytes:
    """The bytes of the first uuencoded block; the content itself when there is none."""
    begin = UU_BEGIN.search(content)
    if begin is None:
        return content
    end = UU_END.search(content, begin.end())
    return uu_lines(content[begin.end() : end.start() if end else len(content)])


def uu_lines(content: bytes) -> bytes:
    return b"".join(_uu_line(line) for line in content.splitlines() if line and line != b"`")


def _uu_line(line: bytes) -> bytes:
    """Old encoders end lines early or pad them by a character: the length the line names is believed."""
    wanted = (line[0] - 32) & 63
    needed = (wanted * 4 + 2) // 3
    try:
        return binascii.a2b_uu(line[: needed + 1])
    except binascii.Error:
        return b""
