"""Who is told what: the assignee or else the team, never who did it, nobody twice."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desk import held, people, tickets
from desk.events import record
from desk.returned import bounce
from desk.surroundings import Surroundings
from desk.work import work
from models.event import EventKind
from models.mail import Delivery, DeliveryKind
from models.message import Author
from models.reason import because
from models.session import Session
from models.ticket import Ticket
from tests.desks import NOON, a_ticket, agent, rui, said


@pytest.fixture
def code(desk: Surroundings) -> str:
    """Of Rui's ticket, which nobody holds; its notices are not counted below."""
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session)
    with desk.database.transaction() as session:
        for delivery in session.scalars(select(Delivery)):
            session.delete(delivery)
    return ticket.code


def told(desk: Surroundings, kind: DeliveryKind | None = None) -> list[str]:
    """The first names of those who will get a mail."""
    with desk.database.reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.agent_id.is_not(None)).order_by(Delivery.id))
        return [row.recipient.partition("@")[0] for row in rows if kind in (None, row.kind)]


def asks_again(session: Session, code: str) -> Ticket:
    ticket = tickets.get_ticket(session, code)
    tickets.receive_reply(session, ticket, said("Still."), author=Author.REQUESTER, by=rui(session), at=NOON)
    return ticket


def test_new_matter_is_told_to_the_whole_team_and_to_nobody_else(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        a_ticket(session)

    assert told(desk, DeliveryKind.NEW_MATTER) == ["ana", "ben"]


def test_new_message_on_a_ticket_that_nobody_holds_is_told_to_the_team(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        asks_again(session, code)

    assert told(desk) == ["ana", "ben"]


def test_new_message_is_told_to_the_assignee_alone(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        tickets.take(session, tickets.get_ticket(session, code), by=agent(session, "ben"), at=NOON)
        asks_again(session, code)

    assert told(desk) == ["ben"]


def test_team_is_told_when_the_assignee_has_left(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        tickets.take(session, tickets.get_ticket(session, code), by=agent(session, "ben"), at=NOON)
        people.deactivate(agent(session, "ben"))
        asks_again(session, code)

    assert told(desk) == ["ana"]


def test_assignment_is_told_to_the_assignee_unless_they_took_it(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        tickets.take(session, tickets.get_ticket(session, code), by=agent(session, "ana"), at=NOON)
    with work(desk, at=NOON) as session:
        ticket, ben = tickets.get_ticket(session, code), agent(session, "ben")
        tickets.assign(session, ticket, ben, by=agent(session, "citra"), at=NOON)

    assert told(desk) == ["ben"]


def test_who_is_assigned_twice_is_told_twice(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        ticket, ben, citra = tickets.get_ticket(session, code), agent(session, "ben"), agent(session, "citra")
        for assignee in (ben, None, ben):
            tickets.assign(session, ticket, assignee, by=citra, at=NOON)

    assert told(desk) == ["ben", "ben"]


@pytest.mark.parametrize("verb", ["reply", "note", "resolve"])
def test_agents_own_deeds_are_told_to_no_agent(desk: Surroundings, code: str, verb: str) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
        if verb == "reply":
            tickets.reply(session, ticket, said("Coming."), by=ana, at=NOON)
        elif verb == "note":
            tickets.add_note(session, ticket, said("Spare part?"), by=ana, at=NOON)
        else:
            tickets.resolve(session, ticket, by=ana, at=NOON)

    assert told(desk) == []


def test_quiet_words_are_told_to_nobody(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        ticket = tickets.get_ticket(session, code)
        tickets.receive_reply(
            session, ticket, said("Old"), author=Author.REQUESTER, by=rui(session), at=NOON, quiet=True
        )

    assert told(desk) == []


def test_held_reply_is_told_to_its_agent_at_most_five_times_an_hour(desk: Surroundings, code: str) -> None:
    """Or a spoofer could flood an agent."""
    for _ in range(7):
        with work(desk, at=NOON) as session:
            ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
            held.hold(session, ticket, said("Pay here"), agent=ana, reason=because("no_secret"), at=NOON)

    assert told(desk) == ["ana"] * 5


def test_each_recipient_who_was_not_reached_is_told_of(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
        message = tickets.reply(session, ticket, said("Coming."), by=ana, at=NOON)
        for recipient in ("rui@partner.example", "sari@partner.example"):
            record(session, ticket, EventKind.BOUNCED, by=None, at=NOON, message=message, recipient=recipient)

    with desk.database.reading() as session:
        warnings = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.UNDELIVERED)).all()
        assert {each.facts["recipient"] for each in warnings} == {
            "rui@partner.example",
            "sari@partner.example",
        }


def test_bounce_is_told_to_the_author_of_the_reply(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana, ben = tickets.get_ticket(session, code), agent(session, "ana"), agent(session, "ben")
        tickets.take(session, ticket, by=ben, at=NOON)
        tickets.reply(session, ticket, said("Coming."), by=ana, at=NOON)
    with work(desk, at=NOON) as session:
        delivery = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.REPLY)).one()
        bounce(session, delivery, text="5.1.1", at=NOON)
        bounce(session, delivery, text="5.1.1", at=NOON)

    assert told(desk) == ["ana"]


def test_notice_that_bounces_is_told_to_nobody(desk: Surroundings) -> None:
    """Or two broken mailboxes would warn of each other for ever."""
    with work(desk, at=NOON) as session:
        a_ticket(session)
    with work(desk, at=NOON) as session:
        for notice in session.scalars(select(Delivery)).all():
            bounce(session, notice, text="5.1.1", at=NOON)

    assert told(desk, DeliveryKind.UNDELIVERED) == []
