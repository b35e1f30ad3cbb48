"""Promises for the tests: a calendar without public holidays, and a policy with targets for every metric."""

from __future__ import annotations

from datetime import UTC, datetime

from models.calendars import BusinessCalendar
from models.session import Session
from models.sla import Metric, Policy, Target, Unit
from models.ticket import Priority

TUESDAY_NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
"""12.00 WIB."""
OFFICE = [["08:00", "12:00"], ["13:00", "16:00"]]
PROMISED = {
    Metric.FIRST_REPLY: (60, Unit.MINUTES),
    Metric.NEXT_REPLY: (120, Unit.MINUTES),
    Metric.RESOLUTION: (2, Unit.DAYS),
}
SOONER = {Metric.FIRST_REPLY: (30, Unit.MINUTES), Metric.RESOLUTION: (240, Unit.MINUTES)}
"""When it is urgent; there is no promise of a next reply then."""


def a_calendar(session: Session, *, slug: str = "office", zone: str = "Asia/Jakarta") -> BusinessCalendar:
    calendar = BusinessCalendar(
        slug=slug,
        name=slug.title(),
        time_zone=zone,
        hours=[OFFICE] * 5 + [[], []],
        country="",
        created_at=TUESDAY_NOON,
    )
    session.add(calendar)
    return calendar


def a_policy(
    session: Session, *, calendar: BusinessCalendar, slug: str = "everybody", **more: object
) -> Policy:
    """An hour for the first reply, two for the next, two working days in all; urgent ones sooner."""
    policy = Policy(slug=slug, name=slug.title(), calendar=calendar, created_at=TUESDAY_NOON, **more)
    policy.targets = [
        Target(metric=metric, priority=priority, amount=amount, unit=unit)
        for priority in Priority
        for metric, (amount, unit) in (SOONER if priority is Priority.URGENT else PROMISED).items()
    ]
    session.add(policy)
    return policy


def promise_all(session: Session) -> Policy:
    policy = a_policy(session, calendar=a_calendar(session))
    session.flush()
    return policy
