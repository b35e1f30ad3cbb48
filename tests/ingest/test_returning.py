"""After a restore: what a real mailbox still holds comes back once, and nobody is written to because of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desk.life import last_sign
from desk.surroundings import Surroundings
from ingest.parse import parse
from ingest.pipeline import Pipeline
from ingest.returning import FirstLook
from ingest.watch import Watch
from models.mail import Delivery, DeliveryKind, DeliveryState, Fate, FolderState, Mail, Sighting, Treatment
from models.message import HeldReply
from models.ticket import Ticket
from tests.mails import mail
from tests.ops.kept_desk import ANA, KeptDesk, a_mail, kept_desk
from tests.servers.process import short_folder

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot


@dataclass
class Desk:
    """One mailbox, and the desk that reads it: lost and restored as a test says."""

    kept: KeptDesk
    dovecot: Dovecot
    user: str

    def append(self, raw: bytes, *, folder: str = "INBOX") -> None:
        self.dovecot.append(self.user, raw, folder=folder)

    def reads(self) -> None:
        """As `meja run` does, until it knows all of the mailbox and has filed what it kept."""
        stop = Event()
        with self.kept.opened() as desk:
            settings = desk.settings.mailbox[0]
            first = FirstLook(desk, settings, now, lambda _: None)
            watch = Watch(desk, settings, now, lambda _: None, stop, connect=first.connect)
            thread = Thread(target=watch.run)
            thread.start()
            try:
                assert eventually(lambda: self.has_read(desk))
            finally:
                stop.set()
                thread.join()
            pipeline = Pipeline(desk, parse, now)
            for mail_id in pipeline.waiting():
                pipeline.process(mail_id)

    def has_read(self, desk: Surroundings) -> bool:
        with self.dovecot.session(self.user) as client:
            there = int(client.select("INBOX", readonly=True)[1][0] or 0)
        with desk.database.reading() as session:
            states = session.scalars(select(FolderState).where(FolderState.folder == "INBOX")).all()
            here = session.scalars(
                select(Sighting.uid).where(
                    Sighting.folder == "INBOX",
                    Sighting.uidvalidity.in_([each.uidvalidity for each in states]),
                )
            )
            restored, returned = last_sign(session, "restored"), last_sign(session, "returned:main")
            is_back = restored is None or (returned is not None and returned.at >= restored.at)
            return bool(states) and is_back and len(here.all()) >= there

    def is_lost_and_restored(self) -> None:
        backup = self.kept.backups()[-1]
        place = self.kept.folder.parent / "restored"
        done = self.kept.meja("restore", backup, "--to", place)
        assert done.returncode == 0, done.stderr
        shutil.rmtree(self.kept.folder)
        self.kept = KeptDesk(place)

    def treatments(self) -> dict[str, Treatment]:
        with self.kept.opened() as desk, desk.database.reading() as session:
            return {each.subject: each.treatment for each in session.scalars(select(Mail))}

    def acknowledged(self) -> list[str]:
        with self.kept.opened() as desk, desk.database.reading() as session:
            wanted = select(Ticket.subject).join(Delivery, Delivery.ticket_id == Ticket.id)
            return list(session.scalars(wanted.where(Delivery.kind == DeliveryKind.ACKNOWLEDGEMENT)))


def now() -> datetime:
    return datetime.now(UTC)


def eventually(claim: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + 30
    while not claim():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def more() -> str:
    """Further keys of the mailbox."""
    return ""


@pytest.fixture
def desk(dovecot: Dovecot, more: str) -> Iterator[Desk]:
    """A mailbox with one mail of before Meja, a desk that has read one more, and a backup of that."""
    user = dovecot.add_user()
    with (
        short_folder("r") as folder,
        kept_desk(folder / "desk", port=dovecot.imap_port, user=user, more=more) as kept,
    ):
        desk = Desk(kept, dovecot, user)
        if "move_to" in more:
            with dovecot.session(user) as client:
                client.create("Kept")
        desk.append(mail(subject="Before Meja"))
        desk.reads()
        desk.append(mail(subject="Before the backup"))
        desk.reads()
        kept.backup()
        yield desk


def test_mail_that_came_after_the_backup_returns_and_is_not_acknowledged_again(desk: Desk) -> None:
    desk.append(mail(subject="After the backup"))
    desk.reads()
    before = desk.acknowledged()
    desk.is_lost_and_restored()
    desk.reads()

    assert before == ["Before the backup", "After the backup"]
    assert desk.kept.subjects() == ["Before the backup", "After the backup"]
    assert desk.acknowledged() == ["Before the backup"]
    assert desk.treatments()["After the backup"] is Treatment.RETURNED


def test_mail_that_comes_after_the_first_look_is_acknowledged_as_ever(desk: Desk) -> None:
    desk.is_lost_and_restored()
    desk.reads()
    desk.append(mail(subject="A new day"))
    desk.reads()

    assert desk.treatments()["A new day"] is Treatment.LIVE
    assert desk.acknowledged() == ["Before the backup", "A new day"]


def test_mail_that_came_while_nothing_ran_returns_too(desk: Desk) -> None:
    desk.is_lost_and_restored()
    desk.append(mail(subject="While it was down"))
    desk.reads()

    assert desk.kept.subjects() == ["Before the backup", "While it was down"]


def test_mail_left_alone_at_the_first_connection_stays_alone(desk: Desk) -> None:
    desk.is_lost_and_restored()
    desk.reads()

    assert desk.kept.subjects() == ["Before the backup"]


def test_the_same_when_the_server_has_numbered_its_mails_anew(desk: Desk) -> None:
    desk.append(mail(subject="After the backup"))
    desk.is_lost_and_restored()
    with desk.kept.opened() as surroundings, surroundings.database.transaction() as session:
        for each in (*session.scalars(select(FolderState)), *session.scalars(select(Sighting))):
            each.uidvalidity += 1
    desk.reads()

    assert desk.kept.subjects() == ["Before the backup", "After the backup"]
    assert desk.treatments()["After the backup"] is Treatment.RETURNED


def test_a_mail_that_was_being_filed_when_the_backup_was_made_is_not_acknowledged_again(desk: Desk) -> None:
    from ingest.intake import Arrival, keep

    with desk.kept.opened() as surroundings:
        keep(surroundings, a_mail(), Arrival(door="pipe", arrived_at=now()), at=now())
    desk.kept.backup()
    desk.is_lost_and_restored()
    desk.reads()

    assert len(desk.kept.subjects()) == 2
    assert desk.acknowledged() == ["Before the backup"]


def test_what_the_lost_desk_may_have_sent_by_itself_is_in_doubt_and_peoples_words_go_again(
    desk: Desk,
) -> None:
    with desk.kept.opened() as surroundings, surroundings.database.transaction() as session:
        first = session.scalars(select(Delivery).where(Delivery.kind != DeliveryKind.ACKNOWLEDGEMENT)).first()
        assert first is not None
        first.kind = DeliveryKind.REPLY
    desk.kept.backup()
    desk.is_lost_and_restored()
    with desk.kept.opened() as surroundings, surroundings.database.reading() as session:
        states = {each.kind: each.state for each in session.scalars(select(Delivery))}

    assert states[DeliveryKind.ACKNOWLEDGEMENT] is DeliveryState.UNKNOWN
    assert states[DeliveryKind.REPLY] is DeliveryState.QUEUED


def test_an_agents_answer_that_came_after_the_backup_is_held_and_not_sent_again(desk: Desk) -> None:
    with desk.kept.opened() as surroundings, surroundings.database.reading() as session:
        notice = session.scalars(select(Delivery).where(Delivery.agent_id.is_not(None))).first()
        assert notice is not None
        answered = notice.internet_id
    answer = mail("We have mended it.", from_=ANA, subject="Re: Before the backup", in_reply_to=answered)
    desk.append(answer)
    desk.is_lost_and_restored()
    desk.reads()
    with desk.kept.opened() as surroundings, surroundings.database.reading() as session:
        held = [each.reason.code for each in session.scalars(select(HeldReply))]
        replies = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.REPLY)).all()

    assert (held, replies) == (["returned_words"], [])


@pytest.mark.parametrize("more", ['move_to = "Kept"\n'])
def test_kept_mail_that_was_moved_away_returns_from_where_it_was_moved(desk: Desk, more: str) -> None:
    desk.append(mail(subject="Moved after the backup"))
    desk.reads()
    desk.is_lost_and_restored()
    desk.reads()

    assert more
    assert desk.kept.subjects() == ["Before the backup", "Moved after the backup"]
    assert desk.acknowledged() == ["Before the backup"]


def test_every_mail_that_returned_is_filed_once(desk: Desk) -> None:
    desk.append(mail(subject="After the backup"))
    desk.is_lost_and_restored()
    desk.reads()
    desk.reads()
    with desk.kept.opened() as surroundings, surroundings.database.reading() as session:
        fates = [each.fate for each in session.scalars(select(Mail))]

    assert fates == [Fate.FILED, Fate.FILED]
