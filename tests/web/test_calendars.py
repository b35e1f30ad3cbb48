"""Business calendars in the panel: made from a preset, changed, and mended when a holiday turns out otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from desk import calendar_presets
from desk.calendar_editing import CalendarPlan, add_calendar
from desk.calendars import get_calendar, work_calendar
from desk.surroundings import Surroundings
from desk.work import work
from desk.worktime import WorkCalendar
from models.calendars import BusinessCalendar
from tests.web.conftest import NOW
from tests.web.visitor import Visitor

DAYS = {f"day{number}": "08.00-12.00, 13.00-16.00" for number in range(5)}
FORM = {"name": "Hari kerja", "time_zone": "Asia/Makassar", "public_holidays": "yes", **DAYS}
PLACE = "/settings/calendars/kantor"


@pytest.fixture
def office(desk: Surroundings) -> None:
    with work(desk, at=NOW) as session:
        plan = CalendarPlan("Kantor", "Asia/Jakarta", calendar_presets.hours_of("five_days"))
        add_calendar(session, plan, by=None, at=NOW)


def stored(desk: Surroundings, slug: str = "kantor") -> BusinessCalendar:
    with desk.database.reading() as session:
        calendar = get_calendar(session, slug)
        assert calendar.days is not None
        return calendar


def counted(desk: Surroundings) -> WorkCalendar:
    with desk.database.reading() as session:
        return work_calendar(get_calendar(session, "kantor"))


def test_calendar_is_made_as_typed(citra: Visitor, desk: Surroundings) -> None:
    answer = citra.posts("/settings/calendars/new", FORM)
    made = stored(desk, "hari-kerja")

    assert answer.location == "/settings/calendars/hari-kerja"
    assert made.hours[0] == [["08:00", "12:00"], ["13:00", "16:00"]]
    assert (made.time_zone, made.country, made.joint_leave) == ("Asia/Makassar", "ID", False)


def test_preset_fills_in_the_form(citra: Visitor) -> None:
    page = citra.reads("/settings/calendars/new?preset=friday_break")

    assert "08.00–11.30, 13.00–16.00" in page
    assert "Asia/Jakarta (WIB)" in page


def test_unknown_preset_is_not_there(citra: Visitor) -> None:
    assert citra.gets("/settings/calendars/new?preset=nine_days").status_code == 404


def test_refused_hours_are_shown_again_with_the_day_and_the_fault(citra: Visitor) -> None:
    answer = citra.posts("/settings/calendars/new", FORM | {"day4": "13.00-11.30"})

    assert answer.status_code == 422
    assert "Friday: 13.00–11.30 ends before it begins." in answer.text
    assert 'value="13.00-11.30"' in answer.text
    assert 'value="Hari kerja"' in answer.text


def test_week_that_never_opens_is_refused(citra: Visitor) -> None:
    closed = dict.fromkeys(DAYS, "")
    answer = citra.posts("/settings/calendars/new", FORM | closed)

    assert answer.status_code == 422
    assert "on one day at least" in answer.text


def test_changed_hours_count_and_raise_the_revision(office: None, citra: Visitor, desk: Surroundings) -> None:
    before = stored(desk).revision
    citra.posts(f"{PLACE}/hours", FORM | {"name": "Kantor", "day5": "8-12"})

    assert stored(desk).hours[5] == [["08:00", "12:00"]]
    assert stored(desk).revision == before + 1


def test_page_shows_the_week_and_estimated_holidays_of_next_year(office: None, citra: Visitor) -> None:
    page = citra.reads(PLACE)

    assert "08.00–12.00, 13.00–16.00" in page
    assert "estimated" in page
    assert "Days unlike the week, 2027" in page


def test_day_of_our_own_closes_the_desk(office: None, citra: Visitor, desk: Surroundings) -> None:
    citra.posts(f"{PLACE}/days", {"day": "2026-12-28", "name": "Rapat kerja", "open": "", "hours": ""})

    assert counted(desk).hours_on(date(2026, 12, 28)) == ()
    assert "Rapat kerja" in citra.reads(PLACE)


def test_day_opened_after_all_keeps_its_hours(office: None, citra: Visitor, desk: Surroundings) -> None:
    form = {"day": "2026-12-25", "name": "Piket", "open": "yes", "hours": "09.00-11.00"}
    citra.posts(f"{PLACE}/days", form)

    assert [tuple(window) for window in counted(desk).hours_on(date(2026, 12, 25))] == [(540, 660)]


@pytest.mark.parametrize(
    "wrong", [{"day": "soon"}, {"name": ""}, {"open": "yes", "day": "2026-12-27"}, {"hours": "late"}]
)
def test_refused_day_is_shown_again(
    wrong: dict[str, str], office: None, citra: Visitor, desk: Surroundings
) -> None:
    form = {"day": "2026-12-28", "name": "Rapat kerja", "open": "", "hours": ""} | wrong
    answer = citra.posts(f"{PLACE}/days", form)

    assert answer.status_code == 422
    assert f'value="{form["day"]}"' in answer.text
    assert stored(desk).days == []


def test_removed_day_is_as_the_week_says(office: None, citra: Visitor, desk: Surroundings) -> None:
    citra.posts(f"{PLACE}/days", {"day": "2026-12-28", "name": "Rapat kerja"})
    citra.posts(f"{PLACE}/days/2026-12-28/removal")

    assert stored(desk).days == []


def test_one_click_settles_an_estimated_holiday(office: None, citra: Visitor, desk: Surroundings) -> None:
    citra.posts(f"{PLACE}/holidays/2027-03-10", {"day": "2027-03-10", "name": "Hari Raya Idul Fitri"})

    assert [each.day for each in stored(desk).days] == [date(2027, 3, 10)]


def test_corrected_holiday_moves(office: None, citra: Visitor, desk: Surroundings) -> None:
    citra.posts(f"{PLACE}/holidays/2027-03-10", {"day": "2027-03-09", "name": "Hari Raya Idul Fitri"})

    assert counted(desk).hours_on(date(2027, 3, 9)) == ()
    assert counted(desk).hours_on(date(2027, 3, 10)) != ()


def test_agent_changes_nothing(office: None, ana: Visitor, desk: Surroundings) -> None:
    answers = [
        ana.posts("/settings/calendars/new", FORM),
        ana.posts(f"{PLACE}/hours", FORM),
        ana.posts(f"{PLACE}/days", {"day": "2026-12-28", "name": "Libur"}),
        ana.posts(f"{PLACE}/holidays/2027-03-10", {"day": "2027-03-09", "name": "Libur"}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert stored(desk).revision == 1
