"""How large a mail becomes on its way, and what still fits into one. Pure.

A file travels in base64 (RFC 2045 section 6.8): 57 bytes become a line of 78. Limits are those of hosts, who
count a mail as it travels.
"""

from __future__ import annotations

from collections.abc import Sequence

from desk.settings import SendingSettings, Settings
from models.message import Attachment, Message

MEGABYTE = 1_000_000
WRAPPING = 100_000
"""For the head, and what a host adds to it."""
SEAM = 1_000
"""Around each file."""


def largest_mail(settings: Settings, account: str) -> int:
    """In bytes. An account that settings.toml no longer names sends nothing; it counts as a usual one."""
    sending = settings.sending_named(account) or SendingSettings(name="unknown", host="localhost")
    return sending.max_megabytes * MEGABYTE


def size_of_mail(message: Message) -> int:
    """With its words in plain text and in HTML, both in base64 at worst."""
    words = sum(len(each.encode()) for each in (message.reply, message.signature))
    return WRAPPING + 2 * in_base64(words) + sum(size_of_file(each.size) for each in message.attachments)


def that_fit(files: Sequence[Attachment], *, largest: int) -> list[Attachment]:
    """In their order; a small one may still fit behind a large one that does not."""
    fitting: list[Attachment] = []
    room = largest - WRAPPING
    for each in files:
        if size_of_file(each.size) <= room:
            fitting.append(each)
            room -= size_of_file(each.size)
    return fitting


def size_of_file(size: int) -> int:
    return SEAM + in_base64(size)


def in_base64(size: int) -> int:
    return -(-size // 57) * 78
