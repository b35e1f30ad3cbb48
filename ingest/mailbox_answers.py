"""What a mailbox holds, read from the answers of a server that may leave out, misname or invent things.

Takes what imapclient makes of LIST, SELECT and FETCH answers and gives `Listed`, `Folder`, `Glance`,
`Fetched`, or None where the server gave nothing usable. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from imapclient.imap_utf7 import decode

from ingest.special_folders import Listed

KEPT = b"$MejaKept"
BATCH_BYTES = 8_000_000
BATCH_UIDS = 200
_LONGEST_MESSAGE_ID = 998
_MESSAGE_ID = re.compile(rb"^message-id:\s*<?([^<>]*)>?", re.IGNORECASE)
BEGINNING_BYTES = 1_000_000
"""Taken of a mail that is too large: its words stand there, save in rare mails."""

Answer = Mapping[bytes, Any]


@dataclass(frozen=True)
class Folder:
    name: str
    uidvalidity: int
    uidnext: int | None
    keeps_keywords: bool
    count: int
    read_only: bool = False


@dataclass(frozen=True)
class Glance:
    """A mail seen but left alone. `message_id` stands without brackets, "" when it has none."""

    uid: int
    message_id: str
    size: int
    internal_date: datetime | None


@dataclass(frozen=True)
class Fetched:
    """A mail's bytes as the server gave them; only their beginning when it is too large (`whole` False).

    `size` is that of the whole mail: counted when we have it, else as the server announced it. `files` are the names
    of those in a mail that is not whole.
    """

    uid: int
    raw: bytes = field(repr=False)
    internal_date: datetime | None
    size: int
    whole: bool
    files: tuple[str, ...] = ()


def folder_of(name: str, answer: Answer) -> Folder | None:
    """None without a UIDVALIDITY: such a folder cannot be kept a ledger of (RFC 3501 section 2.3.1.1)."""
    uidvalidity = number_in(answer, b"UIDVALIDITY")
    if not uidvalidity:
        return None
    flags = {bytes(flag).lower() for flag in answer.get(b"PERMANENTFLAGS") or ()}
    return Folder(
        name=name,
        uidvalidity=uidvalidity,
        uidnext=number_in(answer, b"UIDNEXT") or None,
        keeps_keywords=b"READ-ONLY" not in answer and bool(flags & {rb"\*", KEPT.lower()}),
        count=number_in(answer, b"EXISTS"),
        read_only=b"READ-ONLY" in answer,
    )


def listed_of(rows: Iterable[tuple[Any, Any, Any]]) -> list[Listed]:
    """Without the folders whose name cannot be read: nobody could ask for them (RFC 3501 section 5.1.3)."""
    return [listed for row in rows if (listed := _listed(*row))]


def glance_of(uid: int, answer: Answer) -> Glance:
    # Servers differ in how they spell the list of fields back, so the beginning has to do.
    header = next((value for key, value in answer.items() if key.startswith(b"BODY[HEADER.FIELDS")), None)
    found = _MESSAGE_ID.match(header) if isinstance(header, bytes) else None
    message_id = b"".join(found[1].split()) if found else b""
    return Glance(
        uid=uid,
        message_id=message_id.decode("ascii", "replace")[:_LONGEST_MESSAGE_ID],
        size=number_in(answer, b"RFC822.SIZE"),
        internal_date=internal_date_of(answer),
    )


def fetched_of(uid: int, answer: Answer, *, max_bytes: int) -> Fetched | None:
    """The cap counts the bytes that came, whatever size the server announced.

    None for NIL or nothing: a server's way to say that the mail is gone (RFC 2180 section 4.1).
    """
    raw = answer.get(b"BODY[]")
    if not isinstance(raw, bytes) or not raw:
        return None
    whole = len(raw) <= max_bytes
    kept = raw if whole else raw[: beginning(max_bytes)]
    return Fetched(uid=uid, raw=kept, internal_date=internal_date_of(answer), size=len(raw), whole=whole)


def beginning(max_bytes: int) -> int:
    """How much is taken of a mail larger than this."""
    return min(BEGINNING_BYTES, max_bytes)


def beginning_of(uid: int, answer: Answer, *, max_bytes: int) -> Fetched | None:
    """What came before it was cut off; a server that cuts nothing off is cut here."""
    raw = answer.get(b"BODY[]<0>", answer.get(b"BODY[]"))
    if not isinstance(raw, bytes) or not raw:
        return None
    return Fetched(
        uid=uid,
        raw=raw[: beginning(max_bytes)],
        internal_date=internal_date_of(answer),
        size=max(number_in(answer, b"RFC822.SIZE"), len(raw)),
        whole=False,
    )


def headers_only_of(uid: int, answer: Answer) -> Fetched | None:
    headers = answer.get(b"BODY[HEADER]<0>", answer.get(b"BODY[HEADER]"))
    if not isinstance(headers, bytes) or not headers:
        return None
    size = number_in(answer, b"RFC822.SIZE")
    return Fetched(
        uid=uid,
        raw=headers,
        internal_date=internal_date_of(answer),
        size=size,
        whole=False,
    )


def internal_date_of(answer: Answer) -> datetime | None:
    """When the mail reached the mailbox, in UTC; None when the server says nothing readable."""
    date = answer.get(b"INTERNALDATE")
    if not isinstance(date, datetime):
        return None
    try:
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def number_in(answer: Answer, key: bytes) -> int:
    """0 when it is missing or no number."""
    value = answer.get(key)
    return value if isinstance(value, int) else 0


def batches(uids: Iterable[int]) -> Iterator[list[int]]:
    """UIDs by the number that fits a command line (RFC 2683 section 3.2.1.5)."""
    left = list(uids)
    for start in range(0, len(left), BATCH_UIDS):
        yield left[start : start + BATCH_UIDS]


def by_bytes(sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """UIDs in groups that together announce no more than a batch; a larger mail stands alone."""
    group: list[int] = []
    filled = 0
    for uid, size in sizes.items():
        if group and filled + size > BATCH_BYTES:
            yield group
            group, filled = [], 0
        group.append(uid)
        filled += size
    if group:
        yield group


def _listed(flags: Any, delimiter: Any, name: Any) -> Listed | None:
    try:
        return Listed(
            name=decode(name) if isinstance(name, bytes) else str(name),
            delimiter=delimiter.decode() if isinstance(delimiter, bytes) else "",
            flags=frozenset(bytes(flag).decode().lower() for flag in flags),
        )
    except (UnicodeDecodeError, TypeError):
        return None
