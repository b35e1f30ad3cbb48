"""Clocks in words: how a promise stands, how that was counted, and what is said when one runs out."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from desk import spans
from desk.clock_views import ClockView, Standing
from desk.deadlines import Line
from desk.words import say
from models.event import EventKind
from models.sla import Metric, Unit
from web.due_words import span_words
from web.language import language, translate

MARKS = {
    Standing.CALM: "calm",
    Standing.SOON: "soon",
    Standing.OVERDUE: "overdue",
    Standing.PAUSED: "paused",
    Standing.KEPT: "kept",
    Standing.KEPT_LATE: "overdue",
    Standing.DROPPED: "none",
}
"""For the eye: as the design system names the states of a clock."""
WARNINGS = {
    Metric.FIRST_REPLY: "The first reply is due {due}; nobody has answered yet.",
    Metric.NEXT_REPLY: "The next reply is due {due}; nobody has answered yet.",
    Metric.RESOLUTION: "It is to be resolved by {due}; it is still open.",
}
BREACHES = {
    Metric.FIRST_REPLY: "The first reply was due {due}; nobody had answered.",
    Metric.NEXT_REPLY: "The next reply was due {due}; nobody had answered.",
    Metric.RESOLUTION: "It was to be resolved by {due}; it was still open.",
}
SAID = {EventKind.WARNED: WARNINGS, EventKind.BREACHED: BREACHES}


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        standing_words=standing_words,
        promise_words=promise_words,
        counted_words=counted_words,
        line_words=line_words,
        clock_mark=lambda view: MARKS[view.standing],
    )


def standing_words(view: ClockView, at: datetime) -> str:
    match view.standing:
        case Standing.OVERDUE if view.due_at:
            return translate("{time} late", time=span_words(at - view.due_at))
        case Standing.PAUSED:
            return translate("Stands still")
        case Standing.KEPT:
            return translate("Kept")
        case Standing.KEPT_LATE if view.missed_at and view.ended_at:
            return translate("Done {time} late", time=span_words(view.ended_at - view.missed_at))
        case Standing.DROPPED:
            return translate("Missed, then ended") if view.missed_at else translate("Ended")
    return (
        translate("{time} left", time=span_words(view.due_at - at))
        if view.due_at
        else translate("No end in sight")
    )


def promise_words(view: ClockView) -> str:
    """As it was promised: so much opening time, or so many working days."""
    words = spans.span_words(spans.Span(view.amount, view.unit), language())
    return translate("{time} of opening time", time=words) if view.unit is Unit.MINUTES else words


def counted_words(view: ClockView) -> str:
    if view.unit is Unit.DAYS:
        return _days(view.counted.days)
    return span_words(view.counted.net) if view.counted.net else translate("nothing")


def line_words(line: Line, unit: Unit) -> str:
    """What one span adds to the sum."""
    if not line.span.counts:
        return "–"
    if unit is Unit.DAYS:
        return _days(line.days)
    return span_words(line.worked) if line.worked else translate("nothing")


def alarm_words(kind: EventKind, metric: str, *, due: str, assignee: str, language: str) -> str:
    """Which promise, and in whose hands it was."""
    sentence = say(SAID[kind][Metric(metric)], language, due=due)
    holder = (
        say("{assignee} held it.", language, assignee=assignee)
        if assignee
        else say("Nobody held it.", language)
    )
    return f"{sentence} {holder}"


def _days(count: int) -> str:
    if count == 0:
        return translate("nothing")
    return spans.span_words(spans.Span(count, Unit.DAYS), language())
