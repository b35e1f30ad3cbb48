"""One click on many tickets, and its undoing by who clicked, as long as nothing else happened to them.

All of it is one transaction; each ticket gets its own events, and one row says what they were before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from desk.deeds import Choice, Deed, act, bring_back, fits, remembered
from desk.errors import Invalid, NotAllowed, NotFound
from models.deeds import BulkDeed
from models.event import Event, EventKind
from models.people import Agent
from models.reason import because
from models.session import Session, take_turns
from models.ticket import Ticket

MOST = 100
OFFERED_FOR = timedelta(hours=1)
CLOCKS_SAY = (EventKind.WARNED, EventKind.BREACHED)
"""Events by which nothing about a ticket changes."""


@dataclass(frozen=True)
class Undone:
    """`left` as they are, because something else happened to them since."""

    deed: BulkDeed
    restored: list[str]
    left: list[str]


def carry_out(
    session: Session, codes: Sequence[str], choice: Choice, *, key: str, by: Agent, at: datetime
) -> BulkDeed:
    """On those of the tickets that it fits. The form it was sent from counts once. Raises Invalid."""
    take_turns(session, f"bulk {key}")
    known = _find(session, key)
    if known:
        return known
    fitting = [each for each in _tickets(session, _checked(codes)) if fits(each, choice.deed)]
    before = {each.code: remembered(each) for each in fitting}
    for ticket in fitting:
        act(session, ticket, choice, by=by, at=at)
    session.flush()
    changed = [each for each in fitting if before[each.code] != remembered(each)]
    newest = _newest_events(session, changed)
    rows = [before[each.code] | {"code": each.code, "event": newest[each.id]} for each in changed]
    deed = BulkDeed(key=key, agent=by, deed=choice.deed.value, before=rows, at=at)
    session.add(deed)
    return deed


def undo(session: Session, key: str, *, by: Agent, at: datetime) -> Undone:
    """Raises NotFound, NotAllowed. Once undone, it only says again what it did."""
    take_turns(session, f"bulk {key}")
    done = get_deed(session, key, by=by)
    if done.undone_at is not None:
        return outcome(done)
    found = {ticket.code: ticket for ticket in _tickets(session, [row["code"] for row in done.before])}
    touched = _touched(session, done, found.values())
    for row in done.before:
        if row["code"] not in touched:
            bring_back(session, found[row["code"]], row, deed=Deed(done.deed), by=by, at=at)
    done.undone_at = at
    done.before = [row | {"left": row["code"] in touched} for row in done.before]
    return outcome(done)


def get_deed(session: Session, key: str, *, by: Agent) -> BulkDeed:
    """Raises NotFound, NotAllowed when it was somebody else's."""
    found = _find(session, key)
    if found is None:
        raise NotFound(because("no_such_bulk_deed"))
    if found.agent_id != by.id:
        raise NotAllowed(because("not_your_bulk_deed"))
    return found


def outcome(done: BulkDeed) -> Undone:
    left = [row["code"] for row in done.before if row.get("left")]
    return Undone(done, [row["code"] for row in done.before if row["code"] not in left], left)


def newest_undoable(session: Session, agent: Agent, *, at: datetime) -> BulkDeed | None:
    """This agent's last one, while something of it can be brought back."""
    query = select(BulkDeed).where(BulkDeed.agent_id == agent.id).order_by(BulkDeed.id.desc()).limit(1)
    newest = session.scalars(query).first()
    if newest is None or newest.undone_at or not newest.before or at - newest.at > OFFERED_FOR:
        return None
    found = session.scalars(select(Ticket).where(Ticket.code.in_([row["code"] for row in newest.before])))
    return newest if len(_touched(session, newest, found)) < len(newest.before) else None


def _checked(codes: Sequence[str]) -> list[str]:
    wanted = sorted(set(codes))
    if not wanted:
        raise Invalid(because("nothing_selected"))
    if len(wanted) > MOST:
        raise Invalid(because("too_many_selected", count=len(wanted), limit=MOST))
    return wanted


def _tickets(session: Session, codes: list[str]) -> list[Ticket]:
    """Locked in the same order by everybody, so that two bulk deeds never wait for each other."""
    query = select(Ticket).where(Ticket.code.in_(codes)).order_by(Ticket.id)
    return list(session.scalars(query.with_for_update()))


def _find(session: Session, key: str) -> BulkDeed | None:
    return session.scalars(select(BulkDeed).where(BulkDeed.key == key)).one_or_none()


def _touched(session: Session, done: BulkDeed, found: Iterable[Ticket]) -> set[str]:
    """Those to which something else happened since, or which are gone."""
    of_deed: dict[str, Any] = {row["code"]: row["event"] for row in done.before}
    known = list(found)
    newest = _newest_events(session, known)
    untouched = {each.code for each in known if newest.get(each.id, 0) <= of_deed[each.code]}
    return of_deed.keys() - untouched


def _newest_events(session: Session, found: Iterable[Ticket]) -> dict[int, int]:
    """Of each ticket, by their ids."""
    query = (
        select(Event.ticket_id, func.max(Event.id))
        .where(Event.ticket_id.in_([each.id for each in found]), Event.kind.not_in(CLOCKS_SAY))
        .group_by(Event.ticket_id)
    )
    return {row.ticket_id: row[1] for row in session.execute(query)}
