"""Mails for the tests of reading: heads and parts put together as bytes, broken ones included."""

from __future__ import annotations

import base64

SEAM = "=_seam"


def letter(*head: str | bytes, body: str | bytes = "Halo.") -> bytes:
    """A mail from Rui with these header lines added above the usual ones."""
    lines = [_bytes(line) for line in head]
    names = {line.partition(b":")[0].lower() for line in lines}
    usual = (b"From: Rui Tan <rui@example.org>", b"To: help@example.com", b"Subject: Printer")
    lines += [line for line in usual if line.partition(b":")[0].lower() not in names]
    return b"\r\n".join([*lines, b"", _bytes(body)])


def multipart(kind: str, *parts: bytes, head: tuple[str, ...] = ()) -> bytes:
    return letter(f'Content-Type: multipart/{kind}; boundary="{SEAM}"', *head, body=joined(*parts))


def joined(*parts: bytes, seam: str = SEAM) -> bytes:
    mark = b"\r\n--" + seam.encode()
    return b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"


def part(content_type: str, content: str | bytes, *head: str) -> bytes:
    lines = (f"Content-Type: {content_type}", *head)
    return b"\r\n".join([*(line.encode() for line in lines), b"", _bytes(content)])


def inner(kind: str, *parts: bytes, seam: str) -> bytes:
    """A multipart to stand inside another."""
    return part(f'multipart/{kind}; boundary="{seam}"', joined(*parts, seam=seam))


def encoded(content: bytes) -> bytes:
    return base64.encodebytes(content)


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8")
