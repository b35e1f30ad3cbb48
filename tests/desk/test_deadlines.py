"""When a clock is due, when it warns, and how its time was counted: in an office of weekdays, eight to four."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.clocks import Change, State, Target, replay
from desk.deadlines import counted, due_at, lines, missed_at, next_notice, used_up_at, warning_at
from desk.worktime import WorkCalendar, hours
from models.reason import because
from models.sla import ClockChange, Unit

START, PAUSE, RESUME, MET = ClockChange.START, ClockChange.PAUSE, ClockChange.RESUME, ClockChange.MET
MOVED, WARNED, BREACHED = ClockChange.MOVED, ClockChange.WARNED, ClockChange.BREACHED
HOUR = timedelta(hours=1)
FOUR_HOURS, TWO_DAYS = Target(240, Unit.MINUTES), Target(2, Unit.DAYS)
JAKARTA = ZoneInfo("Asia/Jakarta")
OFFICE = WorkCalendar(JAKARTA, (hours([["08:00", "16:00"]]),) * 5 + ((), ()))
AROUND_THE_CLOCK = WorkCalendar(JAKARTA, (hours([["00:00", "24:00"]]),) * 7)


def at(day: str, time: str) -> datetime:
    """In April 2026, whose 6th is a Monday."""
    return datetime.fromisoformat(f"2026-04-{day} {time}").replace(tzinfo=JAKARTA).astimezone(UTC)


def clock(target: Target, *changes: Change) -> State:
    """Started on Monday at nine."""
    return replay([Change(START, at("06", "09:00"), target=target), *changes])


def test_minutes_of_opening_time_go_on_the_next_day() -> None:
    eight_hours = Target(480, Unit.MINUTES)

    assert due_at(clock(eight_hours), OFFICE) == at("07", "09:00")


def test_a_clock_that_starts_in_the_night_counts_from_the_opening() -> None:
    started = Change(START, at("11", "22:00"), target=FOUR_HOURS)

    assert due_at(replay([started]), OFFICE) == at("13", "12:00")


def test_a_pause_puts_the_due_moment_off_by_its_opening_time() -> None:
    waited = Change(PAUSE, at("06", "10:00")), Change(RESUME, at("07", "08:30"))

    assert due_at(clock(FOUR_HOURS, *waited), OFFICE) == at("07", "11:30")


def test_nothing_is_due_while_a_clock_rests() -> None:
    paused = clock(FOUR_HOURS, Change(PAUSE, at("06", "10:00")))

    assert due_at(paused, OFFICE) is None
    assert counted(paused, OFFICE, at("07", "10:00")).net == HOUR


def test_a_due_moment_may_lie_in_the_past() -> None:
    waited = Change(PAUSE, at("06", "15:00")), Change(RESUME, at("07", "08:30"))

    assert due_at(clock(FOUR_HOURS, *waited), OFFICE) == at("06", "13:00")


def test_working_days_count_from_the_next() -> None:
    assert due_at(clock(TWO_DAYS), OFFICE) == at("08", "16:00")


@pytest.mark.parametrize(
    ("pause", "resume", "due"),
    [
        ("15:00", "15:59", "08"),
        ("15:00", "16:00", "09"),
        ("16:00", "18:00", "08"),
        ("12:00", "20:00", "09"),
    ],
    ids=["over before closing", "until closing", "from closing on", "over closing"],
)
def test_a_day_counts_when_the_clock_runs_as_it_closes(pause: str, resume: str, due: str) -> None:
    waited = Change(PAUSE, at("07", pause)), Change(RESUME, at("07", resume))

    assert due_at(clock(TWO_DAYS, *waited), OFFICE) == at(due, "16:00")


def test_another_calendar_counts_from_the_start() -> None:
    moved = clock(Target(24 * 60, Unit.MINUTES), Change(MOVED, at("06", "15:00")))

    assert due_at(moved, AROUND_THE_CLOCK) == at("07", "09:00")


def test_another_target_counts_from_the_start() -> None:
    moved = clock(FOUR_HOURS, Change(MOVED, at("06", "12:00"), target=Target(60, Unit.MINUTES)))

    assert due_at(moved, OFFICE) == at("06", "10:00")


def test_a_holiday_entered_later_puts_the_due_moment_off() -> None:
    edited = WorkCalendar(JAKARTA, OFFICE.week, closed={date(2026, 4, 7): "Libur"})

    assert due_at(clock(TWO_DAYS), edited) == at("09", "16:00")


def test_a_warning_comes_when_so_much_is_used_up() -> None:
    assert warning_at(clock(FOUR_HOURS), OFFICE, 75) == at("06", "12:00")


def test_a_warning_of_working_days_comes_when_the_due_day_opens() -> None:
    assert warning_at(clock(TWO_DAYS), OFFICE, 75) == at("08", "08:00")


def test_no_warning_is_wanted() -> None:
    assert warning_at(clock(FOUR_HOURS), OFFICE, None) is None


def test_what_is_met_when_it_is_due_is_met_in_time() -> None:
    on_time = clock(FOUR_HOURS, Change(MET, at("06", "13:00")))

    assert missed_at(on_time, OFFICE, at("10", "09:00")) is None


def test_what_is_met_later_was_missed_when_it_was_due() -> None:
    late = clock(FOUR_HOURS, Change(MET, at("06", "13:01")))

    assert missed_at(late, OFFICE, at("10", "09:00")) == at("06", "13:00")


def test_a_clock_that_was_met_early_never_used_up_its_target() -> None:
    assert used_up_at(clock(TWO_DAYS, Change(MET, at("08", "15:59"))), OFFICE) is None


def test_lines_tell_how_it_was_counted() -> None:
    waiting = because("waiting")
    state = clock(TWO_DAYS, Change(PAUSE, at("06", "10:00"), waiting), Change(RESUME, at("07", "15:00")))

    told = [(line.span.reason, line.worked, line.days) for line in lines(state, OFFICE, at("08", "16:00"))]

    assert told == [(None, HOUR, 0), (waiting, timedelta(), 0), (None, 9 * HOUR, 2)]


def test_net_is_opening_time_while_it_ran_and_gross_is_all_time() -> None:
    waited = Change(PAUSE, at("06", "10:00")), Change(RESUME, at("06", "12:00"))
    sums = counted(clock(FOUR_HOURS, *waited, Change(MET, at("07", "09:00"))), OFFICE, at("20", "09:00"))

    assert (sums.net, sums.gross, sums.days) == (6 * HOUR, 24 * HOUR, 0)


def notice(state: State, now: datetime) -> tuple[ClockChange, datetime] | None:
    said = next_notice(state, OFFICE, warn_percent=75, at=now)
    return None if said is None else (said.kind, said.at)


def test_a_clock_warns_then_breaches_each_once() -> None:
    now, warning, due = at("06", "09:00"), at("06", "12:00"), at("06", "13:00")
    warned, breached = Change(WARNED, at("06", "12:01")), Change(BREACHED, at("06", "13:01"))

    assert notice(clock(FOUR_HOURS), now) == (WARNED, warning)
    assert notice(clock(FOUR_HOURS, warned), now) == (BREACHED, due)
    assert notice(clock(FOUR_HOURS, warned, breached), now) is None


def test_a_warning_that_comes_too_late_is_left_out() -> None:
    assert notice(clock(FOUR_HOURS), at("06", "13:00")) == (BREACHED, at("06", "13:00"))


def test_what_was_said_stands_when_a_move_leaves_it_true() -> None:
    said = Change(WARNED, at("06", "12:01")), Change(BREACHED, at("06", "13:01"))
    tighter = Change(MOVED, at("06", "14:00"), target=Target(60, Unit.MINUTES))

    assert notice(clock(FOUR_HOURS, *said, tighter), at("06", "14:00")) is None


def test_a_move_that_gives_more_time_warns_and_breaches_again() -> None:
    said = Change(WARNED, at("06", "12:01")), Change(BREACHED, at("06", "13:01"))
    longer = Change(MOVED, at("06", "14:00"), target=Target(480, Unit.MINUTES))

    assert notice(clock(FOUR_HOURS, *said, longer), at("06", "14:00")) == (WARNED, at("06", "15:00"))


def test_a_clock_that_rests_says_nothing() -> None:
    assert notice(clock(FOUR_HOURS, Change(PAUSE, at("06", "10:00"))), at("08", "09:00")) is None
