"""Junk and Sent of a real Dovecot as they are watched: what is kept and how, what is left alone, nothing touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest

from desk import failpoints
from desk.life import Pulse
from desk.settings import MailboxSettings
from ingest.beside import Beside
from ingest.catching_up import CatchingUp
from ingest.mailbox import Mailbox
from ingest.watch import Watch
from models.mail import Fate, FolderRole, FolderState, Mail, Sighting, Treatment
from models.ticket import Status
from tests.conversation import Person, Talk
from tests.desks import RUI
from tests.ingest.beside import by_hand
from tests.ingest.mailboxes import account_at
from tests.mails import mail
from tests.servers.dovecot import Dovecot

ASKED = "asked.1@partner.example"


class Killed(BaseException):
    """No net catches it."""


@dataclass
class Looks:
    """Each look is a connection of its own; what is found is kept and filed."""

    talk: Talk
    dovecot: Dovecot
    user: str
    changes: dict[str, Any] = field(default_factory=dict)
    woken: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        usual = {"name": "main", "host": "localhost", "user": self.user, "password": "env:NONE"}
        self.settings = MailboxSettings(**usual | self.changes)
        clock, pulse = self.talk.clock, Pulse(self.talk.desk, "watch:main", self.talk.clock)
        self.catching_up = CatchingUp(self.talk.desk, self.settings, clock, self.woken.append, Event(), pulse)
        self.beside = Beside(self.settings, clock, self.catching_up)

    def __call__(self) -> None:
        with Mailbox.connect(account_at(self.dovecot, self.user)) as box:
            self.catching_up.begin()
            self.beside.begin()
            self.catching_up.enter(box, "INBOX")
            self.beside.look(box)
        self.file()

    def file(self) -> None:
        while self.woken:
            mail_id = self.woken.pop(0)
            while self.talk.pipeline.process(mail_id) is Fate.RECEIVED:
                pass

    def put(self, raw: bytes, folder: str) -> None:
        """As a host or a webmail does; at the moment of the test's own clock."""
        date = self.talk.clock().strftime("%d-%b-%Y %H:%M:%S +0000")
        self.dovecot.append(self.user, raw, folder=folder, date=date)

    def flags_in(self, folder: str) -> list[bytes]:
        with self.dovecot.session(self.user) as client:
            client.select(f'"{folder}"', readonly=True)
            return [each for each in client.fetch("1:*", "(FLAGS)")[1] if isinstance(each, bytes)]

    def moves(self, folder: str, into: str) -> None:
        with self.dovecot.session(self.user) as client:
            client.select(f'"{folder}"')
            client._simple_command("MOVE", "1", into)


@pytest.fixture
def looks(talk: Talk, dovecot: Dovecot) -> Looks:
    return Looks(talk, dovecot, dovecot.add_user())


def treatments(talk: Talk) -> list[Treatment]:
    return [each.treatment for each in talk.all(Mail)]


def roles(talk: Talk) -> dict[str, FolderRole]:
    return {each.folder: each.role for each in talk.all(FolderState)}


def test_folders_are_remembered_with_their_roles(talk: Talk, looks: Looks) -> None:
    looks()

    assert roles(talk) == {"INBOX": FolderRole.INBOX, "Junk": FolderRole.JUNK, "Sent": FolderRole.SENT}


@pytest.mark.parametrize("first_connection", ["from-now", "archive", "days:30"])
def test_what_lay_there_before_is_left_alone_whatever_is_chosen(
    talk: Talk, dovecot: Dovecot, first_connection: str
) -> None:
    looks = Looks(talk, dovecot, dovecot.add_user(), {"first_connection": first_connection})
    looks.put(by_hand(), "Sent")
    looks.put(mail("Win!"), "Junk")
    looks()
    looks()

    assert (talk.all(Mail), len(talk.all(Sighting))) == ([], 2)


def test_what_comes_is_kept_as_its_folder_says_and_not_touched(talk: Talk, looks: Looks) -> None:
    looks()
    looks.put(by_hand(), "Sent")
    looks.put(mail("Win!"), "Junk")
    looks()

    assert sorted(treatments(talk)) == [Treatment.BY_HAND, Treatment.SUSPECTED]
    assert looks.flags_in("Sent") == looks.flags_in("Junk") == [b"1 (FLAGS (\\Recent))"]


def test_nothing_is_moved_out_of_them(talk: Talk, dovecot: Dovecot) -> None:
    looks = Looks(talk, dovecot, dovecot.add_user(), {"move_to": "Processed"})
    with dovecot.session(looks.user) as client:
        client.create("Processed")
    looks()
    looks.put(mail("Win!"), "Junk")
    looks.put(mail("My printer burns."), "INBOX")
    looks()

    assert len(looks.flags_in("Junk")) == len(looks.flags_in("Processed")) == 1


def test_answer_by_hand_stops_the_waiting_and_sends_nothing(talk: Talk, looks: Looks) -> None:
    looks()
    looks.put(mail("My printer burns.", message_id=ASKED), "INBOX")
    looks()
    talk.delivers()
    before = len(talk.courier.letters)
    talk.clock.passes(minutes=10)
    looks.put(by_hand("Step back.", in_reply_to=ASKED), "Sent")
    sent_at = talk.clock()
    talk.clock.passes(minutes=5)
    looks()
    talk.delivers()

    assert (talk.ticket.status, talk.last.reply, talk.last.at) == (Status.PENDING, "Step back.", sent_at)
    assert len(talk.courier.letters) == before


def test_question_and_answer_found_at_once_are_filed_in_their_order(talk: Talk, looks: Looks) -> None:
    """Nobody watched while both came."""
    looks()
    looks.put(mail("My printer burns.", message_id=ASKED), "INBOX")
    looks.put(by_hand("Step back.", in_reply_to=ASKED), "Sent")
    looks()

    assert (len(talk.tickets), talk.ticket.status) == (1, Status.PENDING)


def test_moved_from_junk_to_the_inbox_it_is_rescued(talk: Talk, looks: Looks) -> None:
    looks()
    looks.put(mail("My printer burns."), "Junk")
    looks()
    assert talk.ticket.is_suspected
    looks.moves("Junk", "INBOX")
    looks()
    talk.delivers()

    assert (talk.ticket.status, talk.ticket.is_spam, len(talk.messages)) == (Status.NEW, False, 1)
    assert RUI in {letter.envelope.recipient for letter in talk.courier.letters}


def test_moved_into_junk_it_is_one_more_sighting(talk: Talk, looks: Looks) -> None:
    looks()
    looks.put(mail("My printer burns."), "INBOX")
    looks()
    looks.moves("INBOX", "Junk")
    looks()

    assert (talk.ticket.is_spam, len(talk.all(Mail)), len(talk.all(Sighting))) == (False, 1, 2)


def test_copies_of_our_own_mails_are_not_even_fetched(talk: Talk, looks: Looks) -> None:
    """A host that keeps all it sends would have us keep it twice."""
    looks()
    looks.put(mail("My printer burns."), "INBOX")
    looks()
    talk.delivers()
    before = len(talk.all(Mail))
    for letter in talk.courier.letters:
        looks.put(letter.raw, "Sent")
    looks()

    assert talk.courier.letters
    assert len(talk.all(Mail)) == before
    assert {each.mail_id for each in talk.all(Sighting, Sighting.folder == "Sent")} == {None}


def test_folder_made_for_the_first_answer_is_read_from_its_beginning(talk: Talk, looks: Looks) -> None:
    """A new mailbox: webmail makes "Terkirim" only when somebody sends something."""
    looks()
    looks.put(mail("My printer burns.", message_id=ASKED), "INBOX")
    with looks.dovecot.session(looks.user) as client:
        client.create("Terkirim")
    looks.put(by_hand("Step back.", in_reply_to=ASKED), "Terkirim")
    looks()

    assert talk.ticket.status is Status.PENDING


def test_old_mail_in_a_folder_that_appears_is_left_alone(talk: Talk, looks: Looks) -> None:
    """Somebody brought it along from another host."""
    looks()
    with looks.dovecot.session(looks.user) as client:
        client.create("Terkirim")
    talk.clock.passes(days=-30)
    looks.put(by_hand("Long ago."), "Terkirim")
    talk.clock.passes(days=30)
    looks()

    assert talk.all(Mail) == []


def test_folder_that_is_gone_is_no_trouble(talk: Talk, looks: Looks) -> None:
    looks()
    with looks.dovecot.session(looks.user) as client:
        client.create("Terkirim")
    looks()
    with looks.dovecot.session(looks.user) as client:
        client.delete("Terkirim")
    looks.put(mail("My printer burns."), "INBOX")
    looks()

    assert len(talk.tickets) == 1
    assert [each.trouble for each in talk.all(FolderState)] == [None] * 4


def test_folder_counted_anew_is_not_filed_anew(talk: Talk, looks: Looks) -> None:
    looks.put(by_hand("Before Meja."), "Sent")
    looks()
    looks.put(by_hand("Since then."), "Sent")
    looks()
    uidlist = looks.dovecot.folder / "mail" / looks.user / ".Sent" / "dovecot-uidlist"
    for index in uidlist.parent.glob("dovecot.index*"):
        index.unlink()
    uidlist.unlink()
    looks()

    assert (len(talk.all(Mail)), talk.all(Sighting, Sighting.folder == "Sent")[-1].uidvalidity) == (
        1,
        talk.the(FolderState, FolderState.folder == "Sent").uidvalidity,
    )


@pytest.mark.parametrize("point", ["I2.fetched", "I4.file_durable", "I5.before_keep_commit", "I6.kept"])
@pytest.mark.parametrize("folder", ["Sent", "Junk"])
def test_no_death_on_the_way_loses_or_doubles_a_mail(
    talk: Talk, looks: Looks, monkeypatch: pytest.MonkeyPatch, point: str, folder: str
) -> None:
    def die(_name: str, _argument: str) -> None:
        raise Killed

    monkeypatch.setitem(failpoints.ACTIONS, "die", die)
    looks()
    for text in ("One", "Two", "Three"):
        looks.put(by_hand(text), folder)
    failpoints.arm(f"{point}:2:die")
    with pytest.raises(Killed):
        looks()
    failpoints.arm("")
    looks()

    assert len(talk.all(Mail)) == len(talk.all(Sighting)) == 3


def test_death_between_the_move_and_its_filing_leaves_the_rescue_to_do(
    talk: Talk, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The move is in the ledger; whoever looks for received mail finds it."""

    def die(_name: str, _argument: str) -> None:
        raise Killed

    monkeypatch.setitem(failpoints.ACTIONS, "die", die)
    looks()
    looks.put(mail("My printer burns."), "Junk")
    looks()
    looks.moves("Junk", "INBOX")
    failpoints.arm("I11.before_file_commit:1:die")
    with pytest.raises(Killed):
        looks()
    failpoints.arm("")
    assert talk.ticket.is_suspected
    talk.clock.passes(minutes=3)
    for mail_id in talk.pipeline.waiting():
        talk.pipeline.process(mail_id)

    assert (talk.ticket.is_spam, talk.events().count("rescued")) == (False, 1)


def test_watching_goes_round_all_of_them_and_waits_in_the_inbox(
    talk: Talk, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole of it: what is put anywhere is kept, round by round."""
    monkeypatch.setattr("ingest.beside.LEAST_SECONDS", 0.05)
    looks = Looks(talk, dovecot, dovecot.add_user(), {"poll_seconds": 0.05})
    looks()
    stop = Event()
    then = iter(
        [lambda: looks.put(by_hand("Two"), "Sent"), lambda: looks.put(mail("Three"), "Junk"), stop.set]
    )
    looks.put(mail("One"), "INBOX")
    Watch(
        talk.desk,
        looks.settings,
        talk.clock,
        wake=lambda _mail_id: next(then)(),
        stop=stop,
        connect=lambda _account: Mailbox.connect(account_at(dovecot, looks.user)),
    ).run()

    assert treatments(talk) == [Treatment.LIVE, Treatment.BY_HAND, Treatment.SUSPECTED]


def test_settings_can_leave_them_unread(talk: Talk, dovecot: Dovecot) -> None:
    looks = Looks(talk, dovecot, dovecot.add_user(), {"junk": "", "sent": ""})
    looks()

    assert roles(talk) == {"INBOX": FolderRole.INBOX}


def test_rui_hears_nothing_twice(talk: Talk, looks: Looks, rui: Person) -> None:
    """The whole story: asked, answered by hand, thanked."""
    looks()
    looks.put(mail("My printer burns.", message_id=ASKED), "INBOX")
    looks()
    rui.inbox()
    looks.put(by_hand("Step back.", in_reply_to=ASKED, message_id="hand@desk.example"), "Sent")
    looks()
    talk.clock.passes(minutes=5)
    looks.put(mail("Thank you.", in_reply_to="hand@desk.example"), "INBOX")
    looks()

    assert len(rui.inbox()) == 1
    assert (len(talk.tickets), talk.ticket.status) == (1, Status.OPEN)
