"""What "today" and "this week" mean at a desk: days end at midnight of its own time zone, moments are UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_OF_A_WEEK = 7


@dataclass(frozen=True)
class Horizon:
    """`week_ends` when seven days have passed, today included: a Friday looks beyond its weekend."""

    now: datetime
    day_began: datetime
    day_ends: datetime
    week_ends: datetime


def horizon(now: datetime, zone: str) -> Horizon:
    return Horizon(
        now=now,
        day_began=midnight(now, zone),
        day_ends=midnight(now, zone, days=1),
        week_ends=midnight(now, zone, days=DAYS_OF_A_WEEK),
    )


def midnight(now: datetime, zone: str, *, days: int = 0) -> datetime:
    """The one that began this day, or that of so many days later. Where the clocks go forward then, right after."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(now.tzinfo)
