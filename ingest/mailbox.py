"""The one home of imapclient: read a folder, mark what was kept, wait for more. No database, no verbs.

`Mailbox.connect(account)` gives one connection. Its loop is `select`, then again and again `uids`,
`fetch`, (the caller keeps the mail), `mark_taken`, `wait`. Mail is read with BODY.PEEK and nothing is
ever deleted. Whatever goes wrong with the server ends as MailboxUnreachable or MailboxRefused.
RFC 3501; 2177 IDLE, 4315 UIDPLUS, 6851 MOVE.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Self

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientReadOnlyError
from imapclient.response_parser import parse_response

from ingest.mailbox_answers import (
    BATCH_BYTES,
    KEPT,
    Answer,
    Fetched,
    Folder,
    Glance,
    batches,
    folder_of,
    glance_of,
    listed_of,
)
from ingest.mailbox_errors import (
    BAFFLED,
    LOST,
    MailboxRefused,
    MailboxUnreachable,
    connection_error,
    words_of,
)
from ingest.mailbox_fetching import TooLong, fetch_within_bounds
from ingest.mailbox_login import Account, drop, log_in, refuse_controls
from ingest.special_folders import Listed
from ingest.wire import ANSWER_BYTES, CONNECT_SECONDS, READ_SECONDS, Overrun, Wire
from models.reason import because

__all__ = [
    "Account",
    "Fetched",
    "Folder",
    "FolderRefused",
    "Glance",
    "Mailbox",
    "MailboxRefused",
    "MailboxUnreachable",
]

COMMAND_SECONDS = 60.0
FETCH_SECONDS = 240.0
SLOWEST_BYTES = 20_000  # a second; a slower line cannot keep up with a mailbox anyway
SEARCH_BYTES = 32_000_000  # three million UIDs
LISTING_BYTES = 8_000_000
GOODBYE_SECONDS = 2.0
SHORTEST_IDLE_SECONDS = 1.0
"""For less, to say IDLE and DONE takes longer than to look again."""
LONGEST_IDLE_SECONDS = 28 * 60.0  # a server may log us out after half an hour of silence (RFC 2177)

_GLANCE = ("RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]")


class _Baffled(MailboxUnreachable):
    """The server said NO or BAD, or what cannot be read; the connection still stands."""


class FolderRefused(MailboxUnreachable):
    """The server will not open this folder; the connection still stands."""


class _Client(IMAPClient):  # type: ignore[misc, unused-ignore]
    """imapclient over a wire that is logged in already."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        timeout = SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        super().__init__(wire.host, wire.port, ssl=wire.is_encrypted, timeout=timeout)
        self.normalise_times = False  # otherwise dates come naive, in the machine's time zone
        wire.debug = 0  # imapclient turns it up to five: every line is formatted, then thrown away

    def _create_IMAP4(self) -> Wire:  # noqa: N802 (imapclient's own name)
        return self._wire

    def listed(self, command: str, *options: str) -> list[tuple[Any, Any, Any]]:
        """Flags, delimiter and name of each folder. The names as they came: one nobody can decode would hide all."""
        status, answer = self._imap._simple_command(command, '""', '"*"', *options)
        self._checkok(command, status, answer)
        _, rows = self._imap._untagged_response(status, answer, command)
        parsed = parse_response([row for row in rows if row])
        return list(zip(parsed[::3], parsed[1::3], parsed[2::3], strict=True))


class Mailbox:
    """One connection. After MailboxUnreachable it is of no further use: connect anew."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.folder: Folder | None = None
        self._idles = False
        self._open()

    @classmethod
    def connect(cls, account: Account) -> Self:
        """Connected and logged in."""
        return cls(account)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Says goodbye to a server that still listens. May be called twice."""
        self._wire.allow(seconds=GOODBYE_SECONDS)
        try:
            self._client.logout()
        except (*LOST, *BAFFLED):
            drop(self._wire)

    def folders(self) -> list[Listed]:
        """All there are; none from a server that will not tell."""
        with self._command() as client:
            asks = [ask for words, ask in _LISTINGS.items() if all(map(client.has_capability, words))]
        for ask in asks:
            with suppress(_Baffled), self._command(room=LISTING_BYTES) as client:
                return listed_of(client.listed(*ask))
        return []

    def select(self, name: str, *, read_only: bool = False) -> Folder:
        """The folder as it is now; its UIDs mean nothing under another UIDVALIDITY. Raises FolderRefused."""
        refuse_controls(self.account, folder=name)
        try:
            with self._command() as client:
                self.folder = folder_of(name, _select(client, name, read_only=read_only))
        except _Baffled as error:
            self.folder, words = None, error.reason.facts["words"]
            raise FolderRefused(
                because("folder_refused", folder=name, words=words, **self.account.facts)
            ) from error
        if self.folder is None:
            raise self._unreachable("uidvalidity_missing", folder=name)
        return self.folder

    def uids(self, since: int | None = None) -> list[int]:
        """The UIDs above `since` (all of them for None), ascending."""
        above = since or 0
        with self._command(room=SEARCH_BYTES) as client:
            client.noop()  # a search alone may show the folder as it was before the last arrival
            self._wire.has_news = False
            found = client.search(["UID", f"{above + 1}:*"])
        # "n:*" names the last mail too when its UID is below n (RFC 3501 section 6.4.8).
        return sorted({uid for uid in found if uid > above})

    def glances(self, uids: Iterable[int]) -> Iterator[Glance]:
        """Mails that are left where they are. Vanished ones are left out."""
        for batch in batches(uids):
            for uid, answer in self.answers(batch, _GLANCE).items():
                yield glance_of(uid, answer)

    def fetch(self, uids: Iterable[int]) -> Iterator[Fetched]:
        """Each mail the server gives; a UID that vanished, or that it cannot read itself, is left out."""
        return fetch_within_bounds(self, uids)

    def mark_taken(self, uids: Iterable[int]) -> bool:
        """False when the server keeps no keyword for us here: then the ledger alone counts."""
        if self.folder is None or not self.folder.keeps_keywords:
            return False
        return self._done_for(uids, _mark)

    def move(self, uids: Iterable[int], folder: str) -> bool:
        """False when the server cannot, or would not for some of them: those stay in this folder."""
        refuse_controls(self.account, folder=folder)
        with self._command() as client:
            move = next((move for word, move in _MOVES.items() if client.has_capability(word)), None)
        return move is not None and self._done_for(uids, lambda client, uids: move(client, uids, folder))

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """True as soon as there is mail that no `uids` has looked for; False after `seconds`, or on `stop`.

        Look whatever it says: not every server tells.
        """
        if not self._wire.has_news and not stop.is_set():
            self._pause(min(seconds, LONGEST_IDLE_SECONDS), stop)
        return self._wire.has_news

    def _pause(self, seconds: float, stop: threading.Event) -> None:
        if self._idles and seconds >= SHORTEST_IDLE_SECONDS:
            try:
                with self._command():
                    self._wire.linger(seconds, stop)
                return
            except _Baffled:  # announced, then refused
                self._idles = False
        stop.wait(seconds)

    def _open(self) -> None:
        self._wire = log_in(self.account)
        self._client = _Client(self._wire)
        try:
            with self._command() as client:
                self._idles = bool(client.has_capability("IDLE"))
        except MailboxUnreachable:
            drop(self._wire)
            raise

    def reopen(self) -> None:
        """A new connection, with the folder open that was."""
        before = self.folder
        self._open()
        if before is None:
            return
        if self.select(before.name, read_only=before.read_only).uidvalidity != before.uidvalidity:
            raise self._unreachable("uidvalidity_changed", folder=before.name)

    @contextmanager
    def _command(self, *, seconds: float = COMMAND_SECONDS, room: int = ANSWER_BYTES) -> Iterator[_Client]:
        """Around everything that talks to the server: bounds it, and words what goes wrong."""
        self._wire.allow(seconds=seconds, room=room)
        self._wire.untagged_responses.clear()  # what nobody asked for would pile up for weeks
        try:
            yield self._client
        except LOST as error:
            drop(self._wire)
            lost = connection_error(error, self.account.facts)
            raise (TooLong(lost.reason) if isinstance(error, Overrun) else lost) from error
        except BAFFLED as error:
            words = words_of(error)
            raise _Baffled(because("answer_not_understood", words=words, **self.account.facts)) from error

    def answers(self, uids: Sequence[int], items: Sequence[str], *, expected: int = 0) -> dict[int, Answer]:
        """One NO or one unreadable mail costs its neighbours nothing: they are asked for one by one."""
        seconds = FETCH_SECONDS + expected / SLOWEST_BYTES
        room = ANSWER_BYTES + (BATCH_BYTES + self.account.max_bytes if expected else 0)
        try:
            with self._command(seconds=seconds, room=room) as client:
                return dict(client.fetch(uids, items))
        except _Baffled:
            if len(uids) == 1:
                return {}
        singly = (self.answers([uid], items, expected=expected) for uid in uids)
        return {uid: answer for answers in singly for uid, answer in answers.items()}

    def _done_for(self, uids: Iterable[int], act: Callable[[IMAPClient, Sequence[int]], None]) -> bool:
        outcomes = [self._is_done(act, batch) for batch in batches(uids)]
        return all(outcomes)

    def _is_done(self, act: Callable[[IMAPClient, Sequence[int]], None], uids: Sequence[int]) -> bool:
        try:
            with self._command() as client:
                act(client, uids)
        except _Baffled:
            return False
        return True

    def _unreachable(self, code: str, **facts: object) -> MailboxUnreachable:
        return MailboxUnreachable(because(code, **facts, **self.account.facts))


def _select(client: IMAPClient, name: str, *, read_only: bool) -> Answer:
    """A folder that may only be read is opened for that."""
    if not read_only:
        with suppress(IMAPClientReadOnlyError):
            answer: Answer = client.select_folder(name)
            return answer
    return {**client.select_folder(name, readonly=True), b"READ-ONLY": True}


def _mark(client: IMAPClient, uids: Sequence[int]) -> None:
    client.add_flags(uids, [KEPT], silent=True)


def _move(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    client.move(uids, folder)


def _copy_and_remove(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """Only these UIDs: a plain EXPUNGE would also remove what somebody else has just flagged."""
    client.copy(uids, folder)
    client.add_flags(uids, [rb"\Deleted"], silent=True)
    client.uid_expunge(uids)


_LISTINGS = {
    ("SPECIAL-USE", "LIST-EXTENDED"): ("LIST", "RETURN (SPECIAL-USE)"),
    ("XLIST",): ("XLIST",),
    (): ("LIST",),
}
"""By what the server must be able to do. Some say what a folder is for only when asked (RFC 6154 section 2)."""
_MOVES = {"MOVE": _move, "UIDPLUS": _copy_and_remove}
