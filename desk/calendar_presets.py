"""Weeks to start from: what most offices keep. Plain data; a coordinator changes it at will."""

from __future__ import annotations

from models.calendars import Window

Week = tuple[tuple[tuple[str, str], ...], ...]
"""Seven days, Monday first."""

OFFICE_DAY = (("08:00", "12:00"), ("13:00", "16:00"))
HALF_DAY = (("08:00", "12:00"),)
FRIDAY = (("08:00", "11:30"), ("13:00", "16:00"))
CLOSED: tuple[tuple[str, str], ...] = ()
WHOLE_DAY = (("00:00", "24:00"),)

PRESETS: dict[str, Week] = {
    "five_days": (*(OFFICE_DAY,) * 5, CLOSED, CLOSED),
    "friday_break": (*(OFFICE_DAY,) * 4, FRIDAY, CLOSED, CLOSED),
    "six_days": (*(OFFICE_DAY,) * 5, HALF_DAY, CLOSED),
    "around_the_clock": (WHOLE_DAY,) * 7,
}
NAMES = {
    "five_days": "5 working days, Monday to Friday",
    "friday_break": "5 working days, longer break on Friday",
    "six_days": "6 working days, half of Saturday",
    "around_the_clock": "Around the clock",
}


def hours_of(preset: str) -> list[list[Window]]:
    """As `BusinessCalendar.hours` keeps them. Raises KeyError for an unknown one."""
    return [[list(window) for window in day] for day in PRESETS[preset]]
