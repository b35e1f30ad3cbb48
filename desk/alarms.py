"""Warnings before a promise runs out, and the breach when it does: each said once, by an event with its facts.

A clock's row names the next moment (`wakes_at`). Whoever sets it to nothing first has it to say; another worker
that saw the same moment finds it gone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from desk import timekeeping
from desk.events import record
from models.event import EventKind
from models.session import Session
from models.sla import Clock, ClockChange

SAID = {ClockChange.WARNED: EventKind.WARNED, ClockChange.BREACHED: EventKind.BREACHED}


def ring_due(session: Session, *, at: datetime, limit: int = 100) -> int:
    """The sweep: say what is due to be said, the oldest first; how many."""
    query = select(Clock).where(Clock.wakes_at <= at).order_by(Clock.wakes_at, Clock.id).limit(limit)
    due = session.scalars(query.options(selectinload(Clock.changes))).all()
    return sum(_ring(session, clock, at=at) for clock in due if claim(session, clock.id, clock.wakes_at))


def claim(session: Session, clock_id: int, seen_at: datetime | None) -> bool:
    """Whether the moment seen on its row is ours to say; another worker may have taken it meanwhile."""
    mine = update(Clock).where(Clock.id == clock_id, Clock.wakes_at == seen_at).values(wakes_at=None)
    claimed: int = session.execute(mine, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
    return claimed == 1


def _ring(session: Session, clock: Clock, *, at: datetime) -> bool:
    """Whether there was something to say; a moment that had moved is only noted anew."""
    notice = timekeeping.next_notice(clock, at=at)
    if notice is None or notice.at > at:
        timekeeping.refresh(clock)
        return False
    timekeeping.change(clock, notice.kind, at=notice.at)
    record(session, clock.ticket, SAID[notice.kind], by=None, at=at, **about(clock))
    return True


def about(clock: Clock) -> dict[str, Any]:
    """The facts of a warning or a breach: which promise, due when, and in whose hands it was."""
    return {
        "metric": clock.metric.value,
        "due": clock.due_at.isoformat() if clock.due_at else "",
        "amount": str(clock.amount),
        "unit": clock.unit.value,
        "assignee": clock.ticket.assignee.name if clock.ticket.assignee else "",
    }
