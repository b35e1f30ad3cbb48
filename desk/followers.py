"""Those copied on a ticket: listed when the requester names them, written to only once an agent approved."""

from __future__ import annotations

from datetime import datetime

from desk import people
from desk.errors import NotFound
from desk.events import record
from models.event import EventKind
from models.people import Agent, canonical
from models.reason import because
from models.session import Session
from models.ticket import Follower, Ticket

MOST = 10


def follow(session: Session, ticket: Ticket, *, address: str, name: str, at: datetime) -> None:
    """Nothing for somebody who belongs to the ticket already, for an agent, or beyond the tenth (T024)."""
    wanted = canonical(address)
    known = ticket.is_followed_by(wanted) or ticket.requester.writes_from(wanted)
    if known or len(ticket.followers) >= MOST or people.find_agent(session, wanted):
        return
    ticket.followers.append(Follower(address=wanted, name=name[:200], created_at=at))


def approve(session: Session, ticket: Ticket, follower_id: int, *, by: Agent, at: datetime) -> None:
    """From now on they get the replies; never what was said before. Raises NotFound."""
    people.require(by, "reply")
    follower = _of(ticket, follower_id)
    if follower.approved_at is None:
        follower.approved_at = at
        record(session, ticket, EventKind.FOLLOWER_APPROVED, by=by, at=at, follower=follower.address)


def leave_out(session: Session, ticket: Ticket, follower_id: int, *, by: Agent, at: datetime) -> None:
    """They get no further reply. Raises NotFound."""
    people.require(by, "reply")
    follower = _of(ticket, follower_id)
    if follower.approved_at is not None:
        follower.approved_at = None
        record(session, ticket, EventKind.FOLLOWER_LEFT_OUT, by=by, at=at, follower=follower.address)


def _of(ticket: Ticket, follower_id: int) -> Follower:
    follower = next((each for each in ticket.followers if each.id == follower_id), None)
    if follower is None:
        raise NotFound(because("no_such_follower"))
    return follower
