"""`make histories`: a hundred thousand histories of clocks, each judged against counting minutes one by one.

A world is a time zone, some weeks of it and three calendars; a history is what may befall a clock there: pauses,
other targets and calendars, credit taken back, reopening, and much that makes no sense. After every change the
clock must say what `tests/minutes.py` says. The same seed and count give the same histories again.
"""

from __future__ import annotations

import argparse
import random
import sys
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk import public_holidays
from desk.clocks import Change, State, Target, apply, replay
from desk.deadlines import counted, due_at, missed_at, warning_at
from desk.worktime import WorkCalendar, hours
from models.reason import because
from models.sla import ClockChange, Unit
from tests.minutes import (
    JUDGED,
    LENGTH,
    Hours,
    PlainCalendar,
    Table,
    Tape,
    days_that_count,
    minutes_that_count,
    passed_by,
    table,
)

PERIODS = {
    "Asia/Jakarta": ("2026-03-01", "2026-05-05", "2026-12-05"),
    "Asia/Jayapura": ("2026-03-01", "2027-02-20"),
    "Europe/Berlin": ("2026-03-14", "2026-10-10"),
    "America/New_York": ("2026-02-21", "2026-10-17"),
    "Australia/Lord_Howe": ("2026-03-21", "2026-09-19"),
}
"""First days, in UTC: the weeks after them hold Lebaran and cuti bersama, or a day when clocks are set."""
TURN = 15 * 24 * 60
"""So many minutes after these days, at the longest half a day before, clocks are set in zones that do so."""
MINUTE = timedelta(minutes=1)
LATER = JUDGED * 100
"""In hundredths of a minute: what falls due later need only be known to."""
HISTORIES_OF_A_WORLD = 100
WEEKS: tuple[tuple[Hours, ...], ...] = (
    ([["08:00", "16:00"]],) * 5 + ([],) * 2,
    ([["08:00", "12:00"], ["13:00", "16:30"]],) * 4 + ([["08:00", "11:30"], ["13:30", "17:00"]],) + ([],) * 2,
    ([["07:30", "14:00"]],) * 6 + ([],),
    ([["00:00", "24:00"]],) * 7,
    ([["22:00", "24:00"], ["00:00", "06:00"]],) * 7,
    ([["01:30", "02:15"], ["02:30", "03:30"], ["12:00", "18:00"]],) * 7,
)
KINDS = (
    *(ClockChange.PAUSE, ClockChange.RESUME) * 4,
    *(ClockChange.MET, ClockChange.RETURNED, ClockChange.MOVED) * 2,
    *(ClockChange.START, ClockChange.DROPPED, ClockChange.WARNED, ClockChange.BREACHED),
)
REASONS = (None, because("pending"), because("on_hold"))


Answers = dict[str, float | None]


@dataclass(frozen=True)
class World:
    start: datetime
    calendars: list[WorkCalendar]
    tables: list[Table]


@dataclass(frozen=True)
class Step:
    """A change in a history: on which calendar the clock is from then on, and when, in minutes of the world."""

    change: Change
    calendar: int
    minute: int


def world(seed: int, number: int) -> World:
    chance = random.Random(f"{seed}-{number}")
    zone = chance.choice(tuple(PERIODS))
    start = datetime.fromisoformat(chance.choice(PERIODS[zone])).replace(tzinfo=UTC)
    plain = [some_calendar(chance, zone, start.date()) for _ in range(2)]
    plain.append(some_calendar(chance, chance.choice((zone, "Asia/Jakarta")), start.date()))
    return World(start, [as_desk_has_it(each) for each in plain], [table(each, start) for each in plain])


def some_calendar(chance: random.Random, zone: str, first: date) -> PlainCalendar:
    dates = [first + timedelta(days=number) for number in range(LENGTH // 24 // 60 + 2)]
    week = list(chance.choice(WEEKS)) if chance.random() < 0.7 else [some_hours(chance) for _ in range(7)]
    closed = {day for day in dates if chance.random() < 0.1}
    if chance.random() < 0.5:
        leave = chance.random() < 0.5
        closed |= set(public_holidays.days("ID", first.year, joint_leave=leave))
    open_days = {day: chance.choice(([], some_hours(chance))) for day in dates if chance.random() < 0.08}
    return PlainCalendar(zone, week, closed, open_days)


def some_hours(chance: random.Random) -> Hours:
    """No window to three of them, some side by side, to the minute or to the quarter."""
    step = chance.choice((1, 15, 60))
    ends = sorted(chance.sample(range(0, 24 * 60 + 1, step), 2 * chance.choice((0, 1, 1, 2, 3))))
    if len(ends) > 2 and chance.random() < 0.2:
        ends[2] = ends[1]
    times = [f"{end // 60:02}:{end % 60:02}" for end in ends]
    return [[opens, closes] for opens, closes in zip(times[::2], times[1::2], strict=True) if opens < closes]


def as_desk_has_it(plain: PlainCalendar) -> WorkCalendar:
    return WorkCalendar(
        zone=ZoneInfo(plain.zone),
        week=tuple(map(hours, plain.week)),
        closed=dict.fromkeys(plain.closed, "closed"),
        open_days={day: hours(given) for day, given in plain.open_days.items()},
    )


def history(chance: random.Random, world: World) -> list[Step]:
    """From its start on, or with something before it; now and then a change is dated before the one preceding."""
    minute = chance.choice((TURN - chance.randrange(3 * 24 * 60), chance.randrange(1, JUDGED // 2)))
    calendar, steps, state = chance.randrange(3), list[Step](), State()
    for kind in (ClockChange.START, *chance.choices(KINDS, k=chance.randrange(9))):
        moves = kind is ClockChange.MOVED
        calendar = chance.randrange(3) if moves and chance.random() < 0.5 else calendar
        target = some_target(chance) if kind is ClockChange.START or moves else None
        change = Change(kind, world.start + MINUTE * minute, chance.choice(REASONS), target)
        steps.append(Step(change, calendar, minute))
        state = apply(state, change)
        minute = next_minute(chance, world, steps[-1], due_at(state, world.calendars[calendar]))
    return steps[1:] + steps[:1] if chance.random() < 0.02 else steps


def next_minute(chance: random.Random, world: World, last: Step, due: datetime | None) -> int:
    """After a while, or before; or at one of the moments where a minute decides: an opening, a closing, the end."""
    longest, dice = chance.choice((1, 60, 600, 3000, 9000)), chance.random()
    minute = last.minute + chance.randrange(longest)
    if dice < 0.2:
        minute = next((each for each in world.tables[last.calendar].ends if each >= minute), minute)
    elif dice < 0.35 and due is not None:
        minute = (due - world.start) // MINUTE
    elif dice < 0.45:
        minute = last.minute - chance.randrange(300)
    return max(1, min(minute, JUDGED - 1))


def some_target(chance: random.Random) -> Target:
    if chance.random() < 0.3:
        return Target(chance.randint(1, 6), Unit.DAYS)
    return Target(chance.randint(1, chance.choice((15, 90, 600, 2400))), Unit.MINUTES)


def complaints(world: World, steps: list[Step], chance: random.Random) -> Iterator[str]:
    """What the clock says otherwise than the minutes do, after each step; and than replaying all steps does."""
    state, tape = State(), Tape()
    for number, step in enumerate(steps, start=1):
        state = apply(state, step.change)
        tape.play(step.change.kind, step.minute, step.change.target)
        if state != replay(each.change for each in steps[:number]):
            yield f"step {number}: replaying gives another state"
        percent = chance.randint(1, 99)
        until = chance.choice((chance.randrange(JUDGED), chance.choice(world.tables[step.calendar].ends)))
        said = of_the_clock(world, state, step.calendar, percent=percent, until=until)
        seen = of_the_minutes(tape, world.tables[step.calendar], percent=percent, until=until)
        for name in said:
            if said[name] != seen[name]:
                yield f"step {number}: {name} is {said[name]}, by the minutes {seen[name]}"


def of_the_clock(world: World, state: State, calendar: int, *, percent: int, until: int) -> Answers:
    on, at = world.calendars[calendar], world.start + MINUTE * until
    sums = counted(state, on, at)
    return {
        "due": _judged(world, due_at(state, on), state.is_running),
        "warning": _judged(world, warning_at(state, on, percent), state.is_running),
        "missed": _judged(world, missed_at(state, on, at), False),
        "net": sums.net / MINUTE,
        "days": sums.days,
        "gross": sums.gross / MINUTE,
    }


def of_the_minutes(tape: Tape, table: Table, *, percent: int, until: int) -> Answers:
    minutes, days = minutes_that_count(tape, table), days_that_count(tape, table)
    due, warning = _moments(tape.target, minutes, days, percent)
    is_missed = due is not None and due < 100 * min(until, tape.ended or until)
    return {
        "due": min(due or LATER, LATER) if tape.is_running else None,
        "warning": min(warning or LATER, LATER) if tape.is_running else None,
        "missed": due if is_missed else None,
        "net": bisect_left(minutes, until),
        "days": sum(closes <= until for _, closes in days),
        "gross": 0 if tape.started is None else max(0, min(until, tape.ended or until) - tape.started),
    }


def judge_world(seed: int, number: int, count: int) -> tuple[int, list[str]]:
    """How many changes its histories held, and what was wrong with them."""
    here, chance = world(seed, number), random.Random(f"{seed}-{number}-histories")
    changes, wrong = 0, list[str]()
    for each in range(count):
        steps = history(chance, here)
        changes += len(steps)
        found = list(complaints(here, steps, chance))
        wrong += [f"seed {seed}, world {number}, history {each}: {words}" for words in found[:1]]
    return changes, wrong


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--histories", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    changes, wrong, worlds = 0, list[str](), range(0, asked.histories, HISTORIES_OF_A_WORLD)
    for first in worlds:
        count = min(HISTORIES_OF_A_WORLD, asked.histories - first)
        some, found = judge_world(asked.seed, first // HISTORIES_OF_A_WORLD, count)
        changes, wrong = changes + some, wrong + found
        sys.stdout.writelines(f"{words}\n" for words in found)
    sys.stdout.write(
        f"histories: {asked.histories} of clocks in {len(worlds)} worlds, {changes} changes,"
        f" seed {asked.seed}, {len(wrong)} wrong\n"
    )
    return 1 if wrong else 0


def _judged(world: World, said: datetime | None, is_running: bool) -> int | None:
    """In hundredths of a minute since the world began; of a running clock that is never due: later."""
    if said is None:
        return LATER if is_running else None
    return min((said - world.start) * 100 // MINUTE, LATER)


def _moments(
    target: Target | None, minutes: list[int], days: list[tuple[int, int]], percent: int
) -> tuple[int | None, int | None]:
    if target is None:
        return None, None
    if target.unit is Unit.MINUTES:
        return passed_by(minutes, target.amount * 100), passed_by(minutes, target.amount * percent)
    if len(days) < target.amount:
        return None, None
    opens, closes = days[target.amount - 1]
    return closes * 100, opens * 100


if __name__ == "__main__":
    sys.exit(main())
