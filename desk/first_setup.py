"""What a new desk can promise from its first day: a week of five days, and a policy for everybody.

Only where there is none yet, so it may run again at any time.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from desk import calendar_presets, policy_presets
from desk.calendar_editing import CalendarPlan, add_calendar
from desk.policy_editing import PolicyPlan, add_policy
from desk.surroundings import desk_of
from desk.words import say
from models.calendars import BusinessCalendar
from models.session import Session
from models.sla import Policy


def make_defaults(session: Session, *, at: datetime, time_zone: str) -> None:
    """A calendar for every team without one, a policy for every ticket; named in the desk's language."""
    language = desk_of(session).settings.desk.language
    if session.scalars(select(BusinessCalendar.id)).first() is None:
        name = say(calendar_presets.NAMES["five_days"], language)
        hours = calendar_presets.hours_of("five_days")
        add_calendar(session, CalendarPlan(name, time_zone, hours), by=None, at=at)
    if session.scalars(select(Policy.id)).first() is None:
        name = say("Our promise to everybody", language)
        targets = policy_presets.PRESETS["customer_service"]
        add_policy(session, PolicyPlan(name, targets=targets), by=None, at=at)
