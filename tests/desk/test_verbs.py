"""The verbs of a ticket: what each changes, what it records, and that a second time does nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desk import people, tickets
from desk.errors import Conflict, NotAllowed, NotFound
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event
from models.mail import Delivery, DeliveryKind
from models.message import Author, Message, MessageKind
from models.people import Agent
from models.session import Session
from models.ticket import Status, Ticket, TicketLink
from tests.desks import NOON, a_ticket, agent, changed, rui, said

Verb = Callable[[Session, Ticket, Agent], object]
VERBS: dict[str, Verb] = {
    "take": lambda session, ticket, by: tickets.take(session, ticket, by=by, at=NOON),
    "assign": lambda session, ticket, by: tickets.assign(
        session, ticket, agent(session, "citra"), by=by, at=NOON
    ),
    "resolve": lambda session, ticket, by: tickets.resolve(session, ticket, by=by, at=NOON),
    "close": lambda session, ticket, by: tickets.close(session, ticket, by=by, at=NOON),
    "reply": lambda session, ticket, by: tickets.reply(session, ticket, said(form_key="f1"), by=by, at=NOON),
    "note": lambda session, ticket, by: tickets.add_note(
        session, ticket, said(form_key="f2"), by=by, at=NOON
    ),
}


@pytest.fixture
def code(desk: Surroundings) -> str:
    with work(desk, at=NOON) as session:
        return a_ticket(session).code


def events(desk: Surroundings, code: str) -> list[str]:
    with desk.database.reading() as session:
        query = select(Event).join(Ticket).where(Ticket.code == code).order_by(Event.id)
        return [each.kind.value for each in session.scalars(query)]


def now(desk: Surroundings, code: str) -> Ticket:
    with desk.database.reading() as session:
        ticket = tickets.get_ticket(session, code)
        _ = ticket.assignee
        return ticket


@pytest.mark.parametrize("name", VERBS)
def test_verb_done_twice_is_done_once(desk: Surroundings, code: str, name: str) -> None:
    for _ in range(2):
        with work(desk, at=NOON) as session:
            VERBS[name](session, tickets.get_ticket(session, code), agent(session, "ana"))

    assert len(events(desk, code)) == 2


@pytest.mark.parametrize("name", [name for name in VERBS if name != "close"])
def test_who_has_left_may_do_nothing(desk: Surroundings, code: str, name: str) -> None:
    with work(desk, at=NOON) as session:
        people.deactivate(agent(session, "ana"))
    with desk.database.transaction(desk=desk) as session:
        ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
        with pytest.raises(NotAllowed):
            VERBS[name](session, ticket, ana)


def test_reply_leaves_once_and_waits_for_the_requester(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        tickets.reply(
            session, tickets.get_ticket(session, code), said("Coming."), by=agent(session, "ana"), at=NOON
        )

    assert now(desk, code).status is Status.PENDING
    assert sent_outside(desk) == ["rui@partner.example"]


def test_form_sent_twice_leaves_once(desk: Surroundings, code: str) -> None:
    for _ in range(2):
        with work(desk, at=NOON) as session:
            VERBS["reply"](session, tickets.get_ticket(session, code), agent(session, "ana"))

    assert sent_outside(desk) == ["rui@partner.example"]


def test_reply_makes_its_agent_the_assignee_of_a_ticket_nobody_holds(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        ana, ben = agent(session, "ana"), agent(session, "ben")
        ticket = tickets.get_ticket(session, code)
        tickets.reply(session, ticket, said(), by=ana, at=NOON)
        tickets.reply(session, ticket, said(), by=ben, at=NOON)

        assert ticket.assignee is ana


def test_reply_waits_out_the_undo_hold(desk: Surroundings, code: str) -> None:
    with work(changed(desk, tickets={"undo_seconds": 60}), at=NOON) as session:
        tickets.reply(session, tickets.get_ticket(session, code), said(), by=agent(session, "ana"), at=NOON)
        session.flush()

    with desk.database.reading() as session:
        held_back = session.scalars(
            select(Delivery.not_before).where(Delivery.kind == DeliveryKind.REPLY)
        ).one()
        assert held_back == NOON + timedelta(seconds=60)


def test_note_stays_inside(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        note = tickets.add_note(
            session, tickets.get_ticket(session, code), said("He is rude."), by=agent(session, "ana"), at=NOON
        )

    assert (note.kind, sent_outside(desk)) == (MessageKind.NOTE, [])


def test_nobody_is_given_a_ticket_after_leaving(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        ben, ticket = agent(session, "ben"), tickets.get_ticket(session, code)
        people.deactivate(ben)
        with pytest.raises(Conflict):
            tickets.assign(session, ticket, ben, by=agent(session, "ana"), at=NOON)

    assert now(desk, code).assignee_id is None


def test_assigned_ticket_is_no_longer_new(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        tickets.take(session, tickets.get_ticket(session, code), by=agent(session, "ana"), at=NOON)

    assert now(desk, code).status is Status.OPEN


@pytest.mark.parametrize("status", [Status.PENDING, Status.ON_HOLD, Status.RESOLVED, Status.CLOSED])
def test_requesters_words_open_the_ticket_again(desk: Surroundings, code: str, status: Status) -> None:
    set_to(desk, code, status)
    with work(desk, at=NOON) as session:
        hears(session, code, Author.REQUESTER)

    ticket = now(desk, code)
    assert (ticket.status, ticket.resolved_at, ticket.closed_at) == (Status.OPEN, None, None)


@pytest.mark.parametrize("author", [Author.OUTSIDER, Author.MACHINE])
def test_strangers_and_machines_open_nothing(desk: Surroundings, code: str, author: Author) -> None:
    set_to(desk, code, Status.RESOLVED)
    with work(desk, at=NOON) as session:
        hears(session, code, author)

    assert now(desk, code).status is Status.RESOLVED


def test_reopening_and_hearing_are_recorded_in_their_order(desk: Surroundings, code: str) -> None:
    set_to(desk, code, Status.RESOLVED)
    with work(desk, at=NOON) as session:
        hears(session, code, Author.REQUESTER)

    assert events(desk, code)[-2:] == ["reopened", "reply_received"]


def test_resolved_ticket_is_reopened_by_an_agent(desk: Surroundings, code: str) -> None:
    set_to(desk, code, Status.RESOLVED)
    with work(desk, at=NOON) as session:
        for _ in range(2):
            tickets.reopen(session, tickets.get_ticket(session, code), by=agent(session, "ana"), at=NOON)

    assert (now(desk, code).status, events(desk, code).count("reopened")) == (Status.OPEN, 1)


def test_sweep_closes_what_was_resolved_seven_days_ago(desk: Surroundings, code: str) -> None:
    set_to(desk, code, Status.RESOLVED)

    assert [swept(desk, days=6), swept(desk, days=7), swept(desk, days=8)] == [0, 1, 0]
    assert now(desk, code).closed_at == NOON + timedelta(days=7)


def test_closed_ticket_may_be_reopened_for_thirty_days(desk: Surroundings, code: str) -> None:
    set_to(desk, code, Status.CLOSED)
    with desk.database.transaction(desk=desk) as session:
        ticket = tickets.get_ticket(session, code)

        assert tickets.may_reopen(session, ticket, at=NOON + timedelta(days=30))
        assert not tickets.may_reopen(session, ticket, at=NOON + timedelta(days=30, seconds=1))


def test_two_tickets_are_linked_once_and_none_to_itself(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        one, two = tickets.get_ticket(session, code), a_ticket(session)
        for other in (two, two, one):
            tickets.link(session, one, other, by=None, at=NOON)

    with desk.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TicketLink)) == 1


def test_ticket_nobody_opened_is_not_found(desk: Surroundings) -> None:
    with desk.database.reading() as session, pytest.raises(NotFound):
        tickets.get_ticket(session, "MJ-000000")


def test_work_that_fails_leaves_nothing(desk: Surroundings, code: str) -> None:
    with pytest.raises(NotAllowed):
        replied_then_refused(desk, code)

    assert events(desk, code) == ["opened"]
    assert sent_outside(desk) == []


def test_words_and_events_stand_in_the_order_they_were_said(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
        tickets.take(session, ticket, by=ana, at=NOON)
        tickets.reply(session, ticket, said("One"), by=ana, at=NOON)
        tickets.resolve(session, ticket, by=ana, at=NOON)

    assert events(desk, code) == ["opened", "assigned", "replied", "resolved"]


def hears(session: Session, code: str, author: Author) -> Message:
    ticket = tickets.get_ticket(session, code)
    return tickets.receive_reply(session, ticket, said("Still."), author=author, by=rui(session), at=NOON)


def set_to(desk: Surroundings, code: str, status: Status) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
        if status is Status.CLOSED:
            tickets.close(session, ticket, by=ana, at=NOON)
        elif status is Status.RESOLVED:
            tickets.resolve(session, ticket, by=ana, at=NOON)
        else:
            tickets.reply(session, ticket, said(), by=ana, at=NOON, then=status)


def swept(desk: Surroundings, *, days: int) -> int:
    at = NOON + timedelta(days=days)
    with work(desk, at=at) as session:
        return tickets.close_resolved(session, at=at)


def replied_then_refused(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
        tickets.reply(session, ticket, said(), by=ana, at=NOON)
        people.deactivate(ana)
        tickets.resolve(session, ticket, by=ana, at=NOON)


def sent_outside(desk: Surroundings) -> list[str]:
    with desk.database.reading() as session:
        replies = select(Delivery.recipient).where(Delivery.kind == DeliveryKind.REPLY)
        return list(session.scalars(replies.order_by(Delivery.id)))
