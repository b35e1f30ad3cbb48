"""Two tickets become one, and two again: what moves, who comes along, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk import earlier, followers, held, junk, merging, people, tickets
from desk.errors import Conflict, Invalid
from desk.surroundings import Surroundings
from desk.ticket_page import TicketPage, ticket_page
from desk.work import work
from models.event import Event, EventKind
from models.message import HeldReply
from models.reason import because
from models.session import Session
from models.ticket import Follower, Status, Ticket
from tests.desks import NOON, address, agent, said

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def first(desk: Surroundings) -> str:
    return opened(desk, "The printer is on fire.")


@pytest.fixture
def second(desk: Surroundings) -> str:
    return opened(desk, "It still burns.")


def opened(desk: Surroundings, words: str) -> str:
    with work(desk, at=NOON) as session:
        return a_ticket_of(session, words).code


def a_ticket_of(
    session: Session, words: str, *, name: str = "Rui Tan", mail: str = "rui@partner.example"
) -> Ticket:
    requester = people.recognise_requester(session, name=name, address=mail, at=NOON)
    return tickets.open_ticket(session, said(words), requester=requester, address=address(session), at=NOON)


def merge(desk: Surroundings, code: str, into: str) -> None:
    with work(desk, at=LATER) as session:
        one, other = tickets.get_ticket(session, code), tickets.get_ticket(session, into)
        merging.merge(session, one, other, by=agent(session, "ana"), at=LATER)


def unmerge(desk: Surroundings, code: str) -> None:
    with work(desk, at=LATER) as session:
        merging.unmerge(session, tickets.get_ticket(session, code), by=agent(session, "ana"), at=LATER)


def page(desk: Surroundings, code: str) -> TicketPage:
    with desk.database.reading() as session:
        return ticket_page(session, code)


def words_of(desk: Surroundings, code: str) -> list[str]:
    return [message.reply for message in page(desk, code).messages]


def reply(desk: Surroundings, code: str, words: str) -> None:
    with work(desk, at=NOON) as session:
        tickets.reply(
            session, tickets.get_ticket(session, code), said(words), by=agent(session, "ana"), at=NOON
        )


def kinds(desk: Surroundings, code: str) -> list[EventKind]:
    return [event.kind for event in page(desk, code).events]


def test_messages_move_and_the_merged_ticket_is_closed(desk: Surroundings, first: str, second: str) -> None:
    merge(desk, second, first)

    assert words_of(desk, first) == ["The printer is on fire.", "It still burns."]
    assert words_of(desk, second) == []
    assert page(desk, second).ticket.status is Status.CLOSED


def test_merged_ticket_says_where_its_conversation_goes_on(
    desk: Surroundings, first: str, second: str
) -> None:
    merge(desk, second, first)
    with desk.database.reading() as session:
        assert tickets.get_ticket(session, second).living.code == first


def test_both_tell_it_in_their_history(desk: Surroundings, first: str, second: str) -> None:
    merge(desk, second, first)

    assert (kinds(desk, second)[-1], kinds(desk, first)[-1]) == (EventKind.MERGED, EventKind.ABSORBED)


def test_merging_twice_is_merging_once(desk: Surroundings, first: str, second: str) -> None:
    merge(desk, second, first)
    merge(desk, second, first)

    assert kinds(desk, first).count(EventKind.ABSORBED) == 1


def test_page_shows_the_mails_of_messages_that_came_along(
    desk: Surroundings, first: str, second: str
) -> None:
    reply(desk, second, "Use the extinguisher.")
    merge(desk, second, first)

    assert [each.recipient for each in page(desk, first).deliveries if each.kind == "reply"] == [
        "rui@partner.example"
    ]


def test_undoing_moves_exactly_those_messages_back(desk: Surroundings, first: str, second: str) -> None:
    merge(desk, second, first)
    reply(desk, first, "Leave the building.")
    unmerge(desk, second)

    assert words_of(desk, second) == ["It still burns."]
    assert words_of(desk, first) == ["The printer is on fire.", "Leave the building."]


@pytest.mark.parametrize("before", [Status.NEW, Status.PENDING, Status.RESOLVED])
def test_undone_it_is_what_it_was(desk: Surroundings, first: str, second: str, before: Status) -> None:
    with work(desk, at=NOON) as session:
        tickets.get_ticket(session, second).status = before
    merge(desk, second, first)
    unmerge(desk, second)

    ticket = page(desk, second).ticket
    assert (ticket.status, ticket.merged_into_id, ticket.closed_at) == (before, None, None)


def test_undoing_what_was_not_done_changes_nothing(desk: Surroundings, first: str) -> None:
    unmerge(desk, first)

    assert kinds(desk, first) == [EventKind.OPENED]


def test_another_requester_comes_along_and_gets_nothing_unasked(desk: Surroundings, first: str) -> None:
    with work(desk, at=NOON) as session:
        other = a_ticket_of(session, "I smell smoke.", name="Sari", mail="sari@partner.example").code
    merge(desk, other, first)
    with desk.database.reading() as session:
        [follower] = tickets.get_ticket(session, first).followers

    assert (follower.address, follower.approved_at) == ("sari@partner.example", None)


def test_followers_come_along_unapproved_even_where_they_were_approved(
    desk: Surroundings, first: str, second: str
) -> None:
    with work(desk, at=NOON) as session:
        ticket = tickets.get_ticket(session, second)
        followers.follow(session, ticket, address="boss@partner.example", name="Boss", at=NOON)
        session.flush()
        followers.approve(session, ticket, ticket.followers[0].id, by=agent(session, "ana"), at=NOON)
    merge(desk, second, first)
    with desk.database.reading() as session:
        [follower] = tickets.get_ticket(session, first).followers

    assert (follower.name, follower.approved_at) == ("Boss", None)


def test_undoing_sends_the_unapproved_away_again(desk: Surroundings, first: str) -> None:
    with work(desk, at=NOON) as session:
        other = a_ticket_of(session, "I smell smoke.", name="Sari", mail="sari@partner.example").code
    merge(desk, other, first)
    unmerge(desk, other)
    with desk.database.reading() as session:
        assert session.scalars(select(Follower)).all() == []


def test_what_nobody_answered_wakes_a_ticket_that_waits_for_the_requester(
    desk: Surroundings, first: str, second: str
) -> None:
    reply(desk, first, "Which floor?")
    merge(desk, second, first)

    assert page(desk, first).ticket.status is Status.OPEN


def test_a_ticket_does_not_go_into_itself(desk: Surroundings, first: str) -> None:
    with pytest.raises(Invalid) as refused:
        merge(desk, first, first)

    assert refused.value.reason.code == "merge_into_itself"


def test_an_open_matter_does_not_vanish_in_one_that_is_done(
    desk: Surroundings, first: str, second: str
) -> None:
    with work(desk, at=NOON) as session:
        tickets.resolve(session, tickets.get_ticket(session, first), by=agent(session, "ana"), at=NOON)
    with pytest.raises(Invalid) as refused:
        merge(desk, second, first)

    assert refused.value.reason == because("merge_into_done", code=first)


def test_no_circle_can_be_made(desk: Surroundings, first: str, second: str) -> None:
    merge(desk, second, first)
    with pytest.raises(Conflict) as refused:
        merge(desk, first, second)

    assert refused.value.reason == because("ticket_merged", code=second, other=first)


def test_spam_is_merged_with_nothing(desk: Surroundings, first: str, second: str) -> None:
    with work(desk, at=NOON) as session:
        junk.mark_spam(session, tickets.get_ticket(session, second), by=agent(session, "ana"), at=NOON)
    with pytest.raises(Conflict):
        merge(desk, second, first)


def test_three_become_one_and_the_middle_one_can_leave_again(
    desk: Surroundings, first: str, second: str
) -> None:
    third = opened(desk, "And the curtains.")
    merge(desk, third, second)
    merge(desk, second, first)
    with desk.database.reading() as session:
        goes_on = tickets.get_ticket(session, third).living.code
    unmerge(desk, second)

    assert goes_on == first
    assert words_of(desk, second) == ["It still burns.", "And the curtains."]


def test_one_of_three_takes_back_its_own_words_alone(desk: Surroundings, first: str, second: str) -> None:
    third = opened(desk, "And the curtains.")
    merge(desk, third, second)
    merge(desk, second, first)
    unmerge(desk, third)

    assert words_of(desk, third) == ["And the curtains."]
    assert words_of(desk, first) == ["The printer is on fire.", "It still burns."]


def test_held_reply_is_released_where_the_conversation_goes_on(
    desk: Surroundings, first: str, second: str
) -> None:
    with work(desk, at=NOON) as session:
        ticket = tickets.get_ticket(session, second)
        held.hold(
            session, ticket, said("Run."), agent=agent(session, "ana"), reason=because("no_secret"), at=NOON
        )
    merge(desk, second, first)
    with work(desk, at=LATER) as session:
        waiting = session.scalars(select(HeldReply)).one()
        held.release(session, waiting, by=agent(session, "ana"), at=LATER)

    assert EventKind.REPLIED in kinds(desk, first)


def test_other_open_matters_of_the_requester_are_offered(desk: Surroundings, first: str, second: str) -> None:
    with work(desk, at=NOON) as session:
        a_ticket_of(session, "I smell smoke.", name="Sari", mail="sari@partner.example")
    with desk.database.reading() as session:
        others = earlier.others_of_requester(session, tickets.get_ticket(session, first))
        offered = earlier.open_among(others)

    assert [each.code for each in offered] == [second]


def test_events_say_the_status_they_left_behind(desk: Surroundings, first: str, second: str) -> None:
    merge(desk, second, first)
    unmerge(desk, second)
    with desk.database.reading() as session:
        ticket = tickets.get_ticket(session, second)
        events = session.scalars(select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id)).all()

    assert [event.facts.get("status") for event in events[-2:]] == ["closed", "new"]
