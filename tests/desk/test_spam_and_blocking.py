"""Spam is closed in silence and can be brought back; who may be blocked, by whom, and what a block covers."""

from __future__ import annotations

import pytest

from desk import junk, tickets
from desk.errors import Conflict, Invalid, NotAllowed, NotFound
from desk.set_aside import get_workable
from desk.surroundings import Surroundings
from desk.ticket_page import ticket_page
from desk.work import work
from models.event import EventKind
from models.mail import Delivery
from models.ticket import Status
from tests.desks import NOON, a_ticket, agent


@pytest.fixture
def code(desk: Surroundings) -> str:
    with work(desk, at=NOON) as session:
        return a_ticket(session).code


def mark(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        junk.mark_spam(session, tickets.get_ticket(session, code), by=agent(session, "ana"), at=NOON)


def bring_back(desk: Surroundings, code: str) -> None:
    with work(desk, at=NOON) as session:
        junk.not_spam(session, tickets.get_ticket(session, code), by=agent(session, "ana"), at=NOON)


def block(desk: Surroundings, pattern: str, *, by: str = "citra") -> int:
    with work(desk, at=NOON) as session:
        return junk.block(session, pattern, by=agent(session, by), at=NOON).id


def mails_of(desk: Surroundings, code: str) -> list[Delivery]:
    with desk.database.reading() as session:
        return ticket_page(session, code).deliveries


def is_blocked(desk: Surroundings, address: str) -> bool:
    with desk.database.reading() as session:
        return junk.is_blocked(session, address) is not None


def test_spam_is_closed(desk: Surroundings, code: str) -> None:
    mark(desk, code)
    with desk.database.reading() as session:
        ticket = tickets.get_ticket(session, code)

    assert (ticket.status, ticket.is_spam, ticket.turn_at) == (Status.CLOSED, True, None)


def test_nobody_is_told_of_spam(desk: Surroundings, code: str) -> None:
    before = len(mails_of(desk, code))
    mark(desk, code)

    assert len(mails_of(desk, code)) == before


@pytest.mark.parametrize("before", [Status.NEW, Status.ON_HOLD, Status.RESOLVED])
def test_what_is_no_spam_is_what_it_was(desk: Surroundings, code: str, before: Status) -> None:
    with work(desk, at=NOON) as session:
        tickets.get_ticket(session, code).status = before
    mark(desk, code)
    bring_back(desk, code)
    with desk.database.reading() as session:
        ticket = tickets.get_ticket(session, code)

    assert (ticket.status, ticket.is_spam, ticket.closed_at) == (before, False, None)


def test_second_press_of_either_button_changes_nothing(desk: Surroundings, code: str) -> None:
    for press in (mark, mark, bring_back, bring_back):
        press(desk, code)
    with desk.database.reading() as session:
        kinds = [event.kind for event in ticket_page(session, code).events]

    assert kinds.count(EventKind.MARKED_SPAM) == kinds.count(EventKind.NOT_SPAM) == 1


def test_nothing_is_done_to_spam_before_it_is_none(desk: Surroundings, code: str) -> None:
    mark(desk, code)
    with desk.database.reading() as session, pytest.raises(Conflict) as refused:
        get_workable(session, code)

    assert refused.value.reason.code == "ticket_is_spam"


def test_a_block_covers_its_address_however_it_is_written(desk: Surroundings) -> None:
    block(desk, "Seller@Shop.example")

    assert is_blocked(desk, "SELLER@shop.example")
    assert not is_blocked(desk, "other@shop.example")


def test_a_domain_covers_all_of_it_and_nothing_below(desk: Surroundings) -> None:
    block(desk, "@shop.example")

    assert is_blocked(desk, "anyone@shop.example")
    assert not is_blocked(desk, "anyone@news.shop.example")
    assert not is_blocked(desk, "anyone@bookshop.example")


def test_blocking_twice_is_blocking_once(desk: Surroundings) -> None:
    assert block(desk, "seller@shop.example") == block(desk, " seller@shop.example ")


def test_unblocked_mail_comes_in_again(desk: Surroundings) -> None:
    blocked = block(desk, "@shop.example")
    with work(desk, at=NOON) as session:
        pattern = junk.unblock(session, blocked, by=agent(session, "citra"))

    assert (pattern, is_blocked(desk, "seller@shop.example")) == ("@shop.example", False)


def test_a_block_that_is_gone_is_not_found(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(NotFound):
        junk.unblock(session, 4711, by=agent(session, "citra"))


def test_only_coordinators_block(desk: Surroundings) -> None:
    with pytest.raises(NotAllowed):
        block(desk, "seller@shop.example", by="ana")


@pytest.mark.parametrize(
    "pattern",
    [
        "support@desk.example",
        "ana@desk.example",
        "@desk.example",
        "@GMAIL.com",
        "seller",
        "@",
        "a b@shop.example",
        "",
    ],
)
def test_what_must_not_or_cannot_be_blocked_is_refused(desk: Surroundings, pattern: str) -> None:
    with pytest.raises(Invalid):
        block(desk, pattern)


def test_one_person_at_a_shared_host_can_be_blocked(desk: Surroundings) -> None:
    block(desk, "seller@gmail.com")

    assert is_blocked(desk, "seller@gmail.com")
