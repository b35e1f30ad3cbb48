"""Promises to start from: what a customer service and an IT service desk usually give. Plain data.

Minutes of opening time, or working days; a coordinator changes them at will.
"""

from __future__ import annotations

from desk.spans import Span
from models.sla import Metric, Unit
from models.ticket import Priority

Targets = dict[tuple[Metric, Priority], Span]
NAMES = {"customer_service": "Customer service", "it_service_desk": "IT service desk"}


def _minutes(count: int) -> Span:
    return Span(count, Unit.MINUTES)


def _hours(count: int) -> Span:
    return Span(count * 60, Unit.MINUTES)


def _days(count: int) -> Span:
    return Span(count, Unit.DAYS)


Row = tuple[Priority, Span, Span, Span]
"""A priority, and what it promises: first reply, next reply, resolution."""

CUSTOMER_SERVICE: tuple[Row, ...] = (
    (Priority.URGENT, _hours(1), _hours(2), _days(1)),
    (Priority.HIGH, _hours(2), _hours(4), _days(2)),
    (Priority.NORMAL, _hours(4), _days(1), _days(3)),
    (Priority.LOW, _days(1), _days(2), _days(5)),
)
IT_SERVICE_DESK: tuple[Row, ...] = (
    (Priority.URGENT, _minutes(15), _minutes(30), _hours(4)),
    (Priority.HIGH, _minutes(30), _hours(2), _hours(8)),
    (Priority.NORMAL, _hours(2), _hours(4), _days(2)),
    (Priority.LOW, _hours(4), _days(1), _days(5)),
)


def _targets(rows: tuple[Row, ...]) -> Targets:
    return {
        (metric, priority): span
        for priority, *spans in rows
        for metric, span in zip(Metric, spans, strict=True)
    }


PRESETS: dict[str, Targets] = {
    "customer_service": _targets(CUSTOMER_SERVICE),
    "it_service_desk": _targets(IT_SERVICE_DESK),
}
