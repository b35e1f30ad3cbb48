"""What is due next on each ticket of a page: its nearest clock, or the one that stands still."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.reason import Reason
from models.session import Session
from models.sla import Clock, Metric
from models.ticket import NO_HURRY, Ticket


@dataclass(frozen=True)
class Due:
    """`at` while the clock runs; `paused_because` while it stands still."""

    metric: Metric
    at: datetime | None
    warned: bool
    paused_because: Reason | None


def dues_of(session: Session, tickets: Iterable[Ticket]) -> dict[int, Due]:
    """By the ticket's id, in one statement; nothing for a ticket to which nothing is owed."""
    unfinished = [ticket.id for ticket in tickets if ticket.turn_at is not None]
    if not unfinished:
        return {}
    columns = Clock.ticket_id, Clock.metric, Clock.due_at, Clock.warned_at, Clock.pause_reason
    query = select(*columns).where(Clock.ticket_id.in_(unfinished), Clock.ended_at.is_(None))
    found: dict[int, Due] = {}
    for ticket_id, metric, due_at, warned_at, reason in session.execute(query.order_by(Clock.id)):
        due = Due(metric, due_at, warned_at is not None, reason)
        found[ticket_id] = min(found.get(ticket_id, due), due, key=_turn)
    return found


def _turn(due: Due) -> datetime:
    return due.at or NO_HURRY
