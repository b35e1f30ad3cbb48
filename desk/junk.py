"""Mail nobody wants: tickets marked as spam, and senders whose mail is kept but opens no ticket.

A spam ticket is closed in silence and what else comes for it stays silent; undone, it is what it was. What the
host took for spam is a ticket that is suspected: nobody was told of it, and rescued it begins to live. A block names
an address, or `@domain` for all of one, without its subdomains.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from desk import people, threads
from desk.errors import Conflict, Invalid, NotFound
from desk.events import record
from models.addresses import Address
from models.deeds import BlockedSender
from models.event import Event, EventKind
from models.mail import Fate, Mail
from models.people import Agent, AgentAddress, Requester, canonical
from models.reason import Reason, because
from models.session import Session
from models.ticket import Status, Ticket

SHARED_HOSTS = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "msn.com",
    "outlook.com",
    "outlook.co.id",
    "proton.me",
    "protonmail.com",
    "yahoo.co.id",
    "yahoo.com",
    "ymail.com",
)
"""Where strangers have their mail side by side: to block one of them must not block all."""
SHOWN_FOR = timedelta(days=30)
PAGE = 50


def mark_spam(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
    if ticket.is_spam:
        return
    people.require(by, "mark_spam")
    if ticket.merged_into:
        raise Conflict(because("ticket_merged", code=ticket.code, other=ticket.living.code))
    _set_aside(session, ticket, by=by, at=at)


def suspect(session: Session, ticket: Ticket, *, reason: Reason, at: datetime) -> None:
    """A new matter that the host took for spam. It was opened quietly; `rescue` does what was left out."""
    ticket.spam_because = reason
    _set_aside(session, ticket, by=None, at=at, reason=reason.as_json())


def not_spam(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """It is what it was before; what was only suspected begins to live."""
    if not ticket.is_spam:
        return
    people.require(by, "mark_spam")
    if ticket.is_suspected:
        rescue(session, ticket, by=by, at=at)
        return
    ticket.spam_at, ticket.status = None, _status_before(session, ticket)
    ticket.closed_at = ticket.closed_at if ticket.is_closed else None
    ticket.updated_at = at
    record(session, ticket, EventKind.NOT_SPAM, by=by, at=at, status=ticket.status.value)


def rescue(
    session: Session, ticket: Ticket, *, by: Agent | None, at: datetime, reason: Reason | None = None
) -> None:
    """A suspected ticket begins to live, as if it had come to the inbox: its clocks count from its arrival, its
    agents are told, and receipt is confirmed unless that has become too late."""
    if not ticket.is_suspected:
        return
    ticket.spam_at = ticket.spam_because = ticket.closed_at = None
    ticket.status, ticket.updated_at = Status.NEW, at
    why: dict[str, Any] = {"reason": reason.as_json()} if reason else {}
    first = threads.first_message(session, ticket)
    record(session, ticket, EventKind.RESCUED, by=by, at=at, message=first, **why)


def list_spam(session: Session, *, at: datetime, after: str = "") -> list[Ticket]:
    """Of the last SHOWN_FOR, the newest first: a page and one more, after the ticket of this code."""
    query = select(Ticket).where(Ticket.spam_at > at - SHOWN_FOR)
    if after:
        query = query.where(Ticket.id < select(Ticket.id).where(Ticket.code == after).scalar_subquery())
    rows = query.options(joinedload(Ticket.requester).selectinload(Requester.addresses))
    return list(session.scalars(rows.order_by(Ticket.id.desc()).limit(PAGE + 1)).unique())


def block(
    session: Session, pattern: str, *, by: Agent, at: datetime, ticket: Ticket | None = None
) -> BlockedSender:
    """`ticket`: where it was decided. Raises Invalid for what is no address or `@domain`, or must not be blocked."""
    people.require(by, "block")
    wanted = _checked_pattern(pattern)
    _refuse_our_own(session, wanted)
    known = session.scalars(select(BlockedSender).where(BlockedSender.pattern == wanted)).one_or_none()
    if known is None:
        known = BlockedSender(pattern=wanted, agent=by, at=at, ticket=ticket)
        session.add(known)
        session.flush()
    return known


def unblock(session: Session, blocked_id: int, *, by: Agent) -> str:
    """Its pattern. Raises NotFound."""
    people.require(by, "block")
    blocked = session.get(BlockedSender, blocked_id)
    if blocked is None:
        raise NotFound(because("no_such_block"))
    session.delete(blocked)
    return blocked.pattern


def is_blocked(session: Session, address: str) -> BlockedSender | None:
    """The block that covers this address."""
    wanted = canonical(address)
    patterns = (wanted, f"@{wanted.rpartition('@')[2]}")
    return session.scalars(select(BlockedSender).where(BlockedSender.pattern.in_(patterns)).limit(1)).first()


def list_blocked(session: Session) -> list[BlockedSender]:
    return list(session.scalars(select(BlockedSender).order_by(BlockedSender.pattern)))


def caught_mails(session: Session, *, limit: int = 100) -> list[Mail]:
    """What was ignored because its sender is blocked, the newest first. `mails.retry` lets one go."""
    query = select(Mail).where(Mail.caught_at.is_not(None), Mail.fate == Fate.IGNORED)
    return list(session.scalars(query.order_by(Mail.caught_at.desc()).limit(limit)))


def _set_aside(session: Session, ticket: Ticket, *, by: Agent | None, at: datetime, **why: Any) -> None:
    before = ticket.status
    ticket.spam_at = at
    ticket.updated_at = max(ticket.updated_at, at)
    ticket.status, ticket.closed_at = Status.CLOSED, ticket.closed_at or at
    record(session, ticket, EventKind.MARKED_SPAM, by=by, at=at, before=before.value, **why)


def _status_before(session: Session, ticket: Ticket) -> Status:
    query = select(Event).where(Event.ticket_id == ticket.id, Event.kind == EventKind.MARKED_SPAM)
    event = session.scalars(query.order_by(Event.id.desc()).limit(1)).first()
    return Status(event.facts["before"]) if event else Status.OPEN


def _checked_pattern(pattern: str) -> str:
    if not pattern.strip().startswith("@"):
        return people.checked_address(pattern)
    domain = people.checked_address(f"all{pattern.strip()}").removeprefix("all@")
    if domain in SHARED_HOSTS:
        raise Invalid(because("shared_host", domain=domain))
    return f"@{domain}"


def _refuse_our_own(session: Session, pattern: str) -> None:
    """Who blocks the desk or its agents would hear of nothing any more."""
    for ours in (Address.address, AgentAddress.address):
        covered = ours.endswith(pattern, autoescape=True) if pattern.startswith("@") else ours == pattern
        if session.scalars(select(ours).where(covered).limit(1)).first():
            raise Invalid(because("block_own", pattern=pattern))
