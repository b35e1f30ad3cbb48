"""One click on many tickets, and its undoing: what was before comes back, unless something else happened since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from desk import bulk, holding, people, tickets
from desk.deeds import Choice, Deed, remembered
from desk.errors import Invalid, NotAllowed, NotFound
from desk.surroundings import Surroundings
from desk.work import work
from models.session import Session
from models.ticket import Priority, Status, Ticket
from tests.desks import NOON, a_ticket, agent
from tests.promises import promise_all

KEY = "a" * 32
LATER = NOON + timedelta(minutes=5)


def choice(session: Session, deed: Deed) -> Choice:
    return Choice(
        deed,
        assignee=agent(session, "ben"),
        priority=Priority.URGENT,
        team=people.get_team(session, "billing"),
        reason="The survey ends",
        until=NOON + timedelta(days=2),
    )


@pytest.fixture
def codes(desk: Surroundings) -> list[str]:
    """Three open tickets with a promise; the last one is on hold."""
    with work(desk, at=NOON) as session:
        promise_all(session)
        found = [a_ticket(session, subject=f"Number {number}") for number in range(3)]
        session.flush()
        citra = agent(session, "citra")
        holding.hold(session, found[2], reason="Waits for the vendor", until=None, by=citra, at=NOON)
        return [each.code for each in found]


def does(
    desk: Surroundings,
    codes: list[str],
    deed: Deed,
    *,
    key: str = KEY,
    by: str = "citra",
    at: datetime = NOON,
) -> list[str]:
    """The tickets that were changed."""
    with work(desk, at=at) as session:
        done = bulk.carry_out(session, codes, choice(session, deed), key=key, by=agent(session, by), at=at)
        return [row["code"] for row in done.before]


def undoes(desk: Surroundings, *, by: str = "citra") -> bulk.Undone:
    with work(desk, at=LATER) as session:
        return bulk.undo(session, KEY, by=agent(session, by), at=LATER)


def state(desk: Surroundings, codes: list[str]) -> list[dict[str, Any]]:
    """All that a deed may change."""
    with desk.database.reading() as session:
        return [remembered(tickets.get_ticket(session, code)) for code in codes]


DOES: dict[Deed, Callable[[Ticket], bool]] = {
    Deed.ASSIGN: lambda ticket: ticket.assignee is not None and ticket.assignee.login == "ben@desk.example",
    Deed.TAKE: lambda ticket: ticket.assignee is not None and ticket.assignee.login == "citra@desk.example",
    Deed.PRIORITISE: lambda ticket: ticket.priority is Priority.URGENT,
    Deed.HOLD: lambda ticket: ticket.status is Status.ON_HOLD,
    Deed.MOVE: lambda ticket: ticket.team.slug == "billing",
    Deed.RESOLVE: lambda ticket: ticket.status is Status.RESOLVED,
    Deed.MARK_SPAM: lambda ticket: ticket.is_spam,
}


@pytest.mark.parametrize("deed", DOES)
def test_deed_is_done_to_each(desk: Surroundings, codes: list[str], deed: Deed) -> None:
    does(desk, codes, deed)

    with desk.database.reading() as session:
        assert all(DOES[deed](tickets.get_ticket(session, code)) for code in codes)


@pytest.mark.parametrize("deed", [*DOES, Deed.TAKE_UP])
def test_undone_everything_is_as_before(desk: Surroundings, codes: list[str], deed: Deed) -> None:
    before = state(desk, codes)
    changed = does(desk, codes, deed, at=NOON)
    undone = undoes(desk)

    assert (undone.restored, undone.left) == (changed, [])
    assert state(desk, codes) == before


def test_only_what_stood_on_hold_is_taken_up(desk: Surroundings, codes: list[str]) -> None:
    assert does(desk, codes, Deed.TAKE_UP) == codes[2:]


def test_what_happened_since_is_left_as_it_is(desk: Surroundings, codes: list[str]) -> None:
    does(desk, codes, Deed.PRIORITISE)
    with work(desk, at=LATER) as session:
        tickets.take(session, tickets.get_ticket(session, codes[0]), by=agent(session, "ana"), at=LATER)
    undone = undoes(desk)

    assert (undone.left, undone.restored) == (codes[:1], codes[1:])
    with desk.database.reading() as session:
        found = [tickets.get_ticket(session, code).priority for code in codes]
    assert found == [Priority.URGENT, Priority.NORMAL, Priority.NORMAL]


def test_a_form_sent_twice_counts_once(desk: Surroundings, codes: list[str]) -> None:
    does(desk, codes[:1], Deed.RESOLVE)

    assert does(desk, codes, Deed.MARK_SPAM) == codes[:1]


def test_undoing_twice_says_the_same_again(desk: Surroundings, codes: list[str]) -> None:
    does(desk, codes, Deed.RESOLVE)
    first = undoes(desk)

    assert undoes(desk).restored == first.restored


def test_nobody_undoes_what_somebody_else_did(desk: Surroundings, codes: list[str]) -> None:
    does(desk, codes, Deed.RESOLVE)

    with pytest.raises(NotAllowed):
        undoes(desk, by="ana")


def test_what_was_never_done_cannot_be_undone(desk: Surroundings) -> None:
    with pytest.raises(NotFound):
        undoes(desk)


def test_nothing_selected_is_said(desk: Surroundings) -> None:
    with pytest.raises(Invalid):
        does(desk, [], Deed.RESOLVE)


def test_too_much_at_once_is_said(desk: Surroundings) -> None:
    with pytest.raises(Invalid):
        does(desk, [f"MJ-{number:06}" for number in range(bulk.MOST + 1)], Deed.RESOLVE)


def test_who_has_left_changes_none_of_them(desk: Surroundings, codes: list[str]) -> None:
    before = state(desk, codes)
    with work(desk, at=NOON) as session:
        people.deactivate(agent(session, "ana"))
    with pytest.raises(NotAllowed):
        does(desk, codes, Deed.MOVE, by="ana")

    assert state(desk, codes) == before


def test_undoing_is_offered_for_an_hour_and_until_it_was_done(desk: Surroundings, codes: list[str]) -> None:
    does(desk, codes, Deed.RESOLVE)
    with desk.database.reading() as session:
        citra = agent(session, "citra")
        offered = [bulk.newest_undoable(session, citra, at=at) for at in (LATER, NOON + timedelta(hours=2))]
        assert [each is not None for each in offered] == [True, False]
    undoes(desk)
    with desk.database.reading() as session:
        assert bulk.newest_undoable(session, agent(session, "citra"), at=LATER) is None
