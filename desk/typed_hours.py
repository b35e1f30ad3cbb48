"""Opening hours as people type them, `08.00-12.00, 13.00-16.30`, read forgivingly into windows and back.

Dot or colon, hyphen, en dash or "sampai", comma, semicolon or "dan", "8" for 08.00, "4 pm": all are read.
Pure; a window is what `models.calendars` keeps.
"""

from __future__ import annotations

import re
from itertools import pairwise

from desk.errors import Invalid
from models.calendars import Window
from models.reason import because

CLOSED = {"", "-", "–", "—", "tutup", "libur", "closed", "off"}
ALL_DAY = {"24 jam", "24 hours", "24h", "sepanjang hari", "all day"}
DAY = 24 * 60

_NOISE = re.compile(r"\b(?:pukul|jam|wib|wita|wit)\b\.?")
_BETWEEN = re.compile(r"\s*(?:[,;\n&]|\bdan\b|\band\b)\s*")
_TO = re.compile(r"\s*(?:[-–—~]|\bsampai\b|\bhingga\b|\bs\s*[./]\s*d\b\.?|\bto\b|\buntil\b)\s*")
_TIME = re.compile(r"(\d{1,2})(?:\s*[.:]?\s*(\d{2}))?\s*(am|pm)?")


def read_windows(typed: str) -> list[Window]:
    """In order of the day; none for a closed day. Raises Invalid with the one thing that is wrong."""
    wanted = " ".join(typed.lower().split())
    if wanted in CLOSED:
        return []
    if wanted in ALL_DAY:
        return [["00:00", "24:00"]]
    pieces = [piece for piece in _BETWEEN.split(_NOISE.sub(" ", wanted)) if piece.strip()]
    windows = sorted(_window(piece.strip()) for piece in pieces)
    for first, second in pairwise(windows):
        if second[0] < first[1]:
            raise Invalid(because("hours_overlap", first=_written(first), second=_written(second)))
    if not windows:
        raise Invalid(because("hours_unreadable", typed=wanted[:60]))
    return windows


def write_windows(windows: list[Window]) -> str:
    """As `read_windows` reads them; "" for a closed day."""
    return ", ".join(map(_written, windows))


def minutes_open(windows: list[Window]) -> int:
    return sum(_minutes(closes) - _minutes(opens) for opens, closes in windows)


def _window(piece: str) -> Window:
    ends = _TO.split(piece)
    if len(ends) != 2:
        raise Invalid(because("hours_unreadable", typed=piece[:60]))
    opens, closes = (_time(end, piece) for end in ends)
    if opens >= closes:
        raise Invalid(because("hours_backwards", window=_written([opens, closes])))
    return [opens, closes]


def _time(typed: str, piece: str) -> str:
    """The end of the day is "24:00", which sorts after every other time."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        raise Invalid(because("hours_unreadable", typed=piece[:60]))
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if minute > 59 or hour * 60 + minute > DAY:
        raise Invalid(because("hours_unreadable", typed=piece[:60]))
    return f"{hour:02}:{minute:02}"


def _written(window: Window) -> str:
    opens, closes = (end.replace(":", ".") for end in window)
    return f"{opens}–{closes}"


def _minutes(end: str) -> int:
    hour, _, minute = end.partition(":")
    return int(hour) * 60 + int(minute)
