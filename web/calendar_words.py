"""Days, weeks and time zones in words, for the pages of the settings."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names
from flask import Flask

from desk.calendar_editing import time_zones
from desk.spans import Span, span_words
from desk.typed_hours import write_windows
from desk.words import ZONES
from models.calendars import BusinessCalendar, Window
from web.language import language, translate
from web.panel import now

ESTIMATE = re.compile(r"\((?:perkiraan|estimated)\)", re.IGNORECASE)


def register(app: Flask) -> None:
    for each in (weekday, day_words, hours_words, target_words, zone_words):
        app.jinja_env.filters[each.__name__] = each


def weekday(number: int) -> str:
    """Monday is nought."""
    return str(get_day_names("wide", locale=language())[number])


def day_words(day: date) -> str:
    return format_date(day, "EEE d MMM y", locale=language())


def hours_words(windows: list[Window]) -> str:
    return write_windows(windows) or translate("closed")


def target_words(span: Span) -> str:
    return span_words(span, language())


def zone_words(zone: str) -> str:
    """With the name that people say, where there is one: "Asia/Jakarta (WIB)"."""
    place = zone.replace("_", " ")
    return f"{place} ({ZONES[zone]})" if zone in ZONES else place


def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone_words(zone)) for zone in time_zones()]


def today(calendar: BusinessCalendar) -> date:
    """There, not where the server stands."""
    return now().astimezone(ZoneInfo(calendar.time_zone)).date()
