"""How urgent a ticket is, in words: what is due, how long that is from now, or why its clock stands still."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from desk.due import Due
from models.people import RequesterKind
from models.sla import Metric
from models.ticket import Priority
from web.language import translate

NBSP = "\N{NO-BREAK SPACE}"
METRICS = {
    Metric.FIRST_REPLY: "First reply",
    Metric.NEXT_REPLY: "Next reply",
    Metric.RESOLUTION: "Resolution",
}
PRIORITIES = {
    Priority.LOW: "Low",
    Priority.NORMAL: "Normal",
    Priority.HIGH: "High",
    Priority.URGENT: "Urgent",
}
REQUESTER_KINDS = {
    RequesterKind.PUBLIC: "General public",
    RequesterKind.PARTNER: "Partner",
    RequesterKind.INSTITUTION: "Institution",
    RequesterKind.STAFF: "Staff",
}
PAUSES = {
    "clock_waits_for_requester": "{metric} stopped: waiting for the requester",
    "clock_on_hold": "{metric} stopped: on hold",
}
STOPPED = "{metric} stopped"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def register(app: Flask) -> None:
    for each in (metric_words, priority_words, requester_kind_words):
        app.jinja_env.filters[each.__name__] = each
    app.jinja_env.globals.update(
        due_words=due_words, due_state=due_state, pause_words=pause_words, span_words=span_words
    )


def due_words(due: Due, at: datetime) -> str:
    """Few enough for a row; why a clock stands still is told by `pause_words`."""
    metric = metric_words(due.metric)
    if due.at is None:
        return translate(STOPPED, metric=metric)
    if due.at <= at:
        return translate("{metric} {time} late", metric=metric, time=span_words(at - due.at))
    return translate("{metric} in {time}", metric=metric, time=span_words(due.at - at))


def pause_words(due: Due) -> str:
    """Nothing for a clock that runs."""
    if due.at is not None:
        return ""
    code = due.paused_because.code if due.paused_because else ""
    return translate(PAUSES.get(code, STOPPED), metric=metric_words(due.metric))


def due_state(due: Due, at: datetime) -> str:
    """For the eye: as the design system names the states of a clock."""
    if due.at is None:
        return "paused"
    if due.at <= at:
        return "overdue"
    return "soon" if due.warned else "calm"


def span_words(span: timedelta) -> str:
    """Days and hours, or hours and minutes; what is shorter than a minute is one."""
    if span >= DAY:
        parts = (("{count} d", span // DAY), ("{count} h", span % DAY // HOUR))
    else:
        minutes = max(span // MINUTE, 1)
        parts = (("{count} h", minutes // 60), ("{count} min", minutes % 60))
    words = " ".join(translate(text, count=count) for text, count in parts if count)
    return words.replace(" ", NBSP)


def metric_words(metric: Metric) -> str:
    return translate(METRICS[metric])


def priority_words(priority: Priority) -> str:
    return translate(PRIORITIES[priority])


def requester_kind_words(kind: RequesterKind) -> str:
    return translate(REQUESTER_KINDS[kind])
