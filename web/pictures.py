"""Pictures that a mail brought along, put into its HTML as data, so that its frame need load nothing at all.

A `cid:` (RFC 2392) finds only files of the same message, the first of that name. What a file is, its first
bytes say, whatever its header claimed; only raster pictures are shown (T051, T052, T056).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from html import unescape
from urllib.parse import unquote

from models.message import Attachment

LARGEST = 2 * 1024 * 1024
ALL_TOGETHER = 10 * 1024 * 1024

MAGIC = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
# In cleaned HTML an attribute's value stands in double quotes and holds none.
CID = re.compile(r' src="cid:([^"]{0,400})"')


def raster_type(content: bytes) -> str | None:
    return next((name for magic, name in MAGIC if magic.match(content)), None)


def as_data(content: bytes) -> str:
    """The attribute that shows this picture; "" when it is none."""
    kind = raster_type(content)
    return f' src="data:{kind};base64,{b64encode(content).decode()}"' if kind else ""


def with_pictures(html: str, attachments: Iterable[Attachment], read: Callable[[Attachment], bytes]) -> str:
    """Cleaned HTML with its own pictures in place; what cannot be shown leaves its alternative text."""
    named = {_bare(each.content_id): each for each in reversed(list(attachments)) if each.content_id}
    room = ALL_TOGETHER

    def put(found: re.Match[str]) -> str:
        nonlocal room
        attachment = named.get(_bare(unquote(unescape(found[1]))))
        if attachment is None or attachment.size > min(LARGEST, room):
            return ""
        room -= attachment.size
        return as_data(read(attachment))

    return CID.sub(put, html)


def _bare(content_id: str) -> str:
    return content_id.strip().strip("<>")
