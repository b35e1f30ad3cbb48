"""Business calendars as coordinators make and change them, and what follows for clocks that run on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desk import calendar_presets, first_setup, tickets
from desk.calendar_doubts import calendar_doubts, days_of
from desk.calendar_editing import (
    CalendarPlan,
    DayPlan,
    add_calendar,
    correct_holiday,
    edit_calendar,
    own_day,
    remove_day,
    set_day,
    time_zones,
)
from desk.calendars import list_calendars, work_calendar
from desk.errors import Invalid, NotAllowed
from desk.surroundings import Surroundings
from desk.work import work
from models.calendars import BusinessCalendar
from models.session import Session
from models.ticket import Ticket
from tests.desks import NOON, a_ticket, agent

OFFICE = CalendarPlan("Hari kerja", "Asia/Jakarta", calendar_presets.hours_of("five_days"))
CHRISTMAS_EVE = date(2026, 12, 24)
SEPTEMBER = datetime(2026, 9, 30, 3, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)


def office(session: Session) -> BusinessCalendar:
    return add_calendar(session, OFFICE, by=agent(session, "citra"), at=NOON)


@pytest.mark.parametrize("preset", calendar_presets.PRESETS)
def test_each_preset_is_a_week_that_opens(preset: str, desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        plan = replace(OFFICE, hours=calendar_presets.hours_of(preset))
        calendar = work_calendar(add_calendar(session, plan, by=None, at=NOON))

        assert sum(len(day) for day in calendar.week) >= 7


def test_two_calendars_of_one_name_have_addresses_of_their_own(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        assert (office(session).slug, office(session).slug) == ("hari-kerja", "hari-kerja-2")


@pytest.mark.parametrize(
    "plan",
    [
        replace(OFFICE, name="  "),
        replace(OFFICE, time_zone="Asia/Nowhere"),
        replace(OFFICE, hours=[[]] * 7),
    ],
    ids=["without a name", "in no time zone", "never open"],
)
def test_calendar_that_cannot_be_is_refused(plan: CalendarPlan, desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(Invalid):
        add_calendar(session, plan, by=None, at=NOON)


def test_agent_changes_no_calendar(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(NotAllowed):
        add_calendar(session, OFFICE, by=agent(session, "ana"), at=NOON)


def test_revision_grows_with_every_change_days_included(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        calendar, citra = office(session), agent(session, "citra")
        seen = [calendar.revision]
        edit_calendar(session, calendar, replace(OFFICE, joint_leave=False), by=citra, at=NOON)
        seen.append(calendar.revision)
        set_day(session, calendar, DayPlan(CHRISTMAS_EVE, "Rapat kerja"), by=citra, at=NOON)
        seen.append(calendar.revision)
        remove_day(session, calendar, CHRISTMAS_EVE, by=citra, at=NOON)
        seen.append(calendar.revision)

        assert seen == sorted(set(seen))


def test_day_set_twice_is_one_day(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        calendar = office(session)
        set_day(session, calendar, DayPlan(CHRISTMAS_EVE, "Libur"), by=None, at=NOON)
        hours = [["09:00", "11:00"]]
        set_day(
            session, calendar, DayPlan(CHRISTMAS_EVE, "Piket", is_open=True, hours=hours), by=None, at=NOON
        )

        assert [(each.name, each.is_open, each.hours) for each in calendar.days] == [("Piket", True, hours)]


def test_open_sunday_needs_hours(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        calendar = office(session)
        with pytest.raises(Invalid):
            set_day(session, calendar, DayPlan(date(2026, 12, 27), "Piket", is_open=True), by=None, at=NOON)

        assert calendar.days == []


def test_clock_is_counted_anew_when_its_calendar_changes(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        first_setup.make_defaults(session, at=NOON, time_zone="Asia/Jakarta")
        code = a_ticket(session).code
    with work(desk, at=NOON) as session:
        before = tickets.get_ticket(session, code).turn_at
        today = DayPlan(NOON.date(), "Pemadaman listrik")
        set_day(session, list_calendars(session)[0], today, by=agent(session, "citra"), at=NOON)
    with desk.database.reading() as session:
        after = tickets.get_ticket(session, code).turn_at

        assert before is not None
        assert after is not None
        assert after > before


def test_corrected_holiday_closes_the_true_day_and_opens_the_assumed_one(desk: Surroundings) -> None:
    assumed, true = date(2027, 3, 10), date(2027, 3, 9)
    with work(desk, at=NOON) as session:
        calendar = office(session)
        correct_holiday(session, calendar, DayPlan(true, "Idulfitri"), instead_of=assumed, by=None, at=NOON)
        counted = work_calendar(calendar)

        assert counted.hours_on(true) == ()
        assert counted.hours_on(assumed) == counted.week[assumed.weekday()]


def test_holiday_assumed_on_a_sunday_leaves_the_sunday_closed(desk: Surroundings) -> None:
    sunday, monday = date(2027, 8, 15), date(2027, 8, 16)
    with work(desk, at=NOON) as session:
        calendar = office(session)
        correct_holiday(session, calendar, DayPlan(monday, "Maulid"), instead_of=sunday, by=None, at=NOON)
        known = own_day(calendar, sunday)

        assert known is not None
        assert not known.is_open


def test_next_year_is_doubted_from_october_until_every_estimate_is_settled(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        calendar = office(session)
        early, late = calendar_doubts(session, SEPTEMBER), calendar_doubts(session, OCTOBER)
        for each in [each for each in days_of(calendar, 2027) if each.is_estimated]:
            set_day(session, calendar, DayPlan(each.day, "Sudah ditetapkan"), by=None, at=NOON)

        assert (len(early), len(late)) == (0, 1)
        assert calendar_doubts(session, OCTOBER) == []


def test_calendar_without_holidays_leaves_no_doubt(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        plan = replace(OFFICE, public_holidays=False)
        calendar = add_calendar(session, plan, by=None, at=NOON)

        assert calendar_doubts(session, OCTOBER) == []
        assert days_of(calendar, 2026) == []


def test_nearest_time_zones_come_first() -> None:
    assert time_zones()[:3] == ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
    assert len(time_zones()) == len(set(time_zones()))


def test_defaults_are_made_once(desk: Surroundings) -> None:
    for _ in range(2):
        with work(desk, at=NOON) as session:
            first_setup.make_defaults(session, at=NOON, time_zone="Asia/Makassar")
    with desk.database.reading() as session:
        calendars = list_calendars(session)

        assert [each.time_zone for each in calendars] == ["Asia/Makassar"]


def test_first_day_promises_a_first_reply_within_four_opening_hours(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        first_setup.make_defaults(session, at=NOON, time_zone="Asia/Jakarta")
        code = a_ticket(session).code
    with desk.database.reading() as session:
        ticket: Ticket = tickets.get_ticket(session, code)

        # Noon in UTC+7 lies before the break; four hours of opening time from 13.00 end the next morning.
        assert ticket.turn_at == datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
