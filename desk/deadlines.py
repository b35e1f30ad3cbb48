"""When a clock is due, when to warn, and what it has used up, in business time on a calendar.

Pure arithmetic on the state of a clock (`desk/clocks.py`) and a calendar (`desk/worktime.py`). Only the time a
clock runs counts, and of that only opening hours; or the working days, after the day of its start, at whose
closing moment it runs. Opening hours that a clock starts outside of need no care: it counts from the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile

from desk.clocks import Change, Span, State, runs, spans
from desk.worktime import (
    WorkCalendar,
    WorkingDay,
    add_working_time,
    working_days,
    working_time_between,
)
from models.sla import ClockChange, Unit


@dataclass(frozen=True)
class Line:
    """What one span adds to the sum: business time, and working days that closed in it."""

    span: Span
    worked: timedelta
    days: int


@dataclass(frozen=True)
class Counted:
    """`net`: business time while it ran; `days`: working days likewise; `gross`: all time since it started."""

    net: timedelta
    days: int
    gross: timedelta


def due_at(state: State, calendar: WorkCalendar) -> datetime | None:
    """When a running clock uses up its target, or did. None: it rests, or ten years are not enough."""
    return used_up_at(state, calendar) if state.is_running else None


def warning_at(state: State, calendar: WorkCalendar, percent: int | None) -> datetime | None:
    """When a running clock has used up so much of its minutes; of days: when the day opens on which it is due."""
    if not state.is_running or state.target is None or percent is None:
        return None
    if state.target.unit is Unit.MINUTES:
        return _minutes_used_up_at(state, calendar, timedelta(minutes=state.target.amount) * percent // 100)
    day = _due_day(state, calendar, state.target.amount)
    return day and day.opens


def used_up_at(state: State, calendar: WorkCalendar) -> datetime | None:
    """When the target was used up, or will be while the clock runs on. None: not before it came to rest."""
    if state.target is None:
        return None
    if state.target.unit is Unit.MINUTES:
        return _minutes_used_up_at(state, calendar, timedelta(minutes=state.target.amount))
    day = _due_day(state, calendar, state.target.amount)
    return day and day.closes


def missed_at(state: State, calendar: WorkCalendar, until: datetime) -> datetime | None:
    """When the promise was broken, if by `until` it was. What is met at the very moment it is due is in time."""
    moment = used_up_at(state, calendar)
    return moment if moment is not None and moment < min(until, state.ended_at or until) else None


def next_notice(
    state: State, calendar: WorkCalendar, *, warn_percent: int | None, at: datetime
) -> Change | None:
    """What is to be said next of a running clock, and when: WARNED, then BREACHED, each once.

    Said once is said for good, unless a move, or a pause over a due day, has since put the moment off until
    later. A warning that would come too late, the target being used up `at` this moment, is left out.
    """
    due = due_at(state, calendar)
    if due is None or _was_said(state.breached_at, due):
        return None
    warning = warning_at(state, calendar, warn_percent)
    if warning is None or due <= at or _was_said(state.warned_at, warning):
        return Change(ClockChange.BREACHED, due)
    return Change(ClockChange.WARNED, warning)


def counted(state: State, calendar: WorkCalendar, until: datetime) -> Counted:
    """How much was used up by `until`; the same ever after once the clock has ended."""
    sums = lines(state, calendar, until)
    start, end = state.started_at or until, min(until, state.ended_at or until)
    return Counted(
        net=sum((line.worked for line in sums), timedelta()),
        days=sum(line.days for line in sums),
        gross=max(end - start, timedelta()),
    )


def lines(state: State, calendar: WorkCalendar, until: datetime) -> list[Line]:
    """How it was counted, span by span."""
    parts = spans(state, until)
    closings = [day.closes for day in _days(state, calendar, parts[-1].end)] if parts else []
    return [_line(span, calendar, closings) for span in parts]


def _minutes_used_up_at(state: State, calendar: WorkCalendar, amount: timedelta) -> datetime | None:
    for start, end in runs(state):
        if end is None:
            return add_working_time(calendar, start, amount)
        worked = working_time_between(calendar, start, end)
        if amount <= worked:
            return add_working_time(calendar, start, amount)
        amount -= worked
    return None


def _due_day(state: State, calendar: WorkCalendar, number: int) -> WorkingDay | None:
    """The last of so many working days at whose closing moment the clock runs, or did."""
    rests_since = None if state.is_running or not state.stages else state.stages[-1].since
    days = (day for day in _days(state, calendar, rests_since) if _runs_at(state, day.closes))
    return next(islice(days, number - 1, None), None)


def _days(state: State, calendar: WorkCalendar, until: datetime | None) -> Iterator[WorkingDay]:
    """The working days after its start that close by then."""
    if state.started_at is None:
        return iter(())
    days = working_days(calendar, state.started_at)
    return takewhile(lambda day: until is None or day.closes <= until, days)


def _runs_at(state: State, closing: datetime) -> bool:
    """Up to that very moment: who pauses at closing time has used the day up, who resumes then has not."""
    return any(start < closing and (end is None or closing <= end) for start, end in runs(state))


def _line(span: Span, calendar: WorkCalendar, closings: list[datetime]) -> Line:
    if not span.counts:
        return Line(span, timedelta(), 0)
    return Line(
        span,
        worked=working_time_between(calendar, span.start, span.end),
        days=sum(span.start < closing <= span.end for closing in closings),
    )


def _was_said(said_at: datetime | None, moment: datetime) -> bool:
    return said_at is not None and said_at >= moment
