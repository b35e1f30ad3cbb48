"""Digests: what an agent would have been told one by one, told in one mail at set hours: by choice, or since the
sending account had no room for each.

A line waits until it is told. What is no longer true by then (resolved, taken by somebody else) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from desk.addresses import sender_for
from desk.deliveries import Letter, queue_letter
from desk.surroundings import desk_of
from models.digests import DigestLine
from models.mail import Delivery, DeliveryKind, DeliveryState
from models.people import Agent
from models.reason import because
from models.session import Session
from models.ticket import Ticket

HOURS = (time(8), time(11), time(14), time(16, 30))
"""Of the desk's own day."""
NAMED = 40
FOLDABLE = (
    DeliveryKind.NEW_MATTER,
    DeliveryKind.NEW_MESSAGE,
    DeliveryKind.ASSIGNED,
    DeliveryKind.DUE_SOON,
    DeliveryKind.OVERDUE,
)
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


def note(session: Session, agent: Agent, ticket: Ticket, *, kind: DeliveryKind, at: datetime) -> None:
    """For the agent's next digest."""
    session.add(DigestLine(agent=agent, ticket=ticket, kind=kind, at=at))


def fold(session: Session, notices: Iterable[Delivery], *, at: datetime) -> int:
    """Notices that cannot leave for want of budget become lines; how many. Two at least for an agent: one is a mail."""
    by_agent: dict[int, list[Delivery]] = {}
    for each in notices:
        if each.kind in FOLDABLE and each.agent_id and each.attempts == 0:
            by_agent.setdefault(each.agent_id, []).append(each)
    folded = [each for group in by_agent.values() if len(group) > 1 for each in group]
    for each in folded:
        assert each.agent is not None
        assert each.ticket is not None
        note(session, each.agent, each.ticket, kind=each.kind, at=each.created_at)
        each.state, each.ended_at, each.reason = DeliveryState.CANCELLED, at, because("folded")
    return len(folded)


def send_due(session: Session, *, at: datetime) -> int:
    """Digests whose hour has come; how many were queued."""
    return sum(
        _send(session, agent, at=at) for agent in _expectant(session) if _is_due(session, agent, at=at)
    )


def _expectant(session: Session) -> list[Agent]:
    waiting = select(DigestLine.agent_id).where(DigestLine.told_at.is_(None))
    return list(session.scalars(select(Agent).where(Agent.id.in_(waiting)).order_by(Agent.id)))


def _is_due(session: Session, agent: Agent, *, at: datetime) -> bool:
    """Never while the one before still waits to leave."""
    waits = select(Delivery.id).where(
        Delivery.recipient == agent.mail_address,
        Delivery.kind == DeliveryKind.DIGEST,
        Delivery.state.in_((*WAITING, DeliveryState.SENDING)),
    )
    if session.scalars(waits.limit(1)).first():
        return False
    return _first_waiting(session, agent) <= _last_hour(session, at)


def _send(session: Session, agent: Agent, *, at: datetime) -> bool:
    lines = _waiting_lines(session, agent)
    for each in lines:
        each.told_at = at
    told = _still_true(lines, agent)
    address = sender_for(session, agent)
    if not told or not agent.is_active or address is None:
        return False
    facts = {"count": len(told), "lines": [_told(each) for each in told[:NAMED]]}
    letter = Letter(DeliveryKind.DIGEST, agent, address, once=at.isoformat(), facts=facts)
    return queue_letter(session, letter, at=at) is not None


def _still_true(lines: Sequence[DigestLine], agent: Agent) -> list[DigestLine]:
    """The newest line of each ticket that is still to be done, and by this agent or nobody else."""
    newest = {each.ticket_id: each for each in lines}
    return [
        each
        for each in newest.values()
        if not each.ticket.is_done and not each.ticket.is_spam and each.ticket.assignee in (None, agent)
    ]


def _told(line: DigestLine) -> dict[str, str]:
    return {
        "code": line.ticket.code,
        "subject": line.ticket.subject,
        "requester": line.ticket.requester.shown_name,
        "kind": line.kind.value,
        "at": line.at.isoformat(),
    }


def _waiting_lines(session: Session, agent: Agent) -> list[DigestLine]:
    query = select(DigestLine).where(DigestLine.told_at.is_(None), DigestLine.agent_id == agent.id)
    return list(session.scalars(query.options(joinedload(DigestLine.ticket)).order_by(DigestLine.id)))


def _first_waiting(session: Session, agent: Agent) -> datetime:
    query = select(DigestLine.at).where(DigestLine.told_at.is_(None), DigestLine.agent_id == agent.id)
    return session.scalars(query.order_by(DigestLine.id).limit(1)).one()


def _last_hour(session: Session, at: datetime) -> datetime:
    """The latest of the digests' hours that has come, yesterday's last one before today's first."""
    zone = ZoneInfo(desk_of(session).settings.desk.time_zone)
    today = at.astimezone(zone).date()
    days = (today - timedelta(days=1), today)
    hours = [datetime.combine(day, hour, tzinfo=zone) for day in days for hour in HOURS]
    return max(hour for hour in hours if hour <= at)
