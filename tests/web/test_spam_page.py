"""The page of spam, suspected tickets, and answers that were sent by hand, as people see them."""

from __future__ import annotations

import pytest

from desk import by_hand, junk, tickets
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Fate, Mail, Treatment
from models.reason import because
from models.ticket import Status, Ticket
from tests.web.conftest import NOW
from tests.web.people import People, keep_a_mail, open_a_ticket
from tests.web.visitor import Visitor


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    """Suspected spam."""
    opened = open_a_ticket(desk, at=NOW, name="Seller", address="seller@shop.example")
    with work(desk, at=NOW) as session:
        found = tickets.get_ticket(session, opened.code)
        reason = because("lay_in_junk", folder="INBOX.spam", mailbox="bantuan")
        junk.suspect(session, found, reason=reason, at=NOW)
    return opened


@pytest.fixture
def answered(desk: Surroundings, people: People) -> Ticket:
    """By hand, from the mailbox, with a copy to somebody."""
    opened = open_a_ticket(desk, at=NOW)
    mail = keep_a_mail(desk, b"by hand", at=NOW, fate=Fate.FILED)
    with work(desk, at=NOW) as session:
        session.get_one(Mail, mail.id).treatment = Treatment.BY_HAND
        words = Draft(
            reply="Choose all rows.",
            from_name="Bantuan",
            to=["rui@mitra.example"],
            cc=["boss@mitra.example"],
            mail_id=mail.id,
        )
        found = tickets.get_ticket(session, opened.code)
        by_hand.reply(session, found, words, by=None, mailbox="bantuan", at=NOW)
    return opened


def now_in(desk: Surroundings, ticket: Ticket) -> Ticket:
    with desk.database.reading() as session:
        return tickets.get_ticket(session, ticket.code)


def test_page_says_why_each_is_suspected(ana: Visitor, ticket: Ticket) -> None:
    page = ana.reads("/spam")

    assert "It lay in the folder INBOX.spam of the mailbox bantuan" in page
    assert "seller@shop.example" in page


def test_one_click_rescues_and_stays_in_the_list(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/spam/undo", {"back": "/spam"})

    assert answer.location == "/spam"
    assert now_in(desk, ticket).status is Status.NEW
    assert "its time counts from its arrival" in ana.reads("/spam")


@pytest.mark.parametrize("back", ["", "https://evil.example/", "//evil.example"])
def test_click_leads_nowhere_else(ana: Visitor, ticket: Ticket, back: str) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/spam/undo", {"back": back})

    assert answer.location == f"/tickets/{ticket.code}"


def test_page_of_the_ticket_says_it_too_and_offers_no_reply(ana: Visitor, ticket: Ticket) -> None:
    page = ana.reads(f"/tickets/{ticket.code}")

    assert "Suspected spam: nobody was told of it. It lay in the folder INBOX.spam" in page
    assert "Your reply" not in page


def test_coordinator_blocks_from_the_list(citra: Visitor, ana: Visitor, ticket: Ticket) -> None:
    blocked = citra.posts(
        f"/tickets/{ticket.code}/blocks", {"pattern": "seller@shop.example", "back": "/spam"}
    )

    assert blocked.location == "/spam"
    assert f"/tickets/{ticket.code}/blocks" not in ana.reads("/spam")


@pytest.mark.parametrize("listed", ["status=all", "status=closed", "status=todo"])
def test_spam_stands_in_no_other_list(ana: Visitor, ticket: Ticket, listed: str) -> None:
    assert ticket.code not in ana.reads(f"/tickets?{listed}")


def test_spam_is_found_by_its_words(ana: Visitor, ticket: Ticket) -> None:
    assert ticket.code in ana.reads("/tickets?status=all&words=export")


def test_senders_of_spam_alone_are_not_among_the_people(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    before = ana.reads("/requesters")
    ana.posts(f"/tickets/{ticket.code}/spam/undo")

    assert "seller@shop.example" not in before
    assert "seller@shop.example" in ana.reads("/requesters")


def test_what_people_marked_is_listed_as_well(ana: Visitor, desk: Surroundings, people: People) -> None:
    opened = open_a_ticket(desk, at=NOW)
    ana.posts(f"/tickets/{opened.code}/spam")
    page = ana.reads("/spam")

    assert opened.code in page
    assert "It was marked as spam here." in page


def test_answer_by_hand_is_shown_as_such_with_whom_it_went_to(ana: Visitor, answered: Ticket) -> None:
    page = ana.reads(f"/tickets/{answered.code}")

    assert "Choose all rows." in page
    assert "By hand" in page
    assert "rui@mitra.example, boss@mitra.example" in page
    assert "Somebody replied by hand, from the mailbox bantuan" in page


def test_history_words_the_way_of_a_suspected_ticket(ana: Visitor, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/spam/undo")
    page = ana.reads(f"/tickets/{ticket.code}")

    assert "Suspected spam" in page
    assert "Ana Lestari brought it back: it is not spam" in page


def test_moved_ticket_tells_who_knew(ana: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    with work(desk, at=NOW) as session:
        found = tickets.get_ticket(session, ticket.code)
        reason = because("taken_out_of_junk", folder="INBOX")
        junk.rescue(session, found, by=None, at=NOW, reason=reason)
    page = ana.reads(f"/tickets/{ticket.code}")

    assert "It came back: it is not spam" in page
    assert "Somebody moved it from Junk to INBOX." in page
