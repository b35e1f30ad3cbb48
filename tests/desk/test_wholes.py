"""The wish for the whole of a mail: taken up once, told in the history, its files joining the message once."""

from __future__ import annotations

import pytest

from desk import wholes
from desk.blobs import Kept
from desk.drafts import Draft
from desk.errors import Conflict, NotFound
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.mail import Mail, Sighting
from models.message import Author, Message
from models.parcels import LargeMail
from models.reason import because
from models.session import Session
from tests.desks import NOON, a_ticket, agent
from tests.parcels import upload

SHA = "a" * 64


@pytest.fixture
def large(desk: Surroundings) -> int:
    """A mail of which the beginning was filed, seen in the inbox."""
    with work(desk, at=NOON) as session:
        mail = Mail(sha256=SHA, size=9, is_whole=False, door="main", arrived_at=NOON, kept_at=NOON)
        session.add(mail)
        wholes.note(session, mail, size=60_000_000, files=["film.mp4"])
        session.add(Sighting(mail=mail, mailbox="main", folder="INBOX", uidvalidity=1, uid=1, at=NOON))
        session.flush()
        a_ticket(session, mail_id=mail.id)
        return mail.id


def ask(desk: Surroundings, mail_id: int) -> None:
    with work(desk, at=NOON) as session:
        wholes.ask(session, session.get_one(Mail, mail_id), by=agent(session, "ana"), at=NOON)


def begin(desk: Surroundings, mail_id: int) -> bool:
    with desk.database.transaction() as session:
        return wholes.begin(session, mail_id)


def read(desk: Surroundings, reply: str = "All of the words.") -> Draft:
    return Draft(reply=reply, uploads=(upload(desk, "film_mp4", b"film"),))


def told(session: Session, kind: EventKind) -> int:
    return session.query(Event).where(Event.kind == kind).count()


def test_wish_is_told_once_and_taken_up_once(desk: Surroundings, large: int) -> None:
    ask(desk, large)
    ask(desk, large)
    with desk.database.reading() as session:
        assert wholes.asked_for(session) == [large]
        assert told(session, EventKind.WHOLE_ASKED_FOR) == 1

    assert [begin(desk, large), begin(desk, large)] == [True, False]


def test_after_a_failure_it_may_be_asked_for_again(desk: Surroundings, large: int) -> None:
    ask(desk, large)
    begin(desk, large)
    with desk.database.transaction() as session:
        wholes.failed(session, large, because("whole_gone", mailbox="main", folder="INBOX"))
    ask(desk, large)
    with desk.database.reading() as session:
        noted = session.query(LargeMail).one()

        assert (noted.trouble, noted.asked_at) == (None, NOON)


def test_files_and_later_words_join_the_message_once(desk: Surroundings, large: int) -> None:
    for _ in range(2):
        with work(desk, at=NOON) as session:
            wholes.arrived(session, large, Kept("b" * 64, 60_000_000), at=NOON)
            wholes.take_apart(session, large, read(desk), at=NOON)
    with desk.database.reading() as session:
        message = session.query(Message).one()

        assert [each.filename for each in message.attachments] == ["film.mp4"]
        assert message.reply == "All of the words."
        assert told(session, EventKind.WHOLE_FETCHED) == 1
        assert wholes.get_whole(session, session.get_one(Mail, large)) == "b" * 64


def test_words_of_an_agent_stay_as_they_are(desk: Surroundings, large: int) -> None:
    """They may have been changed before they were released."""
    with work(desk, at=NOON) as session:
        session.query(Message).one().author = Author.AGENT
        wholes.take_apart(session, large, read(desk), at=NOON)
    with desk.database.reading() as session:
        message = session.query(Message).one()

        assert (message.reply, len(message.attachments)) == ("The printer on floor 2 is on fire.", 1)


def test_whole_that_is_not_here_is_not_found(desk: Surroundings, large: int) -> None:
    with desk.database.reading() as session, pytest.raises(NotFound):
        wholes.get_whole(session, session.get_one(Mail, large))


def test_mail_of_before_can_be_asked_for_too(desk: Surroundings, large: int) -> None:
    """Kept by a Meja that noted nothing of the whole."""
    with desk.database.transaction() as session:
        session.delete(session.query(LargeMail).one())
    ask(desk, large)

    assert begin(desk, large)


def test_whole_mail_has_nothing_more(desk: Surroundings, large: int) -> None:
    with desk.database.transaction() as session:
        session.get_one(Mail, large).is_whole = True
    with pytest.raises(Conflict):
        ask(desk, large)
