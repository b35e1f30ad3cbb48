"""Bring mails within bounds: each whole, or only its beginning when it is larger than the account allows.

A server may announce a wrong size, or send without end; what it does to one mail costs its neighbours
nothing. Takes an open folder (`ingest.mailbox.Mailbox`) and UIDs, gives `Fetched`. RFC 3501 section 6.4.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from ingest.mailbox_answers import (
    Answer,
    Fetched,
    batches,
    beginning,
    beginning_of,
    by_bytes,
    fetched_of,
    headers_only_of,
    number_in,
)
from ingest.mailbox_errors import MailboxUnreachable
from ingest.mailbox_login import Account
from ingest.mailbox_structure import file_names

_BODY = ("INTERNALDATE", "BODY.PEEK[]")
_HEADERS = ("INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[HEADER]<0.1000000>")


class TooLong(MailboxUnreachable):
    """The server sent more than it was allowed; the connection is gone."""


class OpenFolder(Protocol):
    """What is asked for mails."""

    account: Account

    def answers(self, uids: Sequence[int], items: Sequence[str], *, expected: int = 0) -> dict[int, Answer]:
        """Raises TooLong for more than the bytes expected, and what else they need."""

    def reopen(self) -> None:
        """A new connection, with the same folder open."""


def fetch_within_bounds(folder: OpenFolder, uids: Iterable[int]) -> Iterator[Fetched]:
    """A UID that vanished, or that the server cannot read itself, is left out."""
    for batch in batches(uids):
        answers = folder.answers(batch, ["RFC822.SIZE"])
        sizes = {uid: number_in(answer, b"RFC822.SIZE") for uid, answer in answers.items()}
        for group in by_bytes(sizes):
            yield from _group(folder, group, announced=sum(sizes[uid] for uid in group))


def _group(folder: OpenFolder, uids: list[int], *, announced: int) -> Iterator[Fetched]:
    if len(uids) == 1 and announced > folder.account.max_bytes:
        yield from _doubtful(folder, uids)
        return
    try:
        yield from _whole(folder, uids, announced=announced)
    except TooLong:
        folder.reopen()
        yield from _doubtful(folder, uids)


def _doubtful(folder: OpenFolder, uids: list[int]) -> Iterator[Fetched]:
    """Some of these are, or claim to be, larger than allowed: find out which, one by one."""
    cap = folder.account.max_bytes
    for uid in uids:
        try:
            found = [] if _is_oversize(folder, uid) else _whole(folder, [uid], announced=cap)
        except TooLong:
            folder.reopen()
            found = []
        yield from found or _beginning(folder, uid) or _headers(folder, uid)


def _whole(folder: OpenFolder, uids: list[int], *, announced: int) -> list[Fetched]:
    answers = folder.answers(uids, _BODY, expected=max(announced, 1))
    cap = folder.account.max_bytes
    mails = (fetched_of(uid, answer, max_bytes=cap) for uid, answer in answers.items())
    return [mail for mail in mails if mail]


def _beginning(folder: OpenFolder, uid: int) -> list[Fetched]:
    """With the names of its files, from a server that can tell."""
    cap = folder.account.max_bytes
    items = ("INTERNALDATE", "RFC822.SIZE", f"BODY.PEEK[]<0.{beginning(cap)}>")
    found = (beginning_of(uid, answer, max_bytes=cap) for uid, answer in folder.answers([uid], items).items())
    structures = folder.answers([uid], ["BODYSTRUCTURE"])
    names = file_names(structures.get(uid, {}).get(b"BODYSTRUCTURE"))
    return [replace(mail, files=names) for mail in found if mail]


def _headers(folder: OpenFolder, uid: int) -> list[Fetched]:
    mails = (headers_only_of(uid, answer) for uid, answer in folder.answers([uid], _HEADERS).items())
    return [mail for mail in mails if mail]


def _is_oversize(folder: OpenFolder, uid: int) -> bool:
    """RFC822.SIZE may lie: one byte asked for beyond the cap tells."""
    cap = folder.account.max_bytes
    answers = folder.answers([uid], [f"BODY.PEEK[]<{cap}.1>"])
    return any(answer.get(b"BODY[]<%d>" % cap) for answer in answers.values())
