"""Files brought by a link join the ticket as a word of whom the link was sent to, a few times, until its last day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desk import bringing, followers, merging, parcels, tickets
from desk.drafts import Upload
from desk.errors import Conflict, Gone, Invalid
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Delivery, DeliveryKind
from models.message import Author, Message
from models.parcels import Parcel
from models.session import Session
from models.ticket import Channel, Status, Ticket
from tests.desks import NOON, RUI, a_ticket, agent, said
from tests.parcels import upload

LATER = NOON + timedelta(days=1)


@pytest.fixture
def invited(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        invite(session, a_ticket(session))


def invite(session: Session, ticket: Ticket, recipient: str = RUI, *, at: datetime = NOON) -> Parcel:
    parcel = bringing.invite(session, ticket, recipient=recipient, language="id", at=at)
    session.flush()
    return parcel


def film(desk: Surroundings) -> tuple[Upload, ...]:
    return (upload(desk, "film_mp4", b"\0\1"),)


def bring(
    desk: Surroundings,
    words: str = "",
    *,
    at: datetime = LATER,
    form_key: str | None = None,
    files: bool = True,
) -> None:
    with work(desk, at=at) as session:
        parcel = session.query(Parcel).one()
        brought = film(desk) if files else ()
        bringing.bring(session, parcel, words, files=brought, form_key=form_key, at=at)


def last(desk: Surroundings) -> Message:
    with desk.database.reading() as session:
        message = session.query(Message).order_by(Message.id.desc()).first()
        assert message is not None
        session.refresh(message, ["attachments", "ticket"])
        return message


@pytest.mark.usefixtures("invited")
def test_files_join_the_ticket_as_the_requesters_words(desk: Surroundings) -> None:
    bring(desk, "Ini videonya.")
    message = last(desk)

    assert (message.author, message.channel, message.reply) == (Author.REQUESTER, Channel.WEB, "Ini videonya.")
    assert [each.filename for each in message.attachments] == ["film.mp4"]
    assert message.why_here is not None
    assert message.why_here.code == "brought_by_link"


@pytest.mark.usefixtures("invited")
def test_agents_are_told_and_a_waiting_ticket_is_open_again(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = session.query(Ticket).one()
        tickets.reply(session, ticket, said("Which film?"), by=agent(session, "ana"), at=NOON)
    bring(desk)
    with desk.database.reading() as session:
        notices = session.query(Delivery).where(Delivery.kind == DeliveryKind.NEW_MESSAGE).count()

        assert (notices, session.query(Ticket).one().status) == (1, Status.OPEN)


@pytest.mark.usefixtures("invited")
def test_form_sent_twice_brings_once(desk: Surroundings) -> None:
    for _ in range(2):
        bring(desk, form_key="f" * 32)
    with desk.database.reading() as session:
        assert session.query(Message).count() == 2
        assert session.query(Parcel).one().times_used == 1


@pytest.mark.usefixtures("invited")
def test_nothing_chosen_is_said(desk: Surroundings) -> None:
    with pytest.raises(Invalid):
        bring(desk, "Words alone.", files=False)


@pytest.mark.usefixtures("invited")
def test_link_can_be_used_a_few_times_and_asked_for_anew(desk: Surroundings) -> None:
    for _ in range(bringing.MOST_TIMES):
        bring(desk)
    with pytest.raises(Conflict):
        bring(desk)
    with work(desk, at=LATER) as session:
        invite(session, session.query(Ticket).one(), at=LATER)
    bring(desk)

    assert last(desk).at == LATER


@pytest.mark.usefixtures("invited")
def test_link_ends_with_its_last_day(desk: Surroundings) -> None:
    with pytest.raises(Gone):
        bring(desk, at=NOON + timedelta(days=30))


@pytest.mark.usefixtures("invited")
def test_ticket_closed_long_ago_takes_no_files(desk: Surroundings) -> None:
    """Words to it would open a new matter."""
    with work(desk, at=NOON) as session:
        ticket = session.query(Ticket).one()
        tickets.close(session, ticket, by=None, at=NOON - timedelta(days=31))
    with pytest.raises(Gone):
        bring(desk)


@pytest.mark.usefixtures("invited")
def test_files_for_a_merged_ticket_join_the_other(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket, other = session.query(Ticket).one(), a_ticket(session)
        merging.merge(session, ticket, other, by=agent(session, "ana"), at=NOON)
        code = other.code
    bring(desk)

    assert last(desk).ticket.code == code


def test_follower_brings_as_a_follower(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session)
        followers.follow(session, ticket, address="boss@partner.example", name="", at=NOON)
        invite(session, ticket, "boss@partner.example")
    bring(desk)

    assert last(desk).author is Author.FOLLOWER


def test_who_belongs_to_the_ticket_no_more_is_an_outsider(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        invite(session, a_ticket(session), "gone@partner.example")
    bring(desk)

    assert last(desk).author is Author.OUTSIDER


def test_one_person_has_one_link_for_a_ticket(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session)
        first, second = invite(session, ticket), invite(session, ticket, at=LATER)
        other = invite(session, ticket, "boss@partner.example")

        assert parcels.link_to(session, first) == parcels.link_to(session, second)
        assert second.expires_at == LATER + timedelta(days=30)
        assert other is not first
