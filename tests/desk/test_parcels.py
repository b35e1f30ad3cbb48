"""Files too large for a mail become a parcel: one for each recipient, with an end, and nothing but the files."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import followers, merging, parcels, taking_back, tickets
from desk.errors import Gone, NotAllowed, NotFound
from desk.mail_sizes import size_of_file
from desk.parcels import says_too_large
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.mail import Delivery, DeliveryKind
from models.message import Attachment, Message
from models.parcels import Parcel, Way
from models.people import Requester, RequesterAddress, Role
from models.session import Session
from models.ticket import Ticket
from tests.desks import NOON, a_ticket, agent, said
from tests.parcels import LARGE, narrow, with_files

BOSS = "boss@partner.example"
LATER = NOON + timedelta(days=1)
MONTH = timedelta(days=30)


@pytest.fixture
def desk(desk: Surroundings) -> Surroundings:
    return narrow(desk)


@pytest.fixture
def sent(desk: Surroundings) -> None:
    """A reply with two files, one of them large."""
    with work(desk, at=NOON) as session:
        draft = with_files(desk, report_pdf=LARGE, note_txt=b"small")
        tickets.reply(session, a_ticket(session), draft, by=agent(session, "ana"), at=NOON)


def parcel_of(session: Session) -> Parcel:
    return session.query(Parcel).one()


def token_of(session: Session, parcel: Parcel) -> str:
    return parcels.link_to(session, parcel).rpartition("/")[2]


def fetched(desk: Surroundings, number: int = 1) -> Attachment:
    with work(desk, at=LATER) as session:
        return parcels.fetch(session, parcel_of(session), number, at=LATER)


def kinds(session: Session) -> list[EventKind]:
    return [event.kind for event in session.query(Event).order_by(Event.id)]


def test_reply_that_a_mail_can_carry_makes_no_parcel(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        draft = with_files(desk, report_pdf=LARGE[:500_000])
        tickets.reply(session, a_ticket(session), draft, by=agent(session, "ana"), at=NOON)
        session.flush()

        assert session.query(Parcel).count() == 0


def test_everybody_who_gets_the_reply_has_a_parcel_of_their_own(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session)
        followers.follow(session, ticket, address=BOSS, name="", at=NOON)
        session.flush()
        followers.approve(session, ticket, ticket.followers[0].id, by=agent(session, "ana"), at=NOON)
        tickets.reply(session, ticket, with_files(desk, a_pdf=LARGE), by=agent(session, "ana"), at=NOON)
    with desk.database.reading(desk=desk) as session:
        found = session.query(Parcel).order_by(Parcel.id).all()
        carried = {
            (mail.recipient, mail.facts["parcel"])
            for mail in session.query(Delivery).where(Delivery.kind == DeliveryKind.REPLY)
        }

        assert {(each.recipient, each.id) for each in found} == carried
        assert [each.recipient for each in found] == ["rui@partner.example", BOSS]
        assert len({token_of(session, each) for each in found}) == 2


def test_requester_without_mail_gets_no_parcel(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session)
        session.delete(session.query(RequesterAddress).one())
        session.flush()
        session.expire(session.query(Requester).one())
        tickets.reply(session, ticket, with_files(desk, a_pdf=LARGE), by=agent(session, "ana"), at=NOON)
    with desk.database.reading() as session:
        assert session.query(Parcel).count() == 0


@pytest.mark.usefixtures("sent")
def test_link_finds_its_parcel_and_lasts_as_long_as_the_settings_say(desk: Surroundings) -> None:
    with desk.database.reading(desk=desk) as session:
        parcel = parcel_of(session)
        found = parcels.get_parcel(session, token_of(session, parcel), Way.GET)

        assert (found.id, found.expires_at, found.used_at) == (parcel.id, NOON + MONTH, None)


@pytest.mark.usefixtures("sent")
def test_file_is_fetched_by_its_place_and_the_first_time_is_told(desk: Surroundings) -> None:
    first, second, again = fetched(desk, 1), fetched(desk, 2), fetched(desk, 1)
    with desk.database.reading() as session:
        parcel = parcel_of(session)

        assert [each.filename for each in (first, second, again)] == ["report.pdf", "note.txt", "report.pdf"]
        assert (parcel.used_at, parcel.times_used) == (LATER, 3)
        assert kinds(session).count(EventKind.PARCEL_FETCHED) == 1


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("number", [0, 3, 999])
def test_there_is_no_other_file_in_it(desk: Surroundings, number: int) -> None:
    with pytest.raises(NotFound):
        fetched(desk, number)


@pytest.mark.usefixtures("sent")
def test_after_its_last_day_nothing_is_handed_out(desk: Surroundings) -> None:
    with work(desk, at=NOON + MONTH) as session:
        parcel = parcel_of(session)

        with pytest.raises(Gone) as gone:
            parcels.fetch(session, parcel, 1, at=NOON + MONTH)
        assert gone.value.reason.facts["address"] == "support@desk.example"


@pytest.mark.usefixtures("sent")
def test_agent_may_end_it_early_and_the_history_says_who(desk: Surroundings) -> None:
    for _ in range(2):
        with work(desk, at=LATER) as session:
            parcels.end(session, parcel_of(session), by=agent(session, "ben"), at=LATER)

    with pytest.raises(Gone):
        fetched(desk)
    with desk.database.reading() as session:
        assert kinds(session).count(EventKind.PARCEL_ENDED) == 1


@pytest.mark.usefixtures("sent")
def test_who_was_removed_ends_nothing(desk: Surroundings) -> None:
    with work(desk, at=LATER) as session:
        ben = agent(session, "ben")
        ben.role, ben.is_active = Role.AGENT, False

        with pytest.raises(NotAllowed):
            parcels.end(session, parcel_of(session), by=ben, at=LATER)


def test_reply_that_is_taken_back_takes_its_parcel_along(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        draft = with_files(desk, a_pdf=LARGE)
        message = tickets.reply(session, a_ticket(session), draft, by=agent(session, "ana"), at=NOON)
    with work(desk, at=NOON) as session:
        kept = session.get_one(Message, message.id)
        taking_back.take_back(session, kept, by=agent(session, "ana"), at=NOON)

    with pytest.raises(Gone):
        fetched(desk)
    with desk.database.reading() as session:
        assert parcels.list_parcels(session, session.query(Ticket).one()) == []


@pytest.mark.usefixtures("sent")
def test_link_of_spam_leads_nowhere(desk: Surroundings) -> None:
    with work(desk, at=LATER) as session:
        parcel = parcel_of(session)
        parcel.ticket.spam_at = LATER

        with pytest.raises(NotFound):
            parcels.get_parcel(session, token_of(session, parcel), Way.GET)


@pytest.mark.usefixtures("sent")
def test_link_goes_on_working_when_its_ticket_is_merged(desk: Surroundings) -> None:
    with work(desk, at=LATER) as session:
        ticket, other = session.query(Ticket).one(), a_ticket(session, at=LATER)
        merging.merge(session, ticket, other, by=agent(session, "ana"), at=LATER)

    assert fetched(desk).filename == "report.pdf"
    with desk.database.reading() as session:
        living = session.query(Ticket).where(Ticket.merged_into_id.is_(None)).one()
        assert len(parcels.list_parcels(session, living)) == 1
        told = session.query(Event).where(Event.kind == EventKind.PARCEL_FETCHED).one()
        assert told.ticket_id == living.id


@pytest.mark.usefixtures("sent")
def test_token_of_one_way_opens_no_other(desk: Surroundings) -> None:
    with desk.database.reading(desk=desk) as session:
        token = token_of(session, parcel_of(session))

        with pytest.raises(NotFound):
            parcels.get_parcel(session, token, Way.GIVE)


def test_parcel_of_another_ticket_cannot_be_ended_here(desk: Surroundings, sent: None) -> None:
    with work(desk, at=LATER) as session:
        other = a_ticket(session, at=LATER)

        with pytest.raises(NotFound):
            parcels.get_of_ticket(session, other, parcel_of(session).id)


@pytest.mark.parametrize(
    "said_by_host",
    [
        "552 5.3.4 Message size exceeds fixed limit",
        "552 Message size exceeds maximum permitted",
        "552-5.2.3 Your message exceeded the size limits",
        "550 5.3.4 message too big",
        "5.0.0 smtp; 552 message too large",
        "5.2.3 550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
    ],
)
def test_answer_about_the_size_is_understood(said_by_host: str) -> None:
    """RFC 1870 section 6.1, RFC 3463 sections 3.3 and 3.4."""
    assert says_too_large(said_by_host)


@pytest.mark.parametrize(
    "said_by_host",
    [
        "",
        "552 5.2.2 mailbox full",
        "550 5.1.1 no such user",
        "5.2.2 552 5.2.2 over quota",
        "554 5.7.1 rejected, id 1552",
        "452 4.3.1 insufficient system storage",
        "550 5.7.1 delivered from 15.3.4.1 refused",
    ],
)
def test_answer_about_something_else_is_not_taken_for_it(said_by_host: str) -> None:
    assert not says_too_large(said_by_host)


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 60_000_000])
def test_file_is_never_larger_on_its_way_than_was_reckoned(size: int) -> None:
    lines = -(-size // 57)
    letters = -(-size // 3) * 4

    assert letters + 2 * lines <= size_of_file(size) <= letters + 2 * lines + 1_100


def test_note_with_large_files_makes_no_parcel(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        draft = with_files(desk, a_pdf=LARGE)
        tickets.add_note(session, a_ticket(session), draft, by=agent(session, "ana"), at=NOON)
        tickets.reply(session, session.query(Ticket).one(), said("x"), by=agent(session, "ana"), at=NOON)
    with desk.database.reading() as session:
        assert session.query(Parcel).count() == 0
