"""A mail of any size, brought in pieces that each stay within bounds (RFC 3501 section 6.4.5).

For the whole of a mail that was too large to be taken at once. Takes a connection and where the mail lies; what
comes need not fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.mailbox import FolderRefused, Mailbox
from ingest.mailbox_errors import MailboxUnreachable
from models.reason import because

PIECE_BYTES = 4_000_000
MOST_BYTES = 500_000_000


def pieces_of(
    box: Mailbox, folders: Sequence[str], *, uid: int, uidvalidity: int, begins: bytes, message_id: str
) -> Iterator[bytes]:
    """From the first of these folders that holds it: under its UID, or under another since somebody moved it.

    `begins`: what is known of its bytes. Yields nothing when it is in none of them.
    """
    for name in folders:
        for candidate in _candidates(box, name, uid=uid, uidvalidity=uidvalidity, message_id=message_id):
            first = _piece(box, candidate, at=0)
            if first and first.startswith(begins):
                yield first
                yield from _further(box, candidate, first)
                return


def _candidates(box: Mailbox, name: str, *, uid: int, uidvalidity: int, message_id: str) -> Iterator[int]:
    try:
        folder = box.select(name, read_only=True)
    except FolderRefused:
        return
    if folder.uidvalidity == uidvalidity:
        yield uid
    newest_first = sorted(box.uids(), reverse=True)
    yield from (each.uid for each in box.glances(newest_first) if message_id and each.message_id == message_id)


def _further(box: Mailbox, uid: int, piece: bytes) -> Iterator[bytes]:
    """A short piece is the last one."""
    at = len(piece)
    while len(piece) == PIECE_BYTES:
        if at >= MOST_BYTES:
            limit = MOST_BYTES // 1_000_000
            raise MailboxUnreachable(because("whole_without_end", limit=limit, **box.account.facts))
        piece = _piece(box, uid, at=at)
        at += len(piece)
        if piece:
            yield piece


def _piece(box: Mailbox, uid: int, *, at: int) -> bytes:
    answer = box.answers([uid], [f"BODY.PEEK[]<{at}.{PIECE_BYTES}>"], expected=PIECE_BYTES).get(uid, {})
    found = answer.get(b"BODY[]<%d>" % at)
    return found if isinstance(found, bytes) else b""
