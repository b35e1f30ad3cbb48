"""Public holidays of a country, by year, from the `holidays` library, which is imported nowhere else.

Joint leave (cuti bersama) is kept apart: offices of the state close on it, many others do not. The library
knows it only once a government has decreed it, and days that follow the moon are estimated before that; so
in autumn somebody must look at the next year: `doubt_about_next_year` says when, and what settles it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from models.reason import Reason, because

LANGUAGES = {"en": "en_US"}
"""Where the library's name of a language is not ours."""
PUBLIC, JOINT_LEAVE = "public", "government"
"""What the library calls them."""
ESTIMATED = ("(perkiraan)", "(estimated)")
DECREED_FROM = 10
"""October: from then on next year's days can be known."""


@dataclass(frozen=True)
class Holiday:
    """`name` as it is said in the language asked for; an estimated one says so itself: "... (perkiraan)"."""

    name: str
    is_estimated: bool = False
    is_joint_leave: bool = False


@lru_cache(maxsize=256)
def days(country: str, year: int, *, joint_leave: bool, language: str = "id") -> Mapping[date, Holiday]:
    """In order of date; none for the country "". A holiday that falls on joint leave is a holiday."""
    if not country:
        return MappingProxyType({})
    leave = _days_of(country, year, category=JOINT_LEAVE, language=language) if joint_leave else {}
    found = leave | _days_of(country, year, category=PUBLIC, language=language)
    return MappingProxyType(dict(sorted(found.items())))


def doubt_about_next_year(
    country: str, *, joint_leave: bool, own_days: Collection[date], today: date
) -> Reason | None:
    """From October on, when next year's days are missing or estimated.

    An estimated day is settled by a day of one's own there; missing ones by any of one's own in that year.
    """
    year = today.year + 1
    if not country or today.month < DECREED_FROM:
        return None
    known = days(country, year, joint_leave=joint_leave)
    is_missing = not known or (joint_leave and not any(each.is_joint_leave for each in known.values()))
    if is_missing and not any(day.year == year for day in own_days):
        return because("holidays_missing", year=year)
    is_open = any(each.is_estimated and day not in own_days for day, each in known.items())
    return because("holidays_estimated", year=year) if is_open else None


def _days_of(country: str, year: int, *, category: str, language: str) -> dict[date, Holiday]:
    from holidays import country_holidays  # half a second, which `meja --help` need not wait for

    if category not in country_holidays(country).supported_categories:
        return {}
    found = country_holidays(
        country, years=year, categories=(category,), language=LANGUAGES.get(language, language)
    )
    return {
        day: Holiday(
            name=name,
            is_estimated=any(mark in name for mark in ESTIMATED),
            is_joint_leave=category == JOINT_LEAVE,
        )
        for day, name in found.items()
    }
