"""Each click on a ticket's page, as a browser sends it."""

from __future__ import annotations

import pytest

from desk import search
from desk.followers import follow
from desk.search import TicketPage
from desk.surroundings import Surroundings
from desk.work import work
from models.message import MessageKind
from models.ticket import Status, Ticket
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.visitor import Visitor

KEY = "0123456789abcdef" * 2


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    return open_a_ticket(desk, at=NOW)


def test_reply_leaves_to_the_requester(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/replies", {"reply": "We raised the limit.", "form_key": KEY})

    page = now_in(desk, ticket)
    assert answer.location == f"/tickets/{ticket.code}"
    assert page.messages[-1].reply == "We raised the limit."
    assert [each.recipient for each in page.deliveries if each.kind == "reply"] == ["rui@mitra.example"]


def test_reply_waits_for_the_requester_and_is_held_by_who_wrote_it(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket
) -> None:
    ana.posts(f"/tickets/{ticket.code}/replies", {"reply": "Which table is it?"})

    now = now_in(desk, ticket).ticket
    assert (now.status, now.assignee_id) == (Status.PENDING, people.ana.id)


@pytest.mark.parametrize(
    ("then", "status"),
    [
        ("pending", Status.PENDING),
        ("open", Status.OPEN),
        ("resolved", Status.RESOLVED),
        ("x", Status.PENDING),
    ],
)
def test_reply_leaves_the_ticket_as_its_button_says(
    ana: Visitor, desk: Surroundings, ticket: Ticket, then: str, status: Status
) -> None:
    ana.posts(f"/tickets/{ticket.code}/replies", {"reply": "Done.", "then": then})

    assert now_in(desk, ticket).ticket.status is status


@pytest.mark.parametrize(("noun", "field"), [("replies", "reply"), ("notes", "note")])
def test_form_sent_twice_counts_once(
    ana: Visitor, desk: Surroundings, ticket: Ticket, noun: str, field: str
) -> None:
    before = len(now_in(desk, ticket).messages)
    for _ in range(2):
        answer = ana.posts(f"/tickets/{ticket.code}/{noun}", {field: "Once.", "form_key": KEY})

    assert answer.status_code == 302
    assert len(now_in(desk, ticket).messages) == before + 1


def test_each_page_has_forms_of_its_own(ana: Visitor, ticket: Ticket) -> None:
    keys = {
        line
        for _ in range(2)
        for line in ana.reads(f"/tickets/{ticket.code}").splitlines()
        if "form_key" in line
    }

    assert len(keys) == 4


def test_note_stays_inside(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    before = len(now_in(desk, ticket).deliveries)
    ana.posts(f"/tickets/{ticket.code}/notes", {"note": "Ask the network team."})

    page = now_in(desk, ticket)
    assert page.messages[-1].kind is MessageKind.NOTE
    assert len(page.deliveries) == before


@pytest.mark.parametrize(("noun", "field"), [("replies", "reply"), ("notes", "note")])
def test_empty_form_is_refused(ana: Visitor, ticket: Ticket, noun: str, field: str) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/{noun}", {field: " \r\n "})

    assert answer.status_code == 422
    assert "Nothing was written." in answer.text


def test_assignment_is_given_and_taken_back(
    ana: Visitor, desk: Surroundings, people: People, ticket: Ticket
) -> None:
    ana.posts(f"/tickets/{ticket.code}/assignment", {"assignee": people.ben.login})
    given = now_in(desk, ticket).ticket.assignee_id
    ana.posts(f"/tickets/{ticket.code}/assignment", {"assignee": ""})

    assert (given, now_in(desk, ticket).ticket.assignee_id) == (people.ben.id, None)


def test_assignment_to_nobody_known_is_refused(ana: Visitor, ticket: Ticket) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/assignment", {"assignee": "ghost@meja.example"})

    assert answer.status_code == 404


def test_a_follower_gets_replies_only_while_an_agent_wants_it(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    follower = a_follower(desk, ticket)
    path = f"/tickets/{ticket.code}"
    reply(ana, ticket)
    offered = f'action="{path}/followers/{follower}/approval"' in ana.reads(path)
    ana.posts(f"{path}/followers/{follower}/approval")
    reply(ana, ticket)
    ana.posts(f"{path}/followers/{follower}/approval/undo")
    reply(ana, ticket)

    with desk.database.reading() as session:
        sent = [
            each.recipient
            for each in search.ticket_page(session, ticket.code).deliveries
            if not each.agent_id
        ]
    assert (offered, sent.count("boss@mitra.example"), sent.count("rui@mitra.example")) == (True, 1, 3)
    assert "Ana Lestari lets boss@mitra.example get the replies" in ana.reads(path)


def test_a_follower_of_another_ticket_is_none_of_this(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    other = open_a_ticket(desk, at=NOW)
    follower = a_follower(desk, other)

    assert ana.posts(f"/tickets/{ticket.code}/followers/{follower}/approval").status_code == 404


def test_resolution_can_be_undone_from_the_next_page(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    ana.posts(f"/tickets/{ticket.code}/resolution")
    resolved = now_in(desk, ticket).ticket.status
    offered = f'action="/tickets/{ticket.code}/resolution/undo"' in ana.reads(f"/tickets/{ticket.code}")
    ana.posts(f"/tickets/{ticket.code}/resolution/undo")

    assert (resolved, offered) == (Status.RESOLVED, True)
    assert now_in(desk, ticket).ticket.status is Status.OPEN


@pytest.mark.parametrize("noun", ["replies", "notes", "assignment", "resolution", "resolution/undo"])
def test_click_on_a_ticket_that_is_not_there_is_answered_so(ana: Visitor, noun: str) -> None:
    answer = ana.posts(f"/tickets/MJ-7K3QX2/{noun}", {"reply": "x", "note": "x"})

    assert answer.status_code == 404


def a_follower(desk: Surroundings, ticket: Ticket) -> int:
    with work(desk, at=NOW) as session:
        mine = session.get_one(Ticket, ticket.id)
        follow(session, mine, address="boss@mitra.example", name="", at=NOW)
        session.flush()
        return mine.followers[0].id


def reply(visitor: Visitor, ticket: Ticket) -> None:
    visitor.posts(f"/tickets/{ticket.code}/replies", {"reply": "We look at it."})


def now_in(desk: Surroundings, ticket: Ticket) -> TicketPage:
    with desk.database.reading() as session:
        return search.ticket_page(session, ticket.code)
