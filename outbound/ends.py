"""How an attempt ends: sent, deferred to a later moment, bounced for good, or cut off with nobody knowing.

Each leaves an `Attempt` row; a bounce of words to the outside leaves an event, so that agents hear of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desk import maillog
from desk.returned import came_back
from models.mail import Attempt, Delivery, DeliveryKind, DeliveryState, Phase
from models.reason import Reason, because
from models.session import Session

BACKOFF = (1, 5, 15, 30, 60, 120, 240)
"""Minutes until the next attempt; the last one repeats."""
GIVE_UP_AFTER = timedelta(hours=48)
RESEND_AFTER = timedelta(minutes=15)
OUTSIDE = (DeliveryKind.REPLY, DeliveryKind.ACKNOWLEDGEMENT, DeliveryKind.TOO_LARGE)


def sent(session: Session, delivery: Delivery, *, answer: str, at: datetime) -> None:
    code = int(answer[:3]) if answer[:3].isdigit() else None
    delivery.phase = Phase.ACCEPTED
    _finish(session, delivery, DeliveryState.SENT, code=code, text=answer, at=at)
    maillog.sent(delivery)


def deferred(
    session: Session,
    delivery: Delivery,
    reason: Reason,
    *,
    code: int | None,
    text: str,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Try again later, at `until` if that is known; after two days and every pause of that, give up."""
    if at - delivery.created_at >= GIVE_UP_AFTER and delivery.attempts > len(BACKOFF):
        hours = int(GIVE_UP_AFTER.total_seconds() // 3600)
        bounced(session, delivery, because("gave_up", hours=hours, text=text), code=code, text=text, at=at)
        return
    minutes = BACKOFF[min(delivery.attempts, len(BACKOFF)) - 1]
    delivery.not_before = until or at + timedelta(minutes=minutes)
    delivery.reason = delivery.reason if _was_cut_off(delivery) else reason
    _log(session, delivery, DeliveryState.DEFERRED, code=code, text=text, at=at)
    maillog.deferred(delivery)


def bounced(
    session: Session, delivery: Delivery, reason: Reason, *, code: int | None, text: str, at: datetime
) -> None:
    delivery.reason = reason
    _finish(session, delivery, DeliveryState.BOUNCED, code=code, text=text, at=at)
    maillog.bounced(delivery)
    if delivery.kind in OUTSIDE:
        came_back(session, delivery, at=at)


def cut_off(session: Session, delivery: Delivery, *, at: datetime) -> None:
    """Nobody knows whether it was accepted (RFC 1047): people's words go once more, automatic mail never."""
    if delivery.is_automatic:
        delivery.reason = because("not_sent_twice")
        _finish(session, delivery, DeliveryState.UNKNOWN, code=None, text="", at=at)
    elif _was_cut_off(delivery):
        _finish(session, delivery, DeliveryState.UNKNOWN, code=None, text="", at=at)
    else:
        delivery.facts = delivery.facts | {"cut_off": True}
        delivery.reason = because("may_have_arrived_twice")
        delivery.not_before = at + RESEND_AFTER
        _log(session, delivery, DeliveryState.DEFERRED, code=None, text="", at=at)
    maillog.unknown(delivery)


def _was_cut_off(delivery: Delivery) -> bool:
    """Once is the most: whatever happens on the way to the second try, there is no third."""
    return bool(delivery.facts.get("cut_off"))


def _finish(
    session: Session, delivery: Delivery, state: DeliveryState, *, code: int | None, text: str, at: datetime
) -> None:
    delivery.ended_at = at
    _log(session, delivery, state, code=code, text=text, at=at)


def _log(
    session: Session, delivery: Delivery, state: DeliveryState, *, code: int | None, text: str, at: datetime
) -> None:
    delivery.state = state
    delivery.smtp_code, delivery.smtp_text = code, text[:500]
    delivery.lease_owner = delivery.lease_until = None
    session.add(Attempt(delivery_id=delivery.id, at=at, state=state, smtp_code=code, smtp_text=text[:500]))
