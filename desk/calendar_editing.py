"""Business calendars, made and changed by coordinators: the week, whose holidays are kept, days of one's own.

Every change, days included, raises the calendar's `revision`, and the clocks that run on it are counted anew.
A calendar that clocks were counted on is never deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import available_timezones

from sqlalchemy import select

from desk import people, sla
from desk.errors import Invalid
from desk.people import Editor
from desk.slugs import unused_slug
from models.calendars import BusinessCalendar, CalendarDay, Window
from models.people import Team
from models.reason import because
from models.session import Session
from models.sla import Policy

NEAR_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
"""WIB, WITA and WIT: first in every list."""
HOME_COUNTRY = "ID"
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class CalendarPlan:
    """What a calendar is to be. `hours` as the row keeps them: seven days, Monday first."""

    name: str
    time_zone: str
    hours: list[list[Window]]
    public_holidays: bool = True
    joint_leave: bool = True


@dataclass(frozen=True)
class DayPlan:
    """A day of one's own: closed, or open after all; `hours` of an open one, none: the weekly ones."""

    day: date
    name: str
    is_open: bool = False
    hours: list[Window] = field(default_factory=list)


def add_calendar(session: Session, plan: CalendarPlan, *, by: Editor, at: datetime) -> BusinessCalendar:
    """Raises Invalid for a plan that cannot be."""
    people.require_editor(by, "edit_calendars")
    calendar = BusinessCalendar(slug=unused_slug(plan.name, _taken(session)), country="", created_at=at)
    _apply(calendar, plan)
    session.add(calendar)
    session.flush()
    return calendar


def edit_calendar(
    session: Session, calendar: BusinessCalendar, plan: CalendarPlan, *, by: Editor, at: datetime
) -> None:
    """Raises Invalid for a plan that cannot be."""
    people.require_editor(by, "edit_calendars")
    _apply(calendar, plan)
    _changed(session, calendar, at=at)


def set_day(session: Session, calendar: BusinessCalendar, plan: DayPlan, *, by: Editor, at: datetime) -> None:
    """In place of what was known of that day. Raises Invalid for a day that cannot be."""
    people.require_editor(by, "edit_calendars")
    _set_day(calendar, plan)
    _changed(session, calendar, at=at)


def remove_day(session: Session, calendar: BusinessCalendar, day: date, *, by: Editor, at: datetime) -> None:
    """The week and the holidays count again. No effect when there is none."""
    people.require_editor(by, "edit_calendars")
    known = own_day(calendar, day)
    if known is not None:
        calendar.days.remove(known)
        _changed(session, calendar, at=at)


def correct_holiday(
    session: Session, calendar: BusinessCalendar, plan: DayPlan, *, instead_of: date, by: Editor, at: datetime
) -> None:
    """An estimated holiday is known now: closed on the true day, as every week on the one that was assumed."""
    people.require_editor(by, "edit_calendars")
    _set_day(calendar, plan)
    if plan.day != instead_of:
        opens = bool(calendar.hours[instead_of.weekday()])
        _set_day(calendar, DayPlan(instead_of, plan.name, is_open=opens))
    _changed(session, calendar, at=at)


def own_day(calendar: BusinessCalendar, day: date) -> CalendarDay | None:
    return next((each for each in calendar.days if each.day == day), None)


def used_by(session: Session, calendar: BusinessCalendar) -> list[str]:
    """The names of the teams and policies that count on it."""
    teams = select(Team.name).where(Team.calendar_id == calendar.id).order_by(Team.name)
    policies = select(Policy.name).where(Policy.calendar_id == calendar.id).order_by(Policy.name)
    return [*session.scalars(teams), *session.scalars(policies)]


def time_zones() -> list[str]:
    """Those of the IANA by name, the nearest first."""
    places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [*NEAR_ZONES, *sorted(set(places) - set(NEAR_ZONES)), "UTC"]


def _apply(calendar: BusinessCalendar, plan: CalendarPlan) -> None:
    if plan.time_zone not in available_timezones():
        raise Invalid(because("no_such_time_zone", zone=plan.time_zone))
    if len(plan.hours) != 7 or not any(plan.hours):
        raise Invalid(because("calendar_never_open"))
    calendar.name = people.checked_name(plan.name)
    calendar.time_zone = plan.time_zone
    calendar.hours = plan.hours
    calendar.country = (calendar.country or HOME_COUNTRY) if plan.public_holidays else ""
    calendar.joint_leave = plan.joint_leave and plan.public_holidays


def _set_day(calendar: BusinessCalendar, plan: DayPlan) -> None:
    """A day that is known already is changed where it stands, as no calendar holds a day twice."""
    if not FIRST_YEAR <= plan.day.year <= LAST_YEAR:
        raise Invalid(because("day_far_away", year=plan.day.year))
    if plan.is_open and not plan.hours and not calendar.hours[plan.day.weekday()]:
        raise Invalid(because("open_day_without_hours", day=plan.day.isoformat()))
    name = people.checked_name(plan.name)
    known = own_day(calendar, plan.day)
    if known is None:
        known = CalendarDay(day=plan.day)
        calendar.days.append(known)
    known.name, known.is_open = name, plan.is_open
    known.hours = plan.hours if plan.is_open else []


def _changed(session: Session, calendar: BusinessCalendar, *, at: datetime) -> None:
    calendar.revision = (calendar.revision or 0) + 1
    session.flush()
    sla.recount_for_calendar(session, calendar, at=at)


def _taken(session: Session) -> Callable[[str], bool]:
    return lambda slug: session.scalars(select(BusinessCalendar).filter_by(slug=slug)).first() is not None
