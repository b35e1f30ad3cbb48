"""A mail of ours came back, or is late: the delivery says so, and so does the ticket's history."""

from __future__ import annotations

from datetime import datetime

from desk.events import record
from models.event import EventKind
from models.mail import Delivery, DeliveryState
from models.message import Message
from models.reason import because
from models.session import Session


def bounce(session: Session, delivery: Delivery, *, text: str, at: datetime) -> None:
    """Once; a report that comes twice changes nothing more."""
    if delivery.state is DeliveryState.BOUNCED:
        return
    delivery.state = DeliveryState.BOUNCED
    delivery.reason = because("bounced_back", text=text)
    delivery.ended_at = at
    _tell(session, delivery, EventKind.BOUNCED, at=at)


def delay(session: Session, delivery: Delivery, *, text: str, at: datetime) -> None:
    if delivery.state is DeliveryState.BOUNCED:
        return
    delivery.reason = because("delayed_there", text=text)
    _tell(session, delivery, EventKind.DELAYED, at=at)


def _tell(session: Session, delivery: Delivery, kind: EventKind, *, at: datetime) -> None:
    if delivery.ticket is None:
        return
    message = session.get(Message, delivery.message_id) if delivery.message_id else None
    reason = delivery.reason.as_json() if delivery.reason else {}
    quiet = delivery.agent_id is not None
    record(
        session,
        delivery.ticket,
        kind,
        by=None,
        at=at,
        message=message,
        quiet=quiet,
        recipient=delivery.recipient,
        reason=reason,
    )
