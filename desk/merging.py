"""Two tickets about one matter become one: the messages move, and later mail to the merged ticket follows them.

The merged ticket stays, closed, and says where its conversation goes on (`Ticket.living`). Undoing moves exactly
those messages back. Mails that have left keep the ticket their secret was issued for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from desk import people
from desk.errors import Invalid
from desk.events import record
from desk.followers import follow
from desk.set_aside import refuse_set_aside
from models.event import Event, EventKind
from models.message import Message
from models.people import Agent
from models.reason import Reason, because
from models.session import Session
from models.ticket import Status, Ticket


def merge(session: Session, ticket: Ticket, into: Ticket, *, by: Agent, at: datetime) -> None:
    """Raises Invalid or Conflict with the reason why these two do not go together."""
    if ticket.merged_into is into:
        return
    people.require(by, "merge")
    refuse_set_aside(ticket)
    refuse_set_aside(into)
    reason = reason_against(ticket, into)
    if reason:
        raise Invalid(reason)
    before, messages = ticket.status, _messages_of(session, ticket)
    _move(session, messages, to=into)
    followers = _bring_people(session, ticket, into, at=at)
    if into.status is Status.PENDING and before in (Status.NEW, Status.OPEN):
        into.status = Status.OPEN  # words came along that nobody has answered
    ticket.merged_into, ticket.status = into, Status.CLOSED
    ticket.closed_at = ticket.closed_at or at
    ticket.updated_at = into.updated_at = at
    facts: dict[str, Any] = {"other": into.code, "before": before.value, "messages": messages}
    facts |= {"followers": followers, "status": ticket.status.value}
    record(session, ticket, EventKind.MERGED, by=by, at=at, **facts)
    record(session, into, EventKind.ABSORBED, by=by, at=at, status=into.status.value, other=ticket.code)


def unmerge(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """The messages that came from this ticket go back to it. What was written since stays where it was written."""
    if ticket.merged_into is None:
        return
    people.require(by, "merge")
    into, facts = ticket.living, _facts_of_merging(session, ticket)
    came = select(Message.id).where(Message.id.in_(facts["messages"]), Message.ticket_id == into.id)
    _move(session, list(session.scalars(came)), to=ticket)
    _send_people_away(session, into, facts["followers"])
    ticket.merged_into, ticket.status = None, Status(facts["before"])
    ticket.closed_at = ticket.closed_at if ticket.is_closed else None
    ticket.updated_at = into.updated_at = at
    for one, other in ((ticket, into), (into, ticket)):
        record(session, one, EventKind.UNMERGED, by=by, at=at, status=one.status.value, other=other.code)


def reason_against(ticket: Ticket, into: Ticket) -> Reason | None:
    """A matter that is open must not vanish in one that is done."""
    if ticket is into:
        return because("merge_into_itself")
    if into.is_done and not ticket.is_done:
        return because("merge_into_done", code=into.code)
    return None


def merged_into(session: Session, ticket: Ticket) -> list[Ticket]:
    """Those whose conversation goes on here."""
    return list(session.scalars(select(Ticket).where(Ticket.merged_into_id == ticket.id).order_by(Ticket.id)))


def _messages_of(session: Session, ticket: Ticket) -> list[int]:
    return list(
        session.scalars(select(Message.id).where(Message.ticket_id == ticket.id).order_by(Message.id))
    )


def _move(session: Session, messages: list[int], *, to: Ticket) -> None:
    session.execute(update(Message).where(Message.id.in_(messages)).values(ticket_id=to.id))
    for message in [each for each in session.identity_map.values() if isinstance(each, Message)]:
        session.expire(message, ["ticket"])


def _bring_people(session: Session, ticket: Ticket, into: Ticket, *, at: datetime) -> list[str]:
    """Requester and followers of the one may write to the other; they get nothing before an agent approves.

    Gives the addresses of those who were not there before.
    """
    known = {each.address for each in into.followers}
    coming = [(each.address, each.name) for each in ticket.followers]
    if ticket.requester is not into.requester:
        coming = [*((each.address, ticket.requester.name) for each in ticket.requester.addresses), *coming]
    for address, name in coming:
        follow(session, into, address=address, name=name, at=at)
    return [each.address for each in into.followers if each.address not in known]


def _send_people_away(session: Session, into: Ticket, addresses: list[str]) -> None:
    """Whom nobody has approved since."""
    for follower in [each for each in into.followers if each.address in addresses]:
        if follower.approved_at is None:
            into.followers.remove(follower)
            session.delete(follower)


def _facts_of_merging(session: Session, ticket: Ticket) -> dict[str, Any]:
    query = select(Event).where(Event.ticket_id == ticket.id, Event.kind == EventKind.MERGED)
    return session.scalars(query.order_by(Event.id.desc()).limit(1)).one().facts
