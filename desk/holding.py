"""Put a ticket on hold, because something else must happen first, and take it up again.

While it is on hold its clocks pause, with the reason. A hold may have an end: the sweep takes it up then.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from desk import people
from desk.errors import Conflict, Invalid
from desk.events import record
from models.event import EventKind
from models.people import Agent
from models.reason import because
from models.session import Session
from models.ticket import Status, Ticket

LONGEST_REASON = 300


def hold(
    session: Session,
    ticket: Ticket,
    *,
    reason: str,
    by: Agent,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Raises Conflict for a ticket that is done, Invalid for an end that has passed.

    On hold already: the new reason and end count from now on.
    """
    people.require(by, "hold")
    if ticket.is_done:
        raise Conflict(because("done_cannot_be_held", code=ticket.code))
    if until is not None and until <= at:
        raise Invalid(because("hold_ends_in_the_past"))
    same = (ticket.status, ticket.held_because, ticket.held_until) == (Status.ON_HOLD, reason, until)
    if same:
        return
    ticket.status = Status.ON_HOLD
    ticket.held_because, ticket.held_until = reason[:LONGEST_REASON], until
    ticket.updated_at = at
    ends = until.isoformat() if until else ""
    record(session, ticket, EventKind.PUT_ON_HOLD, by=by, at=at, because=ticket.held_because, until=ends)


def take_up(session: Session, ticket: Ticket, *, by: Agent | None, at: datetime) -> None:
    """Nothing for a ticket that waits for nobody."""
    if not ticket.is_waiting:
        return
    if by is not None:
        people.require(by, "hold")
    ticket.status = Status.OPEN
    ticket.held_because, ticket.held_until = "", None
    ticket.updated_at = at
    record(session, ticket, EventKind.TAKEN_UP, by=by, at=at)


def take_up_due(session: Session, *, at: datetime, limit: int = 200) -> int:
    """The sweep: take up what was held until now; how many."""
    due = select(Ticket).where(Ticket.held_until <= at, Ticket.status == Status.ON_HOLD).limit(limit)
    tickets = session.scalars(due.with_for_update(skip_locked=True)).all()
    for ticket in tickets:
        take_up(session, ticket, by=None, at=at)
    return len(tickets)
