"""Held replies and mail that needs a look."""

from __future__ import annotations

import pytest

from desk import held, mails, search, tickets
from desk import people as desk_people
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Fate
from models.message import HeldReply
from models.reason import because
from models.ticket import Ticket
from tests.web.conftest import NOW
from tests.web.people import People, keep_a_mail, open_a_ticket
from tests.web.visitor import Visitor


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    return open_a_ticket(desk, at=NOW)


@pytest.fixture
def reply(desk: Surroundings, ticket: Ticket) -> HeldReply:
    """Somebody wrote as Ben, from an address that is not his."""
    with work(desk, at=NOW) as session:
        ben = desk_people.get_agent(session, "ben@meja.example")
        draft = Draft(reply="Send me the password.", from_name="Ben", from_address="ben@else.example")
        reason = because("address_not_confirmed", address="ben@else.example")
        held.hold(session, tickets.get_ticket(session, ticket.code), draft, agent=ben, reason=reason, at=NOW)
    with desk.database.reading() as session:
        return held.waiting(session)[0]


@pytest.mark.parametrize("path", ["/held-replies", "/held-replies/{id}", "/tickets/{code}"])
def test_held_reply_is_shown_with_its_words_and_its_reason(
    citra: Visitor, reply: HeldReply, ticket: Ticket, path: str
) -> None:
    page = citra.reads(path.format(id=reply.id, code=ticket.code))

    assert "Send me the password." in page
    assert "ben@else.example is not one of your confirmed addresses" in page
    assert f'action="/held-replies/{reply.id}/release"' in page


def test_held_reply_offers_no_button_to_other_agents(ana: Visitor, reply: HeldReply) -> None:
    page = ana.reads("/held-replies")

    assert "Send me the password." in page
    assert "/release" not in page


def test_link_in_the_notice_decides_nothing(citra: Visitor, desk: Surroundings, reply: HeldReply) -> None:
    citra.reads(f"/held-replies/{reply.id}")

    with desk.database.reading() as session:
        assert held.get_held(session, reply.id).is_waiting


def test_released_reply_leaves_to_the_requester(
    citra: Visitor, desk: Surroundings, reply: HeldReply, ticket: Ticket
) -> None:
    citra.posts(f"/held-replies/{reply.id}/release")

    with desk.database.reading() as session:
        deliveries = search.ticket_page(session, ticket.code).deliveries
    assert "rui@mitra.example" in [each.recipient for each in deliveries]


def test_refused_reply_stays_a_note_and_says_who_decided(
    citra: Visitor, desk: Surroundings, reply: HeldReply, ticket: Ticket
) -> None:
    citra.posts(f"/held-replies/{reply.id}/refusal")

    with desk.database.reading() as session:
        deliveries = search.ticket_page(session, ticket.code).deliveries
    assert "rui@mitra.example" not in [each.recipient for each in deliveries]
    assert "Kept as a note by Citra Dewi." in citra.reads(f"/held-replies/{reply.id}")


def test_mail_that_needs_a_look_is_listed_with_its_reason(
    ana: Visitor, desk: Surroundings, people: People
) -> None:
    mail = keep_a_mail(desk, b"x", at=NOW, fate=Fate.NEEDS_LOOK, reason=because("parser_died"))
    page = ana.reads("/mails/needs-a-look")

    shown = (
        "Undangan rapat",
        "rui@mitra.example",
        "took too long",
        mail.short_name,
        f"/mails/{mail.short_name}/raw",
    )
    assert [each for each in shown if each not in page] == []
    assert "/attempts" not in page


@pytest.mark.parametrize(("noun", "fate"), [("attempts", Fate.RECEIVED), ("ignored", Fate.IGNORED)])
def test_coordinator_decides_about_a_mail(
    citra: Visitor, desk: Surroundings, people: People, noun: str, fate: Fate
) -> None:
    mail = keep_a_mail(desk, b"x", at=NOW, fate=Fate.NEEDS_LOOK)
    citra.posts(f"/mails/{mail.sha256}/{noun}")

    with desk.database.reading() as session:
        assert mails.get_mail(session, mail.sha256).fate is fate
    assert "Everything was filed." in citra.reads("/mails/needs-a-look")


def test_mail_that_was_filed_cannot_be_tried_again(
    citra: Visitor, desk: Surroundings, people: People
) -> None:
    mail = keep_a_mail(desk, b"x", at=NOW, fate=Fate.FILED)

    assert citra.posts(f"/mails/{mail.sha256}/attempts").status_code == 409
