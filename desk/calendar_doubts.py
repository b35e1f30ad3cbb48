"""What a coordinator must look after in a calendar: the days of a year as it counts them, and what of the next year
is in doubt (`public_holidays.doubt_about_next_year`, by the calendar's own time zone).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk import public_holidays
from desk.calendars import list_calendars
from models.calendars import BusinessCalendar, CalendarDay
from models.reason import Reason
from models.session import Session


@dataclass(frozen=True)
class CalendarDoubt:
    calendar: BusinessCalendar
    reason: Reason


@dataclass(frozen=True)
class ShownDay:
    """One day of a calendar that is not like its week: a holiday, or what the desk itself said of that day."""

    day: date
    name: str
    is_open: bool = False
    is_estimated: bool = False
    is_joint_leave: bool = False
    own: CalendarDay | None = None


def calendar_doubts(session: Session, at: datetime) -> list[CalendarDoubt]:
    found = ((calendar, doubt_about(calendar, at)) for calendar in list_calendars(session))
    return [CalendarDoubt(calendar, reason) for calendar, reason in found if reason]


def doubt_about(calendar: BusinessCalendar, at: datetime) -> Reason | None:
    return public_holidays.doubt_about_next_year(
        calendar.country,
        joint_leave=calendar.joint_leave,
        own_days={each.day for each in calendar.days},
        today=at.astimezone(ZoneInfo(calendar.time_zone)).date(),
    )


def days_of(calendar: BusinessCalendar, year: int, *, language: str = "id") -> list[ShownDay]:
    """As the calendar counts them, in order; a day of its own hides the holiday below it."""
    public = public_holidays.days(calendar.country, year, joint_leave=calendar.joint_leave, language=language)
    shown = {
        day: ShownDay(day, each.name, is_estimated=each.is_estimated, is_joint_leave=each.is_joint_leave)
        for day, each in public.items()
    }
    own = {
        each.day: ShownDay(each.day, each.name, is_open=each.is_open, own=each)
        for each in calendar.days
        if each.day.year == year
    }
    return [shown for _, shown in sorted((shown | own).items())]
