"""What can be done with one of many tickets at once, and what of it is remembered so that it can be undone.

Each deed is the verb of a single ticket; none of them writes to anybody outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from desk import holding, junk, tickets
from desk.events import record
from models.event import EventKind
from models.people import Agent, Team
from models.session import Session
from models.ticket import Priority, Status, Ticket

MOMENTS = ("held_until", "resolved_at", "closed_at", "spam_at")


class Deed(StrEnum):
    ASSIGN = "assign"
    TAKE = "take"
    PRIORITISE = "prioritise"
    HOLD = "hold"
    TAKE_UP = "take_up"
    MOVE = "move"
    RESOLVE = "resolve"
    MARK_SPAM = "mark_spam"


@dataclass(frozen=True)
class Choice:
    """A deed with what was chosen for it; each deed reads its own. `assignee` None: nobody."""

    deed: Deed
    assignee: Agent | None = None
    priority: Priority = Priority.NORMAL
    team: Team | None = None
    reason: str = ""
    until: datetime | None = None


def fits(ticket: Ticket, deed: Deed) -> bool:
    """What was set aside stays so; what is done is not put on hold; who waits for the requester is not taken up."""
    if ticket.is_spam or ticket.merged_into_id:
        return False
    if deed is Deed.HOLD:
        return not ticket.is_done
    return deed is not Deed.TAKE_UP or ticket.status is Status.ON_HOLD


def act(session: Session, ticket: Ticket, choice: Choice, *, by: Agent, at: datetime) -> None:
    match choice.deed:
        case Deed.ASSIGN:
            tickets.assign(session, ticket, choice.assignee, by=by, at=at)
        case Deed.TAKE:
            tickets.take(session, ticket, by=by, at=at)
        case Deed.PRIORITISE:
            tickets.set_priority(session, ticket, choice.priority, by=by, at=at)
        case Deed.HOLD:
            holding.hold(session, ticket, reason=choice.reason, until=choice.until, by=by, at=at)
        case Deed.TAKE_UP:
            holding.take_up(session, ticket, by=by, at=at)
        case Deed.MOVE:
            tickets.move(session, ticket, choice.team or ticket.team, by=by, at=at)
        case Deed.RESOLVE:
            tickets.resolve(session, ticket, by=by, at=at)
        case Deed.MARK_SPAM:
            junk.mark_spam(session, ticket, by=by, at=at)


def remembered(ticket: Ticket) -> dict[str, Any]:
    """All that a deed may change, as JSON holds it."""
    return {
        "status": ticket.status.value,
        "priority": ticket.priority.value,
        "team": ticket.team.id,
        "assignee": ticket.assignee.id if ticket.assignee else None,
        "held_because": ticket.held_because,
        **{name: _written(getattr(ticket, name)) for name in MOMENTS},
    }


def bring_back(
    session: Session, ticket: Ticket, before: dict[str, Any], *, deed: Deed, by: Agent, at: datetime
) -> None:
    """As it was before the deed, with an event that says so. The former assignee is not told anew."""
    changed = remembered(ticket)
    ticket.status, ticket.priority = Status(before["status"]), Priority(before["priority"])
    ticket.team = session.get_one(Team, before["team"])
    ticket.assignee = session.get_one(Agent, before["assignee"]) if before["assignee"] else None
    ticket.held_because = before["held_because"]
    for name in MOMENTS:
        setattr(ticket, name, _read(before[name]))
    ticket.updated_at = at
    kind, facts = _said(session, ticket, changed, deed=deed)
    record(session, ticket, kind, by=by, at=at, quiet=True, **facts)


def _said(
    session: Session, ticket: Ticket, changed: dict[str, Any], *, deed: Deed
) -> tuple[EventKind, dict[str, Any]]:
    """The event that undoing leaves."""
    match deed:
        case Deed.PRIORITISE:
            return EventKind.PRIORITISED, {"before": changed["priority"], "priority": ticket.priority.value}
        case Deed.HOLD | Deed.TAKE_UP if ticket.status is Status.ON_HOLD:
            until = _written(ticket.held_until) or ""
            return EventKind.PUT_ON_HOLD, {"because": ticket.held_because, "until": until}
        case Deed.HOLD | Deed.TAKE_UP:
            return EventKind.TAKEN_UP, {}
        case Deed.MOVE:
            before = session.get_one(Team, changed["team"]).name
            return EventKind.MOVED, {"before": before, "team": ticket.team.name}
        case Deed.RESOLVE:
            return EventKind.REOPENED, {}
        case Deed.MARK_SPAM:
            return EventKind.NOT_SPAM, {}
    name = ticket.assignee.name if ticket.assignee else ""
    return EventKind.ASSIGNED if name else EventKind.UNASSIGNED, {"assignee": name}


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
