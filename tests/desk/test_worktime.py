"""Business time: breaks, holidays, days of one's own, and the nights when clocks are set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import public_holidays
from desk.worktime import (
    Hours,
    WorkCalendar,
    add_working_days,
    add_working_time,
    hours,
    is_open,
    local_day_bounds,
    next_opening,
    working_time_between,
)
from tests.histories import MINUTE, World, world
from tests.minutes import JUDGED

HOUR = timedelta(hours=1)
JAKARTA = ZoneInfo("Asia/Jakarta")
OFFICE = [["08:00", "16:00"]]
FRIDAY = [["08:00", "11:30"], ["13:00", "16:30"]]


def week(*days: Sequence[Sequence[str]]) -> tuple[Hours, ...]:
    """The days given, from Monday on; closed on the others."""
    return tuple(hours(day) for day in (*days, *[()] * (7 - len(days))))


def five_days(year: int = 2026, *, joint_leave: bool = True) -> WorkCalendar:
    holidays = public_holidays.days("ID", year, joint_leave=joint_leave)
    names = {day: holiday.name for day, holiday in holidays.items()}
    return WorkCalendar(JAKARTA, week(OFFICE, OFFICE, OFFICE, OFFICE, FRIDAY), closed=names)


def every_day(zone: str, *windows: list[str]) -> WorkCalendar:
    return WorkCalendar(ZoneInfo(zone), (hours(windows),) * 7)


def at(local: str, zone: str = "Asia/Jakarta") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_the_friday_prayer_break_does_not_count() -> None:
    asked = at("2026-04-10 11:00")

    assert add_working_time(five_days(), asked, 2 * HOUR) == at("2026-04-10 14:30")
    assert working_time_between(five_days(), asked, at("2026-04-10 13:00")) == HOUR / 2


def test_two_hours_before_lebaran_end_after_the_joint_leave() -> None:
    asked = at("2026-03-17 15:00")

    assert add_working_time(five_days(), asked, 2 * HOUR) == at("2026-03-25 09:00")


def test_who_keeps_no_joint_leave_works_the_day_before_nyepi() -> None:
    asked = at("2026-03-17 15:00")

    assert add_working_time(five_days(joint_leave=False), asked, 2 * HOUR) == at("2026-03-18 09:00")


def test_three_hari_kerja_reach_over_a_long_weekend() -> None:
    on_wednesday = at("2026-05-13 09:00")  # Ascension Day on Thursday, joint leave on Friday

    assert add_working_days(five_days(), on_wednesday, 3) == at("2026-05-20 16:00")
    assert add_working_days(five_days(joint_leave=False), on_wednesday, 3) == at("2026-05-19 16:00")


def test_hari_kerja_count_from_the_next_working_day_however_early_it_was_asked() -> None:
    assert add_working_days(five_days(), at("2026-04-06 00:00"), 1) == at("2026-04-07 16:00")
    assert add_working_days(five_days(), at("2026-04-06 23:59"), 1) == at("2026-04-07 16:00")


def test_a_skipped_closing_does_not_count_its_day() -> None:
    tuesday_closes = at("2026-04-07 16:00")

    due = add_working_days(five_days(), at("2026-04-06 09:00"), 1, skipped=tuesday_closes.__eq__)

    assert due == at("2026-04-08 16:00")


@pytest.mark.parametrize(
    ("day", "given", "worked"),
    [
        ("2026-08-17", [], 8 * HOUR),
        ("2026-08-17", [["09:00", "12:00"]], 3 * HOUR),
        ("2026-08-15", [["09:00", "12:00"]], 3 * HOUR),
        ("2026-08-15", [], timedelta()),
    ],
    ids=[
        "a holiday keeps its weekly hours",
        "hours given outweigh the weekly ones",
        "a Saturday gets the hours given",
        "a Saturday without any stays closed",
    ],
)
def test_a_day_is_open_after_all(day: str, given: list[list[str]], worked: timedelta) -> None:
    plain = five_days()
    calendar = WorkCalendar(JAKARTA, plain.week, plain.closed, {date.fromisoformat(day): hours(given)})

    assert working_time_between(calendar, *local_day_bounds(JAKARTA, at(f"{day} 12:00"))) == worked


def test_a_desk_is_open_from_its_opening_until_just_before_its_closing() -> None:
    opening, closing = at("2026-04-07 08:00"), at("2026-04-07 16:00")

    assert is_open(five_days(), opening)
    assert not is_open(five_days(), closing)
    assert not is_open(five_days(), opening - timedelta.resolution)


def test_the_next_opening_is_now_when_it_is_open() -> None:
    assert next_opening(five_days(), at("2026-04-07 09:30")) == at("2026-04-07 09:30")
    assert next_opening(five_days(), at("2026-04-10 16:30")) == at("2026-04-13 08:00")


def test_work_ends_with_a_closing_rather_than_the_next_opening() -> None:
    assert add_working_time(five_days(), at("2026-04-07 15:00"), HOUR) == at("2026-04-07 16:00")


def test_a_desk_that_never_opens_is_never_done() -> None:
    never = WorkCalendar(JAKARTA, week())

    assert add_working_time(never, at("2026-04-07 09:00"), MINUTE) is None
    assert add_working_days(never, at("2026-04-07 09:00"), 1) is None
    assert next_opening(never, at("2026-04-07 09:00")) is None


def test_nothing_passes_backwards() -> None:
    assert working_time_between(five_days(), at("2026-04-07 12:00"), at("2026-04-07 09:00")) == timedelta()


@pytest.mark.parametrize(
    ("zone", "window", "day", "length"),
    [
        ("Europe/Berlin", ["01:30", "03:30"], "2026-03-29", 1 * HOUR),
        ("Europe/Berlin", ["01:30", "03:30"], "2026-10-25", 3 * HOUR),
        ("Europe/Berlin", ["02:30", "04:00"], "2026-03-29", 1 * HOUR),
        ("Europe/Berlin", ["02:15", "02:45"], "2026-03-29", 0 * HOUR),
        ("Europe/Berlin", ["00:00", "02:30"], "2026-10-25", 2.5 * HOUR),
        ("Europe/Berlin", ["02:30", "04:00"], "2026-10-25", 2.5 * HOUR),
        ("America/New_York", ["00:00", "24:00"], "2026-03-08", 23 * HOUR),
        ("Australia/Lord_Howe", ["00:00", "24:00"], "2026-10-04", 23.5 * HOUR),
        ("Australia/Lord_Howe", ["01:00", "02:30"], "2026-04-05", 2 * HOUR),
    ],
    ids=[
        "clocks set forward within it",
        "clocks set back within it",
        "it opens in the hour left out: when clocks jump",
        "it lies in the hour left out",
        "it closes in the hour that comes twice: the first time",
        "it opens in the hour that comes twice: the first time",
        "a day of 23 hours",
        "a day without half an hour",
        "half an hour that comes twice",
    ],
)  # fmt: skip
def test_a_window_lasts_as_long_as_the_clocks_on_the_wall_make_it(
    zone: str, window: list[str], day: str, length: timedelta
) -> None:
    bounds = local_day_bounds(ZoneInfo(zone), at(f"{day} 12:00", zone))

    assert working_time_between(every_day(zone, window), *bounds) == length


def test_a_date_that_was_left_out_has_no_hours() -> None:
    assert every_day("Pacific/Apia", ["00:00", "24:00"]).stretches_on(date(2011, 12, 30)) == ()


def test_clocks_set_back_over_midnight_neither_lose_nor_double_an_hour() -> None:
    around_the_clock = every_day("America/St_Johns", ["00:00", "24:00"])
    set_back = datetime(2010, 11, 7, 2, 31, tzinfo=UTC)  # from 00:01 to 23:01 of the day before

    assert working_time_between(around_the_clock, set_back - HOUR, set_back + HOUR / 2) == 1.5 * HOUR


def test_a_local_day_begins_and_ends_with_its_date() -> None:
    begins, ends = local_day_bounds(ZoneInfo("Asia/Jayapura"), at("2026-04-07 00:00", "Asia/Jayapura"))

    assert (begins, ends) == (at("2026-04-06 22:00"), at("2026-04-07 22:00"))


def test_hours_may_be_written_in_any_order() -> None:
    assert hours([["13:00", "24:00"], ["08:00", "12:00"]]) == ((480, 720), (780, 1440))


@pytest.mark.parametrize(
    "written",
    [
        [["08:00", "07:00"]],
        [["08:00", "08:00"]],
        [["08:00", "12:00"], ["11:59", "16:00"]],
        [["08:00", "24:01"]],
        [["8", "12"]],
        [["08:00", "12:60"]],
    ],
)
def test_hours_that_make_no_sense_are_refused(written: list[list[str]]) -> None:
    with pytest.raises(ValueError, match=r"window|time"):
        hours(written)


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [world(11, number) for number in range(6)]


@pytest.mark.parametrize("which", range(3))
def test_a_desk_is_open_in_the_minutes_that_are_open(worlds: list[World], which: int) -> None:
    for here in worlds:
        calendar, minutes = here.calendars[which], range(0, JUDGED, 7)
        said = [is_open(calendar, here.start + MINUTE * minute) for minute in minutes]

        assert said == [bool(here.tables[which].open[minute]) for minute in minutes]


@given(
    number=st.integers(0, 5),
    which=st.integers(0, 2),
    minute=st.integers(0, JUDGED),
    amount=st.integers(1, 5000),
)
def test_what_was_added_has_passed_and_not_a_moment_before(
    worlds: list[World], *, number: int, which: int, minute: int, amount: int
) -> None:
    here = worlds[number]
    calendar, start, work = here.calendars[which], here.start + MINUTE * minute, MINUTE * amount
    end = add_working_time(calendar, start, work)

    assert end is None or working_time_between(calendar, start, end) == work
    assert end is None or working_time_between(calendar, start, end - MINUTE) < work


@given(
    number=st.integers(0, 5),
    which=st.integers(0, 2),
    minutes=st.lists(st.integers(0, JUDGED), min_size=3, max_size=3),
)
def test_time_may_be_cut_anywhere(
    worlds: list[World], *, number: int, which: int, minutes: list[int]
) -> None:
    here = worlds[number]
    calendar = here.calendars[which]
    start, middle, end = (here.start + MINUTE * minute for minute in sorted(minutes))
    parts = working_time_between(calendar, start, middle) + working_time_between(calendar, middle, end)

    assert working_time_between(calendar, start, end) == parts
