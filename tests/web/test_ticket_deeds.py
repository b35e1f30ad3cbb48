"""Clicks beside the conversation: priority, team, hold; and what the page tells of promises and of what happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk import alarms, junk, merging, tickets
from desk import people as desk_people
from desk.surroundings import Surroundings
from desk.ticket_page import TicketPage, ticket_page
from desk.work import work
from models.ticket import Priority, Status, Ticket
from tests.promises import promise_all
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.visitor import Visitor

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    """With an hour promised for its first reply."""
    with work(desk, at=NOW) as session:
        promise_all(session)
        desk_people.add_team(session, slug="peta", name="Peta", at=NOW)
    return open_a_ticket(desk, at=NOW)


def page_of(desk: Surroundings, ticket: Ticket) -> TicketPage:
    with desk.database.reading() as session:
        page = ticket_page(session, ticket.code)
        _ = page.ticket.team
        return page


def test_priority_is_set_and_told_in_words(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/priority", {"priority": "urgent"})

    assert page_of(desk, ticket).ticket.priority is Priority.URGENT
    assert "Ana Lestari changed its priority from Normal to Urgent" in ana.reads(f"/tickets/{ticket.code}")


def test_priority_nobody_knows_is_refused(ana: Visitor, ticket: Ticket) -> None:
    assert ana.posts(f"/tickets/{ticket.code}/priority", {"priority": "soonest"}).status_code == 422


def test_ticket_moves_to_another_team(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/team", {"team": "peta"})

    assert page_of(desk, ticket).ticket.team.slug == "peta"
    assert "Ana Lestari moved it from Layanan Data to Peta" in ana.reads(f"/tickets/{ticket.code}")


def test_hold_ends_on_the_desks_clocks(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/hold", {"reason": "The survey ends", "until": "2026-11-30T09:00"})

    held = page_of(desk, ticket).ticket
    assert (held.status, held.held_until) == (Status.ON_HOLD, datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    assert "put it on hold until 30 November 2026, 09:00 WIB: The survey ends" in ana.reads(
        f"/tickets/{ticket.code}"
    )


def test_hold_without_an_end_says_so(ana: Visitor, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/hold", {"reason": "The survey ends"})

    assert "Ana Lestari put it on hold: The survey ends" in ana.reads(f"/tickets/{ticket.code}")


@pytest.mark.parametrize(
    "form",
    [{"reason": ""}, {"reason": "x", "until": "tomorrow"}, {"reason": "x", "until": "2020-01-01T09:00"}],
    ids=["no reason", "no moment", "a moment that has passed"],
)
def test_hold_that_makes_no_sense_is_refused(
    ana: Visitor, desk: Surroundings, ticket: Ticket, form: dict[str, str]
) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/hold", form)

    assert (answer.status_code, page_of(desk, ticket).ticket.status) == (422, Status.NEW)


def test_held_ticket_is_taken_up_from_its_page(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.code}"
    ana.posts(f"{path}/hold", {"reason": "The survey ends"})
    offered = f'action="{path}/hold/undo"' in ana.reads(path)
    ana.posts(f"{path}/hold/undo")

    assert (offered, page_of(desk, ticket).ticket.status) == (True, Status.OPEN)


def test_page_shows_each_promise_and_how_it_was_counted(ana: Visitor, ticket: Ticket) -> None:
    page = ana.reads(f"/tickets/{ticket.code}").partition('class="clocks"')[2].partition("</section>")[0]

    wanted = (
        "First reply",
        "1\N{NO-BREAK SPACE}h left",
        "1 hour of opening time",
        "policy Everybody",
        "calendar Office",
        "Together",
    )
    assert [each for each in wanted if each not in page] == []


def test_page_says_why_a_clock_stands_still(ana: Visitor, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/hold", {"reason": "The survey ends"})

    page = ana.reads(f"/tickets/{ticket.code}").partition('class="clocks"')[2].partition("</section>")[0]
    assert "Stands still" in page
    assert "It paused while the ticket was on hold: The survey ends" in page


def test_breach_is_told_with_its_promise_and_its_holder(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    with work(desk, at=LATER) as session:
        alarms.ring_due(session, at=LATER)
    with work(desk, at=LATER) as session:
        alarms.ring_due(session, at=LATER)

    page = ana.reads(f"/tickets/{ticket.code}")
    assert "The first reply was due 24 November 2026, 11:00 WIB; nobody had answered. Nobody held it." in page


def test_every_event_is_told_in_words(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket
) -> None:
    other = open_a_ticket(desk, at=NOW)
    with work(desk, at=NOW) as session:
        me = desk_people.get_agent(session, people.ana.login)
        mine, into = tickets.get_ticket(session, ticket.code), tickets.get_ticket(session, other.code)
        junk.mark_spam(session, mine, by=me, at=NOW)
        junk.not_spam(session, mine, by=me, at=NOW)
        merging.merge(session, mine, into, by=me, at=NOW)
        merging.unmerge(session, mine, by=me, at=NOW)

    page = ana.reads(f"/tickets/{ticket.code}")
    for words in (
        "marked it as spam",
        "said that it is not spam",
        f"merged it into {other.code}",
        "undid the merging",
    ):
        assert f"Ana Lestari {words}" in page


def test_requesters_other_tickets_are_a_click_away(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    other = open_a_ticket(desk, at=NOW)
    stranger = open_a_ticket(desk, at=NOW, name="Sari", address="sari@mitra.example")

    page = (
        ana.reads(f"/tickets/{ticket.code}")
        .partition("Other tickets of this requester")[2]
        .partition("</section>")[0]
    )
    assert other.code in page
    assert stranger.code not in page
