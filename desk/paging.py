"""Pages by key, never by offset, so that page 1,000 costs what page 1 costs and stays where it is.

A line is an order that tickets stand in. Its key, a moment and an id, names a place in it and stands in addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from models.ticket import Ticket

# Microseconds and a number, both small enough for every database.
KEY = re.compile(r"([0-9]{1,18})_([0-9]{1,18})\Z")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    moment: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.moment - EPOCH) // MICROSECOND}_{self.id}"


@dataclass(frozen=True)
class Line:
    """`moment` and id decide; `forward`: the earliest first."""

    moment: InstrumentedAttribute[Any]
    forward: bool

    def order(self) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
        if self.forward:
            return self.moment.asc(), Ticket.id.asc()
        return self.moment.desc(), Ticket.id.desc()

    def beyond(self, place: Place) -> ColumnElement[bool]:
        here, there = tuple_(self.moment, Ticket.id), tuple_(place.moment, place.id)
        return here > there if self.forward else here < there

    def not_beyond(self, place: Place) -> ColumnElement[bool]:
        here, there = tuple_(self.moment, Ticket.id), tuple_(place.moment, place.id)
        return here <= there if self.forward else here >= there

    def place_of(self, ticket: Ticket) -> Place:
        return Place(getattr(ticket, self.moment.key), ticket.id)


BY_TURN = Line(Ticket.turn_at, forward=True)
"""Unfinished tickets: whose clock is nearest comes first."""
BY_CHANGE = Line(Ticket.updated_at, forward=False)
"""All tickets: what changed last comes first."""


def place(written: str) -> Place | None:
    """Nonsense is taken for the beginning."""
    found = KEY.match(written)
    if found is None:
        return None
    try:
        return Place(EPOCH + int(found[1]) * MICROSECOND, int(found[2]))
    except OverflowError:
        return None
