"""How much time a target gives, as people type it and as they read it: `30m`, `4 jam`, `1 jam 30 menit`, `2 hari`.

Minutes and hours are opening time, days are working days. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desk.errors import Invalid
from desk.words import say
from models.reason import because
from models.sla import Unit

MOST_MINUTES = 366 * 24 * 60
MOST_DAYS = 366

_MINUTES = {"m", "mnt", "menit", "min", "mins", "minute", "minutes"}
_HOURS = {"j", "jam", "jam kerja", "h", "hr", "hrs", "hour", "hours", "working hours"}
_DAYS = {"d", "day", "days", "hari", "hk", "hari kerja", "working day", "working days", "business days"}
_PART = re.compile(r"(\d{1,6})(?:[.,](5|25|75|50))?\s*([a-z]+(?:\s+(?:kerja|days?|hours))?)")


@dataclass(frozen=True)
class Span:
    """Minutes of opening time, or working days."""

    amount: int
    unit: Unit


def read_span(typed: str) -> Span | None:
    """None when nothing was typed: no target. Raises Invalid."""
    wanted = " ".join(typed.lower().split())
    if wanted in ("", "-", "–", "—"):
        return None
    parts = _PART.findall(wanted)
    if not parts or _PART.sub("", wanted).strip(" ,+"):
        raise Invalid(because("span_unreadable", typed=typed.strip()[:40]))
    if len(parts) == 1 and parts[0][2] in _DAYS:
        return _days(parts[0], typed)
    minutes = sum(_minutes(part, typed) for part in parts)
    if not 0 < minutes <= MOST_MINUTES:
        raise Invalid(because("span_unreadable", typed=typed.strip()[:40]))
    return Span(minutes, Unit.MINUTES)


def span_words(span: Span, language: str) -> str:
    """`read_span` reads it back."""
    if span.unit is Unit.DAYS:
        one = say("1 working day", language)
        return one if span.amount == 1 else say("{count} working days", language, count=span.amount)
    hours, minutes = divmod(span.amount, 60)
    return " ".join(filter(None, (_hours_words(hours, language), _minutes_words(minutes, language))))


def _days(part: tuple[str, str, str], typed: str) -> Span:
    days, fraction, _ = part
    if fraction or not 0 < int(days) <= MOST_DAYS:
        raise Invalid(because("span_unreadable", typed=typed.strip()[:40]))
    return Span(int(days), Unit.DAYS)


def _minutes(part: tuple[str, str, str], typed: str) -> int:
    """Ninety for "1,5 jam"; half a minute is nothing that anybody promises."""
    count, fraction, word = part
    each = 60 if word in _HOURS else 1 if word in _MINUTES and not fraction else 0
    if not each:
        raise Invalid(because("span_unreadable", typed=typed.strip()[:40]))
    return int(count) * each + round(float(f"0.{fraction or 0}") * each)


def _hours_words(count: int, language: str) -> str:
    if count == 0:
        return ""
    return say("1 hour", language) if count == 1 else say("{count} hours", language, count=count)


def _minutes_words(count: int, language: str) -> str:
    if count == 0:
        return ""
    return say("1 minute", language) if count == 1 else say("{count} minutes", language, count=count)
