"""Business time and clocks counted minute by minute: slow, plain, and sharing nothing with the desk's arithmetic.

A calendar is what people would write down. Its table says of each minute of a period whether it is open. A tape
says of each minute what a clock was doing. The minutes that count are those where the one is open and the other
runs, written out one after another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import compress
from zoneinfo import ZoneInfo

from desk.clocks import Target
from models.sla import ClockChange

LENGTH = 31 * 24 * 60
"""Minutes in a table."""
JUDGED = LENGTH - 3 * 24 * 60
"""So many of them are sure: of a table's last days we may see only a part."""
WAITS, RUNS, RESTS, IS_MET, IS_DROPPED = b" r-md"
_ONLY_RUNS = bytes(byte == RUNS for byte in range(256))
Hours = list[list[str]]


@dataclass(frozen=True)
class PlainCalendar:
    """Seven lists of windows, Monday first; what is closed; what is open after all, with hours or without."""

    zone: str
    week: list[Hours]
    closed: set[date]
    open_days: dict[date, Hours]

    def hours_on(self, day: date) -> Hours:
        if self.open_days.get(day):
            return self.open_days[day]
        if day in self.closed and day not in self.open_days:
            return []
        return self.week[day.weekday()]


@dataclass(frozen=True)
class Table:
    """`open`: a byte for each minute, 1 while open. `days`: first open minute and closing minute of each date."""

    dates: list[date]
    open: bytes
    days: dict[date, tuple[int, int]]

    @cached_property
    def ends(self) -> list[int]:
        """The first minute, and those at which it opens or closes."""
        return [0, *(each for each in range(1, JUDGED) if self.open[each] != self.open[each - 1])]


def table(calendar: PlainCalendar, start: datetime) -> Table:
    dates, times = _walls(calendar.zone, start)
    hours = {day: calendar.hours_on(day) for day in set(dates)}
    is_open = bytearray(LENGTH)
    days: dict[date, tuple[int, int]] = {}
    for minute, (day, shown) in enumerate(zip(dates, times, strict=True)):
        for opens, closes in hours[day]:
            if opens <= shown < closes:
                is_open[minute] = 1
                days[day] = days.get(day, (minute, 0))[0], minute + 1
    return Table(dates, bytes(is_open), days)


@dataclass
class Tape:
    """What a clock did in each minute. A change is painted over all that comes after it."""

    modes: bytearray = field(default_factory=lambda: bytearray([WAITS]) * LENGTH)
    now: int = 0
    started: int | None = None
    ended: int | None = None
    before_met: int = WAITS
    target: Target | None = None

    def play(self, kind: ClockChange, minute: int, target: Target | None) -> None:
        if kind in (ClockChange.WARNED, ClockChange.BREACHED):
            return
        self.now = max(self.now, minute)
        mode = self.modes[self.now]
        if kind is ClockChange.START and mode in (WAITS, IS_MET, IS_DROPPED):
            self.modes[: self.now] = bytes([WAITS]) * self.now
            self.started, self.ended, self.target = self.now, None, target
            self.paint(RUNS, self.now)
        elif kind is ClockChange.PAUSE and mode == RUNS:
            self.paint(RESTS, self.now)
        elif kind is ClockChange.RESUME and mode in (RESTS, IS_MET, IS_DROPPED):
            self.ended = None
            self.paint(RUNS, self.now)
        elif kind is ClockChange.MET and mode in (RUNS, RESTS):
            self.ended, self.before_met = self.now, mode
            self.paint(IS_MET, self.now)
        elif kind is ClockChange.DROPPED and mode in (RUNS, RESTS):
            self.ended = self.now
            self.paint(IS_DROPPED, self.now)
        elif kind is ClockChange.RETURNED and mode == IS_MET:
            assert self.ended is not None
            self.paint(self.before_met, self.ended)
            self.ended = None
        elif kind is ClockChange.MOVED and mode in (RUNS, RESTS):
            self.target = target or self.target

    def paint(self, mode: int, since: int) -> None:
        self.modes[since:] = bytes([mode]) * (LENGTH - since)

    @property
    def is_running(self) -> bool:
        return self.modes[self.now] == RUNS


def minutes_that_count(tape: Tape, table: Table) -> list[int]:
    """Those in which the clock runs and the calendar is open."""
    runs = int.from_bytes(tape.modes.translate(_ONLY_RUNS), "big")
    both = (runs & int.from_bytes(table.open, "big")).to_bytes(LENGTH, "big")
    first = tape.started or 0
    return list(compress(range(first, LENGTH), both[first:]))


def days_that_count(tape: Tape, table: Table) -> list[tuple[int, int]]:
    """Opening and closing minute of each date after the first in whose last open minute the clock runs."""
    if tape.started is None:
        return []
    first = table.dates[tape.started]
    return [
        (opens, closes)
        for day, (opens, closes) in table.days.items()
        if day > first and tape.modes[closes - 1] == RUNS
    ]


def passed_by(minutes: list[int], hundredths: int) -> int | None:
    """When so much of them has passed; both in hundredths of a minute."""
    whole, rest = divmod(hundredths - 1, 100)
    return minutes[whole] * 100 + rest + 1 if whole < len(minutes) else None


@lru_cache(maxsize=32)
def _walls(zone: str, start: datetime) -> tuple[list[date], list[str]]:
    """What clocks on the wall have shown by each minute: set back, they show nothing new until they catch up."""
    dates, times = [], []
    latest = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    for minute in range(LENGTH):
        wall = (start + timedelta(minutes=minute)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        latest = max(latest, wall)
        dates.append(latest.date())
        times.append(f"{latest:%H:%M}")
    return dates, times
