"""Merging from the page, spam, and the page of blocked senders."""

from __future__ import annotations

import pytest

from desk import tickets
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Fate, Mail
from models.reason import because
from models.ticket import Status, Ticket
from tests.web.conftest import NOW
from tests.web.people import People, keep_a_mail, open_a_ticket
from tests.web.visitor import Visitor


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    return open_a_ticket(desk, at=NOW)


@pytest.fixture
def other(desk: Surroundings, people: People) -> Ticket:
    return open_a_ticket(desk, at=NOW, draft=Draft(subject="The table again", reply="Still 1000 rows."))


def now_in(desk: Surroundings, ticket: Ticket) -> Ticket:
    with desk.database.reading() as session:
        return tickets.get_ticket(session, ticket.code)


def caught(desk: Surroundings) -> Mail:
    mail = keep_a_mail(
        desk, b"x", at=NOW, fate=Fate.IGNORED, reason=because("sender_blocked", pattern="@shop.example")
    )
    with work(desk, at=NOW) as session:
        session.get_one(Mail, mail.id).caught_at = NOW
    return mail


def test_other_tickets_of_the_requester_are_offered_for_merging(
    ana: Visitor, ticket: Ticket, other: Ticket
) -> None:
    assert f'href="/tickets/{ticket.code}/merge?into={other.code}"' in ana.reads(f"/tickets/{ticket.code}")


def test_the_other_ticket_is_shown_before_anything_is_merged(
    ana: Visitor, desk: Surroundings, ticket: Ticket, other: Ticket
) -> None:
    page = ana.reads(f"/tickets/{ticket.code}/merge?into={other.code.lower()}")

    assert "The table again" in page
    assert now_in(desk, ticket).merged_into_id is None


def test_merging_leads_to_where_the_conversation_goes_on(
    ana: Visitor, desk: Surroundings, ticket: Ticket, other: Ticket
) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/merge", {"into": other.code})

    assert answer.location == f"/tickets/{other.code}"
    assert "The export stops at 1000 rows." in ana.reads(f"/tickets/{other.code}")


def test_merged_ticket_points_to_the_other_and_takes_no_words(
    ana: Visitor, ticket: Ticket, other: Ticket
) -> None:
    ana.posts(f"/tickets/{ticket.code}/merge", {"into": other.code})
    page = ana.reads(f"/tickets/{ticket.code}")
    refused = ana.posts(f"/tickets/{ticket.code}/replies", {"reply": "Too late."})

    assert f"Its conversation goes on in {other.code}" in page
    assert "Your reply" not in page
    assert (refused.status_code, "Too late." in refused.text) == (409, True)


def test_merging_is_undone_from_either_page(
    ana: Visitor, desk: Surroundings, ticket: Ticket, other: Ticket
) -> None:
    ana.posts(f"/tickets/{ticket.code}/merge", {"into": other.code})
    offered = [
        f'action="/tickets/{ticket.code}/merge/undo"' in ana.reads(f"/tickets/{each.code}")
        for each in (ticket, other)
    ]
    ana.posts(f"/tickets/{ticket.code}/merge/undo")

    assert (offered, now_in(desk, ticket).status) == ([True, True], Status.NEW)


@pytest.mark.parametrize(("typed", "code"), [("printer", 422), ("", 422), ("MJ-7K3QX3", 422)])
def test_what_is_no_code_is_refused_in_words(ana: Visitor, ticket: Ticket, typed: str, code: int) -> None:
    assert ana.posts(f"/tickets/{ticket.code}/merge", {"into": typed}).status_code == code


def test_page_says_why_two_do_not_go_together(ana: Visitor, ticket: Ticket) -> None:
    page = ana.reads(f"/tickets/{ticket.code}/merge?into={ticket.code}")

    assert "A ticket cannot be merged into itself." in page
    assert "Merge them" not in page


def test_somebody_elses_ticket_is_pointed_out(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    sari = open_a_ticket(desk, at=NOW, name="Sari", address="sari@mitra.example")

    assert "Its requester is somebody else." in ana.reads(f"/tickets/{ticket.code}/merge?into={sari.code}")


def test_spam_is_marked_and_brought_back_from_the_page(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    path = f"/tickets/{ticket.code}"
    ana.posts(f"{path}/spam")
    marked, page = now_in(desk, ticket), ana.reads(path)
    ana.posts(f"{path}/spam/undo")

    assert (marked.status, now_in(desk, ticket).status) == (Status.CLOSED, Status.NEW)
    assert "marked as spam" in page
    assert "Your reply" not in page


def test_coordinator_blocks_a_sender_from_the_ticket(citra: Visitor, ticket: Ticket) -> None:
    offered = citra.reads(f"/tickets/{ticket.code}")
    citra.posts(f"/tickets/{ticket.code}/blocks", {"pattern": "@mitra.example"})
    page = citra.reads("/blocked-senders")

    assert '<option value="@mitra.example"' in offered
    assert "@mitra.example" in page
    assert ticket.code in page


def test_agent_can_block_nobody(ana: Visitor, ticket: Ticket) -> None:
    page = ana.reads(f"/tickets/{ticket.code}")
    refused = ana.posts(f"/tickets/{ticket.code}/blocks", {"pattern": "@mitra.example"})

    assert "Block the sender" not in page
    assert (refused.status_code, "Your role does not allow this" in refused.text) == (403, True)


def test_block_is_lifted_on_its_page(citra: Visitor) -> None:
    citra.posts("/blocked-senders", {"pattern": "seller@shop.example"})
    before = citra.reads("/blocked-senders")
    path = before.partition('action="/blocked-senders/')[2].partition('"')[0]
    citra.posts(f"/blocked-senders/{path}")

    assert "Nobody is blocked." not in before
    assert "Nobody is blocked." in citra.reads("/blocked-senders")


def test_caught_mail_is_listed_and_let_in_by_a_coordinator(
    ana: Visitor, citra: Visitor, desk: Surroundings, people: People
) -> None:
    mail = caught(desk)
    path = f"/blocked-senders/mails/{mail.sha256}/attempts"
    listed = ana.reads("/blocked-senders")
    refused = ana.posts(path)
    citra.posts(path)
    with desk.database.reading() as session:
        fate = session.get_one(Mail, mail.id).fate

    assert "mail from @shop.example is blocked" in listed
    assert path not in listed
    assert (refused.status_code, fate) == (403, Fate.RECEIVED)
