"""Business calendars as rows become calendars to count with: weekly hours, public holidays, days of one's own.

What stands in the rows was checked when it was written (`desk/calendar_editing.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select

from desk import public_holidays
from desk.errors import NotFound
from desk.worktime import Hours, WorkCalendar, hours
from models.calendars import BusinessCalendar
from models.people import Team
from models.reason import because
from models.session import Session

OwnDay = tuple[date, str, bool, Hours]


def work_calendar(row: BusinessCalendar) -> WorkCalendar:
    """The same object for the same content, so that days once worked out stay known."""
    week = tuple(hours(each) for each in row.hours)
    own = tuple((each.day, each.name, each.is_open, hours(each.hours)) for each in row.days)
    return _calendar(row.time_zone, week, country=row.country, joint_leave=row.joint_leave, own=own)


def team_calendar(session: Session, team: Team) -> BusinessCalendar | None:
    """The team's own, else the first one there is; None before any was made."""
    return team.calendar or session.scalars(select(BusinessCalendar).order_by(BusinessCalendar.id)).first()


def get_calendar(session: Session, slug: str) -> BusinessCalendar:
    found = session.scalars(select(BusinessCalendar).where(BusinessCalendar.slug == slug)).one_or_none()
    if found is None:
        raise NotFound(because("no_such_calendar", slug=slug))
    return found


def list_calendars(session: Session) -> list[BusinessCalendar]:
    return list(session.scalars(select(BusinessCalendar).order_by(BusinessCalendar.name)))


class ClosedDays(Mapping[date, str]):
    """Public holidays, worked out a year at a time when somebody asks for that year, and days off of one's own."""

    def __init__(self, country: str, joint_leave: bool, own: Mapping[date, str]) -> None:
        self._country, self._joint_leave, self._own = country, joint_leave, own

    def __getitem__(self, day: date) -> str:
        return self._own.get(day) or self._year(day.year)[day].name

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self._own or day in self._year(day.year))

    def __iter__(self) -> Iterator[date]:
        """Its own days only: the years have no end."""
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)

    def _year(self, year: int) -> Mapping[date, public_holidays.Holiday]:
        return public_holidays.days(self._country, year, joint_leave=self._joint_leave)


@lru_cache(maxsize=64)
def _calendar(
    zone: str, week: tuple[Hours, ...], *, country: str, joint_leave: bool, own: tuple[OwnDay, ...]
) -> WorkCalendar:
    off = {day: name for day, name, is_open, _ in own if not is_open}
    on = {day: windows for day, _, is_open, windows in own if is_open}
    return WorkCalendar(ZoneInfo(zone), week, closed=ClosedDays(country, joint_leave, off), open_days=on)
