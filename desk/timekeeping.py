"""The clocks of a ticket as rows: started, changed, counted anew. Every change is a row that stays.

What a clock's own row holds (due, paused, ended) is read off its changes by `desk/clocks.py` and
`desk/deadlines.py` each time one is added, so that it can never say something else than they do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from desk import clocks, deadlines
from desk.calendars import work_calendar
from desk.clocks import Change, State, Target
from desk.policies import Promise
from models.reason import Reason
from models.session import Session
from models.sla import Clock, ClockChange, ClockEvent, Metric, Unit
from models.ticket import NO_HURRY, Ticket


def start(session: Session, ticket: Ticket, metric: Metric, *, promise: Promise, at: datetime) -> Clock:
    clock = Clock(
        ticket=ticket,
        metric=metric,
        policy=promise.policy,
        calendar=promise.calendar,
        amount=promise.target.amount,
        unit=promise.target.unit,
        warn_percent=promise.policy.warn_percent,
        started_at=at,
        changes=[],
    )
    session.add(clock)
    change(clock, ClockChange.START, at=at, target=_promised(clock))
    return clock


def change(
    clock: Clock, kind: ClockChange, *, at: datetime, reason: Reason | None = None, **facts: Any
) -> None:
    """Add it to the clock's list and read the clock off the list anew."""
    stored = facts | ({"reason": reason.as_json()} if reason else {})
    clock.changes.append(ClockEvent(change=kind, facts=stored, at=at))
    refresh(clock)


def move(clock: Clock, promise: Promise, *, at: datetime) -> None:
    """Another target or calendar, counted from the clock's start. A promise that now ends later may warn again."""
    before = clock.due_at.isoformat() if clock.due_at else ""
    clock.policy, clock.calendar = promise.policy, promise.calendar
    clock.amount, clock.unit = promise.target.amount, promise.target.unit
    clock.warn_percent = promise.policy.warn_percent
    change(clock, ClockChange.MOVED, at=at, target=_promised(clock), before=before)


def refresh(clock: Clock) -> None:
    """Read the clock's row off its changes, on the calendar as it is now."""
    state, calendar = replayed(clock), work_calendar(clock.calendar)
    clock.due_at = deadlines.due_at(state, calendar)
    clock.paused_at, clock.pause_reason = state.paused_at, state.pause_reason
    clock.ended_at = state.ended_at
    clock.warned_at, clock.breached_at = state.warned_at, _breach_that_stands(state)
    notice = next_notice(clock, at=clock.changes[-1].at)
    clock.wakes_at = notice.at if notice else None


def next_notice(clock: Clock, *, at: datetime) -> Change | None:
    """What is to be said of it next, and when."""
    calendar = work_calendar(clock.calendar)
    return deadlines.next_notice(replayed(clock), calendar, warn_percent=clock.warn_percent or None, at=at)


def replayed(clock: Clock) -> State:
    return clocks.replay(changes_of(clock))


def changes_of(clock: Clock) -> list[Change]:
    return [_change(row) for row in clock.changes]


def clocks_of(session: Session, ticket: Ticket) -> list[Clock]:
    """In the order they were started."""
    session.flush()
    query = select(Clock).where(Clock.ticket_id == ticket.id).order_by(Clock.id)
    return list(session.scalars(query.options(selectinload(Clock.changes))))


def turn_of(ticket: Ticket, clocks: Iterable[Clock]) -> datetime | None:
    """What `Ticket.turn_at` must be; a clock that has ended or rests has no due moment."""
    if ticket.is_done:
        return None
    return min((clock.due_at for clock in clocks if clock.due_at), default=NO_HURRY)


def _change(row: ClockEvent) -> Change:
    reason, target = row.facts.get("reason"), row.facts.get("target")
    return Change(
        row.change,
        row.at,
        reason=Reason.from_json(reason) if reason else None,
        target=Target(target["amount"], Unit(target["unit"])) if target else None,
    )


def _breach_that_stands(state: State) -> datetime | None:
    """What had ended when it was said to be late was in time: an answer by hand may be found only afterwards."""
    was_in_time = state.ended_at and state.breached_at and state.ended_at <= state.breached_at
    return None if was_in_time else state.breached_at


def _promised(clock: Clock) -> dict[str, Any]:
    return {"amount": clock.amount, "unit": clock.unit.value, "calendar": clock.calendar.slug}
