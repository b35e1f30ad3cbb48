"""Watching a mailbox: what is kept, what is left alone, and that no death on the way loses or doubles a mail.

The mailbox is made up: it holds mails by UID, remembers what was marked, and each wait is one line of a script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Self

import pytest

from desk import failpoints
from desk.life import last_sign
from desk.settings import MailboxSettings
from ingest.mailbox import Fetched, Folder, Glance
from ingest.special_folders import Listed
from ingest.watch import Watch
from models.mail import FolderState, Mail, Sighting, Treatment
from tests.conversation import Talk
from tests.mails import mail

POINTS = ["I0.before_fetch", "I2.fetched", "I4.file_durable", "I5.before_keep_commit", "I6.kept", "I7.marked"]


class Killed(BaseException):
    """No net catches it."""


@dataclass
class FakeBox:
    """A mailbox of one folder, unless `others` names more, which are empty."""

    mails: dict[int, bytes] = field(default_factory=dict)
    arrived: dict[int, datetime] = field(default_factory=dict)
    uidvalidity: int = 1
    marked: set[int] = field(default_factory=set)
    selected: list[str] = field(default_factory=list)
    script: list[Callable[[], None]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return

    def folders(self) -> list[Listed]:
        return []

    def select(self, name: str, *, read_only: bool = False) -> Folder:
        self.selected.append(name)
        return Folder(
            name=name,
            uidvalidity=self.uidvalidity,
            uidnext=max(self._here, default=0) + 1,
            count=len(self._here),
            keeps_keywords=True,
        )

    def uids(self, since: int | None = None) -> list[int]:
        return sorted(uid for uid in self._here if uid > (since or 0))

    def glances(self, uids: Iterable[int]) -> Iterator[Glance]:
        for uid in uids:
            name = self._here[uid].partition(b"Message-ID: <")[2].partition(b">")[0].decode()
            yield Glance(
                uid=uid, size=len(self._here[uid]), message_id=name, internal_date=self.arrived.get(uid)
            )

    def fetch(self, uids: Iterable[int]) -> Iterator[Fetched]:
        for uid in uids:
            raw = self._here[uid]
            yield Fetched(uid=uid, raw=raw, internal_date=self.arrived.get(uid), size=len(raw), whole=True)

    def mark_taken(self, uids: Iterable[int]) -> bool:
        self.marked.update(uids)
        return True

    def move(self, uids: Iterable[int], folder: str) -> bool:
        return False

    def wait(self, seconds: float, stop: Event) -> bool:
        if not self.script:
            stop.set()
            return False
        self.script.pop(0)()
        return True

    @property
    def _here(self) -> dict[int, bytes]:
        return self.mails if self.selected[-1:] in ([], ["INBOX"]) else {}


def watched(talk: Talk, box: FakeBox, **settings: Any) -> None:
    """Until the script has ended."""
    usual = {"name": "main", "host": "imap.example", "user": "support", "password": "env:MEJA_MAIN"}
    Watch(
        talk.desk,
        MailboxSettings(**usual | settings),
        talk.clock,
        wake=lambda _mail_id: None,
        connect=lambda _account: box,  # type: ignore[arg-type, return-value]
    ).run()


def watched_twice(talk: Talk, box: FakeBox) -> None:
    watched(talk, box)
    arriving(box, "Four")()
    watched(talk, box)


def with_mails(count: int) -> FakeBox:
    return FakeBox({uid: mail(f"Number {uid}") for uid in range(1, count + 1)})


def arriving(box: FakeBox, *texts: str) -> Callable[[], None]:
    def arrive() -> None:
        for text in texts:
            box.mails[max(box.mails, default=0) + 1] = mail(text)

    return arrive


def kept(talk: Talk) -> list[int]:
    return [each.uid for each in talk.all(Sighting, Sighting.mail_id.is_not(None))]


def test_mail_of_before_the_first_connection_is_left_alone(talk: Talk) -> None:
    box = with_mails(3)
    box.script.append(arriving(box, "New"))
    watched(talk, box)

    assert (kept(talk), box.marked) == ([4], {4})
    assert len(talk.all(Sighting)) == 4


def test_mail_of_before_becomes_an_archive_where_that_was_chosen(talk: Talk) -> None:
    box = with_mails(3)
    box.script.append(arriving(box, "New"))
    watched(talk, box, first_connection="archive")

    treatments = [each.treatment for each in talk.all(Mail)]
    assert treatments == [Treatment.ARCHIVE] * 3 + [Treatment.LIVE]


def test_mail_of_the_last_days_is_taken_where_that_was_chosen(talk: Talk) -> None:
    box = with_mails(3)
    box.arrived = {uid: talk.clock() - timedelta(days=10 * (3 - uid)) for uid in (1, 2, 3)}
    watched(talk, box, first_connection="days:15")

    assert kept(talk) == [2, 3]


def test_mail_is_never_taken_twice(talk: Talk) -> None:
    box = FakeBox()
    box.script.append(arriving(box, "One", "Two"))
    watched(talk, box)
    watched(talk, box)

    assert (len(talk.all(Mail)), len(talk.all(Sighting))) == (2, 2)


def test_mail_left_alone_stays_so_when_the_server_counts_anew(talk: Talk) -> None:
    box = with_mails(3)
    watched(talk, box)
    box.uidvalidity, box.mails = 2, {uid + 10: raw for uid, raw in box.mails.items()}
    box.mails[14] = mail("New")
    watched(talk, box)

    assert kept(talk) == [14]


def test_mail_kept_is_known_again_when_the_server_counts_anew(talk: Talk) -> None:
    box = FakeBox()
    box.script.append(arriving(box, "One"))
    watched(talk, box)
    box.uidvalidity = 2
    watched(talk, box)

    assert (len(talk.all(Mail)), len(talk.all(Sighting))) == (1, 2)


@pytest.mark.parametrize("point", POINTS)
def test_no_death_on_the_way_loses_or_doubles_a_mail(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """I0-I7 of the crash matrix: what was not recorded is done again, what was is not."""

    def die(_name: str, _argument: str) -> None:
        raise Killed

    monkeypatch.setitem(failpoints.ACTIONS, "die", die)
    box = FakeBox()
    watched(talk, box)
    box.script.append(arriving(box, "One", "Two", "Three"))
    failpoints.arm(f"{point}:2:die")
    with pytest.raises(Killed):
        watched_twice(talk, box)
    failpoints.arm("")
    watched(talk, box)

    assert len(talk.all(Mail)) == len(talk.all(Sighting)) == len(box.mails)
    assert box.marked == set(box.mails)
    assert talk.all(Sighting, Sighting.marked_at.is_(None)) == []


def test_nothing_is_marked_before_it_is_kept(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is the queue until our database has committed."""
    box = FakeBox()
    watched(talk, box)
    arriving(box, "One")()
    marked_while_keeping: list[set[int]] = []
    monkeypatch.setitem(
        failpoints.ACTIONS, "look", lambda _name, _argument: marked_while_keeping.append(set(box.marked))
    )
    failpoints.arm("I6.kept:*:look")
    watched(talk, box)

    assert marked_while_keeping == [set()]


def test_several_folders_are_visited_once_a_round(talk: Talk) -> None:
    """Not in a whirl: one wait lies between two rounds at least."""
    box = FakeBox()
    box.script = [lambda: None] * 5
    watched(talk, box, folders=("INBOX", "Junk"))

    assert box.selected == ["Junk", "INBOX"]


def test_folder_remembers_its_first_connection(talk: Talk) -> None:
    watched(talk, with_mails(2))
    state = talk.the(FolderState)

    assert (state.old_below, state.first_connected_at, state.trouble) == (3, talk.clock(), None)


def test_watcher_leaves_a_sign_of_life(talk: Talk) -> None:
    watched(talk, FakeBox())

    with talk.desk.database.reading() as session:
        assert last_sign(session, "watch:main") is not None
