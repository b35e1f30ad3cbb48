"""A ticket's clocks as its page tells them: what was promised, how it stands, and how that was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk import deadlines, timekeeping
from desk.calendars import work_calendar
from desk.clocks import Phase, State
from desk.deadlines import Counted, Line
from models.reason import Reason
from models.session import Session
from models.sla import Clock, ClockChange, Metric, Unit
from models.ticket import Ticket

SOON = timedelta(hours=2)


class Standing(StrEnum):
    """How a promise stands, told in words and by a mark, never by colour alone."""

    CALM = "calm"
    SOON = "soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ClockView:
    """`missed_at`: when the promise was broken, if it was. `reason`: why it rests or ended."""

    metric: Metric
    standing: Standing
    amount: int
    unit: Unit
    policy: str
    calendar: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    missed_at: datetime | None
    reason: Reason | None
    counted: Counted
    lines: list[Line]
    moves: list[datetime]
    """When its target or calendar changed; it is counted from its start each time."""


def clocks_of(session: Session, ticket: Ticket, *, at: datetime) -> list[ClockView]:
    """Those that still run first, then the newest."""
    views = [_view(clock, at=at) for clock in timekeeping.clocks_of(session, ticket)]
    views.reverse()
    return sorted(views, key=lambda view: view.ended_at is not None)


def standing_of(clock: Clock, *, at: datetime) -> Standing:
    """Of a clock that has not ended, from its row alone: cheap enough for every line of a list."""
    if clock.paused_at is not None:
        return Standing.PAUSED
    return _urgency(clock, at=at)


def _view(clock: Clock, *, at: datetime) -> ClockView:
    state, calendar = timekeeping.replayed(clock), work_calendar(clock.calendar)
    missed_at = deadlines.missed_at(state, calendar, at)
    return ClockView(
        metric=clock.metric,
        standing=_standing(clock, state, missed_at, at=at),
        amount=clock.amount,
        unit=clock.unit,
        policy=clock.policy.name,
        calendar=clock.calendar.name,
        started_at=clock.started_at,
        due_at=clock.due_at or deadlines.used_up_at(state, calendar),
        ended_at=clock.ended_at,
        missed_at=missed_at,
        reason=state.stages[-1].reason if state.stages else None,
        counted=deadlines.counted(state, calendar, at),
        lines=deadlines.lines(state, calendar, at),
        moves=[each.at for each in clock.changes if each.change is ClockChange.MOVED],
    )


def _standing(clock: Clock, state: State, missed_at: datetime | None, *, at: datetime) -> Standing:
    match state.phase:
        case Phase.MET:
            return Standing.KEPT_LATE if missed_at else Standing.KEPT
        case Phase.DROPPED:
            return Standing.DROPPED
        case Phase.PAUSED:
            return Standing.PAUSED
        case _:
            return _urgency(clock, at=at)


def _urgency(clock: Clock, *, at: datetime) -> Standing:
    if clock.due_at is None:
        return Standing.CALM
    if clock.due_at <= at:
        return Standing.OVERDUE
    return Standing.SOON if clock.warned_at or clock.due_at - at <= SOON else Standing.CALM
