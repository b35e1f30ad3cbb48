"""Business time: which moments lie within opening hours, and how much of it passes between two of them.

Pure arithmetic on a `WorkCalendar`; no database, no present moment. Moments are aware and in UTC, local time
exists only inside a calendar: weekly windows on the wall clock of a zone, closed days, days open after all.
A window opens, and closes, at the first moment when the clocks on the wall show its end or a later time. On
the days when clocks are set forward or back its real length is therefore shorter or longer, it never opens
twice, and windows that did not overlap on paper never do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HORIZON = timedelta(days=3653)
"""Ten years: a calendar that has not opened by then is taken never to open."""
_TIME = re.compile(r"(?=[01][0-9]|2[0-3]|24:00)([0-9]{2}):([0-5][0-9])")


class Window(NamedTuple):
    """Opening and closing in minutes after local midnight; 1440 is the end of the day."""

    opens: int
    closes: int


Hours = tuple[Window, ...]
"""The windows of a day, in order and apart; none: closed."""


class Stretch(NamedTuple):
    """From `start` until just before `end`, the desk is open without a break."""

    start: datetime
    end: datetime


class WorkingDay(NamedTuple):
    """A local date with opening hours: its first opening and its last closing."""

    date: date
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class WorkCalendar:
    """`week` holds the hours of seven days, Monday first; `closed` names holidays and other days off.

    `open_days` outweigh both: such a day has the hours given, or its weekly ones where none are given.
    Each day is worked out once and kept, so a calendar is worth keeping too.
    """

    zone: ZoneInfo
    week: tuple[Hours, ...]
    closed: Mapping[date, str] = field(default_factory=dict)
    open_days: Mapping[date, Hours] = field(default_factory=dict)
    _known: dict[date, tuple[Stretch, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def hours_on(self, day: date) -> Hours:
        weekly = self.week[day.weekday()]
        if day in self.open_days:
            return self.open_days[day] or weekly
        return () if day in self.closed else weekly

    def stretches_on(self, day: date) -> tuple[Stretch, ...]:
        if day not in self._known:
            self._known[day] = tuple(_stretches(self, day))
        return self._known[day]


def hours(written: Sequence[Sequence[str]]) -> Hours:
    """Hours as people write them: `[["08:00", "12:00"], ["13:00", "24:00"]]`, in any order.

    ValueError: a time that does not exist, a window that closes before it opens, two that overlap.
    """
    windows = tuple(sorted(Window(_minute(opens), _minute(closes)) for opens, closes in written))
    if any(window.opens >= window.closes for window in windows):
        raise ValueError(f"a window closes before it opens: {written}")
    if any(one.closes > next_one.opens for one, next_one in pairwise(windows)):
        raise ValueError(f"two windows overlap: {written}")
    return windows


def working_time_between(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """None at all when `end` is not after `start`."""
    return sum((each.end - each.start for each in stretches_between(calendar, start, end)), timedelta())


def add_working_time(calendar: WorkCalendar, start: datetime, amount: timedelta) -> datetime | None:
    """The first moment by which `amount` has passed, so a closing rather than the opening that follows.

    None: the calendar does not open that long within ten years. Adding nothing leads to the next opening.
    """
    for stretch in stretches_between(calendar, start, start + HORIZON):
        length = stretch.end - stretch.start
        if amount <= length:
            return stretch.start + amount
        amount -= length
    return None


def add_working_days(
    calendar: WorkCalendar,
    start: datetime,
    days: int,
    *,
    skipped: Callable[[datetime], bool] = lambda _closing: False,
) -> datetime | None:
    """When the last of so many working days (one or more) closes, counted from the one after the date of `start`.

    A day is not counted when its closing moment is `skipped`. None: there are not as many within ten years.
    """
    closings = (day.closes for day in working_days(calendar, start) if not skipped(day.closes))
    return next(islice(closings, days - 1, None), None)


def is_open(calendar: WorkCalendar, at: datetime) -> bool:
    """A desk is open at its opening moment and no longer at its closing moment."""
    return any(stretches_between(calendar, at, at + timedelta.resolution))


def next_opening(calendar: WorkCalendar, at: datetime) -> datetime | None:
    """`at` itself when it is open then; None when it does not open within ten years."""
    stretch = next(stretches_between(calendar, at, at + HORIZON), None)
    return stretch and stretch.start


def local_day_bounds(zone: ZoneInfo, at: datetime) -> tuple[datetime, datetime]:
    """The moments at which the local date of `at` begins and ends: 23 to 25 hours apart."""
    day = at.astimezone(zone).date()
    return _first_showing(zone, day, 0), _first_showing(zone, day + DAY, 0)


def stretches_between(calendar: WorkCalendar, start: datetime, end: datetime) -> Iterator[Stretch]:
    """Opening hours in order, those at the ends cut to fit."""
    day = start.astimezone(calendar.zone).date()
    last = end.astimezone(calendar.zone).date() + DAY  # clocks set back at midnight show a date a second time
    while day <= last:
        for stretch in calendar.stretches_on(day):
            opens, closes = max(start, stretch.start), min(end, stretch.end)
            if opens < closes:
                yield Stretch(opens, closes)
        day += DAY


def working_days(calendar: WorkCalendar, start: datetime) -> Iterator[WorkingDay]:
    """Those after the local date of `start`, for ten years."""
    today = start.astimezone(calendar.zone).date()
    for day in (today + DAY * number for number in range(1, HORIZON.days + 1)):
        if stretches := calendar.stretches_on(day):
            yield WorkingDay(day, stretches[0].start, stretches[-1].end)


def _stretches(calendar: WorkCalendar, day: date) -> Iterator[Stretch]:
    for window in calendar.hours_on(day):
        start, end = (_first_showing(calendar.zone, day, minute) for minute in window)
        if start < end:  # else the clocks jumped over the whole of it
            yield Stretch(start, end)


def _first_showing(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """The first moment when clocks show this time or a later one.

    Of an hour that comes twice that is the first; for an hour left out, the moment the clocks jump over it.
    """
    shown = datetime.combine(day, time(), zone) + MINUTE * minute
    at = shown.astimezone(UTC)
    if at.astimezone(zone) == shown:
        return at
    earliest = shown.replace(fold=1).astimezone(UTC)
    minutes = range((at - earliest) // MINUTE)
    return earliest + MINUTE * bisect_left(
        minutes, True, key=lambda each: (earliest + MINUTE * each).astimezone(zone) >= shown
    )


def _minute(written: str) -> int:
    shown = _TIME.fullmatch(written)
    if shown is None:
        raise ValueError(f"not a time between 00:00 and 24:00: {written}")
    return int(shown[1]) * 60 + int(shown[2])
