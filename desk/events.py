"""The one way to write an event, and the list of those that still have to settle."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.event import Event, EventKind
from models.message import Message
from models.people import Agent, Requester
from models.session import Session
from models.ticket import Ticket

By = Agent | Requester | None
"""Who acts. None: Meja itself."""


def record(
    session: Session,
    ticket: Ticket,
    kind: EventKind,
    *,
    by: By,
    at: datetime,
    message: Message | None = None,
    quiet: bool = False,
    **facts: Any,
) -> Event:
    """Write what happened, and the status it left behind; its consequences follow when the work settles.

    `quiet`: nobody is told of it.
    """
    event = Event(
        ticket=ticket,
        kind=kind,
        message=message,
        agent=by if isinstance(by, Agent) else None,
        requester=by if isinstance(by, Requester) else None,
        facts=facts | {"status": ticket.status.value} | ({"quiet": True} if quiet else {}),
        at=at,
    )
    session.add(event)
    unsettled(session).append(event)
    return event


def unsettled(session: Session) -> list[Event]:
    events: list[Event] = session.info.setdefault("unsettled", [])
    return events
