"""Which days Indonesia keeps, with and without cuti bersama, and when to look at next year's."""

from __future__ import annotations

from datetime import date

import pytest

from desk.public_holidays import days, doubt_about_next_year
from models.reason import Reason, because

IN_OCTOBER_2026, IN_OCTOBER_2027 = date(2026, 10, 1), date(2027, 10, 1)


def test_joint_leave_is_kept_only_where_it_is_asked_for() -> None:
    day = date(2026, 12, 24)

    assert days("ID", 2026, joint_leave=True)[day].is_joint_leave
    assert day not in days("ID", 2026, joint_leave=False)


def test_a_holiday_is_no_joint_leave() -> None:
    assert not days("ID", 2026, joint_leave=True)[date(2026, 12, 25)].is_joint_leave


def test_days_that_follow_the_moon_are_estimated_and_say_so() -> None:
    lebaran = days("ID", 2027, joint_leave=True)[date(2027, 3, 10)]

    assert lebaran.is_estimated
    assert lebaran.name == "Hari Raya Idul Fitri (perkiraan)"
    assert not days("ID", 2027, joint_leave=True)[date(2027, 8, 17)].is_estimated


def test_names_are_in_the_language_asked_for() -> None:
    independence, lebaran = date(2027, 8, 17), date(2027, 3, 10)
    english = days("ID", 2027, joint_leave=False, language="en")

    assert english[independence].name == "Independence Day"
    assert english[lebaran].is_estimated


def test_days_come_in_order() -> None:
    assert list(days("ID", 2026, joint_leave=True)) == sorted(days("ID", 2026, joint_leave=True))


def test_no_country_has_no_holidays() -> None:
    assert days("", 2026, joint_leave=True) == {}


@pytest.mark.parametrize(
    ("today", "joint_leave", "doubt"),
    [
        (IN_OCTOBER_2026, True, because("holidays_estimated", year=2027)),
        (IN_OCTOBER_2027, True, because("holidays_missing", year=2028)),
        (IN_OCTOBER_2027, False, because("holidays_estimated", year=2028)),
        (date(2026, 9, 30), True, None),
    ],
    ids=["estimated days", "no joint leave known", "joint leave not kept", "before October"],
)
def test_next_years_days_are_doubted_from_october_on(
    today: date, joint_leave: bool, doubt: Reason | None
) -> None:
    assert doubt_about_next_year("ID", joint_leave=joint_leave, own_days=(), today=today) == doubt


def doubted(*own_days: date) -> Reason | None:
    return doubt_about_next_year("ID", joint_leave=True, own_days=own_days, today=IN_OCTOBER_2027)


def estimated(year: int) -> list[date]:
    return [day for day, each in days("ID", year, joint_leave=True).items() if each.is_estimated]


def test_missing_days_are_settled_by_one_entered_for_that_year_and_estimates_remain() -> None:
    assert doubted(date(2028, 2, 28)) == because("holidays_estimated", year=2028)


def test_days_entered_for_this_year_say_nothing_about_the_next() -> None:
    assert doubted(date(2027, 2, 28)) == because("holidays_missing", year=2028)


def test_estimates_are_settled_when_each_has_a_day_of_ones_own() -> None:
    entered = estimated(2028)

    assert doubted(*entered[1:]) == because("holidays_estimated", year=2028)
    assert doubted(*entered) is None


def test_who_keeps_no_holidays_need_not_look() -> None:
    assert doubt_about_next_year("", joint_leave=True, own_days=(), today=IN_OCTOBER_2027) is None
