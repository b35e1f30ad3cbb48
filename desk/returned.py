"""A mail of ours came back, or is late: the delivery says so, and so does the ticket's history.

A ticket must not wait for a requester who never got the question: it is open again when their own copy came back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desk import parcels
from desk.events import record
from desk.threads import answered_since
from models.event import EventKind
from models.mail import Delivery, DeliveryKind, DeliveryState
from models.message import Message
from models.reason import because
from models.session import Session
from models.ticket import Status, Ticket


def bounce(session: Session, delivery: Delivery, *, text: str, at: datetime) -> None:
    """Once; a report that comes twice changes nothing more."""
    if delivery.state is DeliveryState.BOUNCED:
        return
    delivery.state = DeliveryState.BOUNCED
    delivery.reason = because("bounced_back", text=text)
    delivery.ended_at = at
    came_back(session, delivery, at=at)


def came_back(session: Session, delivery: Delivery, *, at: datetime) -> None:
    """The delivery has bounced and says why: so must its ticket. Unless it was only too large: then another goes."""
    reason = delivery.reason
    said = str(reason.facts.get("answer") or reason.facts.get("text") or "") if reason else ""
    if parcels.takes_its_place(session, delivery, said=said, at=at):
        return
    opens = delivery.ticket is not None and _leaves_nobody_asked(session, delivery, delivery.ticket.living)
    _tell(session, delivery, EventKind.BOUNCED, at=at, **({"opens": True} if opens else {}))


def delay(session: Session, delivery: Delivery, *, text: str, at: datetime) -> None:
    if delivery.state is DeliveryState.BOUNCED:
        return
    delivery.reason = because("delayed_there", text=text)
    _tell(session, delivery, EventKind.DELAYED, at=at)


def _leaves_nobody_asked(session: Session, delivery: Delivery, ticket: Ticket) -> bool:
    """Whether it was the requester's own copy of the very words that the ticket waits for an answer to."""
    message = delivery.message
    if message is None or delivery.kind is not DeliveryKind.REPLY or ticket.status is not Status.PENDING:
        return False
    to_requester = ticket.requester.writes_from(delivery.recipient)
    return to_requester and answered_since(session, ticket, message) is None


def _tell(session: Session, delivery: Delivery, kind: EventKind, *, at: datetime, **facts: Any) -> None:
    if delivery.ticket is None:
        return
    ticket = delivery.ticket.living
    if facts.get("opens"):
        ticket.status, ticket.updated_at = Status.OPEN, at
    record(
        session,
        ticket,
        kind,
        by=None,
        at=at,
        message=session.get(Message, delivery.message_id) if delivery.message_id else None,
        quiet=delivery.agent_id is not None,
        status=ticket.status.value,
        recipient=delivery.recipient,
        reason=delivery.reason.as_json() if delivery.reason else {},
        **facts,
    )
