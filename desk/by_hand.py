"""Answers that somebody wrote by hand in the mailbox itself, found in its folder for sent mail. They have left already.

Nothing is sent because of them. They take their place at the moment they were sent, which may lie before what was
done meanwhile: a status that was decided later stays. `by` None: nobody knows which agent it was; `mailbox` names
where it was found.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from desk import tickets
from desk.drafts import Draft, write
from desk.events import record
from desk.threads import answered_since
from models.event import Event, EventKind
from models.mail import Mail, Treatment
from models.message import Author, Message, MessageKind
from models.people import Agent
from models.reason import because
from models.session import Session
from models.ticket import Status, Ticket

DECIDES = (
    EventKind.REPLIED,
    EventKind.REPLIED_BY_HAND,
    EventKind.RESOLVED,
    EventKind.CLOSED,
    EventKind.REOPENED,
    EventKind.PUT_ON_HOLD,
    EventKind.TAKEN_UP,
)
"""After one of these, or words of people outside, the ticket stands where they put it."""


def reply(
    session: Session, ticket: Ticket, draft: Draft, *, by: Agent | None, mailbox: str, at: datetime
) -> Message:
    """To the requester. It counts as any reply of an agent does."""
    message = write(session, ticket, draft, kind=MessageKind.REPLY, author=Author.AGENT, by=by, at=at)
    _was_given(session, message, by=by, mailbox=mailbox, at=at)
    return message


def adopt(
    session: Session, message: Message, draft: Draft, *, by: Agent | None, mailbox: str, at: datetime
) -> None:
    """The same words came in as a copy first, and were held or taken for a stranger's: they were this reply."""
    if message.held and message.held.is_waiting:
        message.held.decided_at, message.held.released = at, True
    message.kind, message.author = MessageKind.REPLY, Author.AGENT
    message.agent, message.requester = by, None
    message.mail_id, message.why_here, message.at = draft.mail_id, draft.why_here, at
    _was_given(session, message, by=by, mailbox=mailbox, at=at)


def note(
    session: Session, ticket: Ticket, draft: Draft, *, by: Agent | None, mailbox: str, at: datetime
) -> Message:
    """To somebody else about the ticket, say a colleague elsewhere: the requester knows nothing of it."""
    message = write(session, ticket, draft, kind=MessageKind.NOTE, author=Author.AGENT, by=by, at=at)
    ticket.updated_at = max(ticket.updated_at, at)
    record(session, ticket, EventKind.NOTED, by=by, at=at, message=message, **_where(by, mailbox))
    return message


def came_back(session: Session, message: Message, *, recipient: str, text: str, at: datetime) -> None:
    """It did not reach this recipient. Once; a ticket does not wait for an answer that nobody can give."""
    ticket = message.ticket.living
    known = select(Event.id).where(Event.message_id == message.id, Event.kind == EventKind.BOUNCED)
    if session.scalars(known).first():
        return
    waits_for_it = ticket.status is Status.PENDING and answered_since(session, ticket, message) is None
    opens = waits_for_it and ticket.requester.writes_from(recipient)
    if opens:
        ticket.status, ticket.updated_at = Status.OPEN, at
    facts: dict[str, Any] = {"recipient": recipient, "reason": because("bounced_back", text=text).as_json()}
    more = {"opens": True} if opens else {}
    record(session, ticket, EventKind.BOUNCED, by=None, at=at, message=message, **facts, **more)


def sent_as(session: Session, internet_id: str) -> Message | None:
    """The answer by hand that left under this Message-ID."""
    query = select(Message).join(Mail, Message.mail_id == Mail.id)
    is_it = (Message.internet_id == internet_id, Mail.treatment == Treatment.BY_HAND)
    return session.scalars(query.where(*is_it, Message.kind == MessageKind.REPLY)).first()


def _was_given(session: Session, message: Message, *, by: Agent | None, mailbox: str, at: datetime) -> None:
    ticket = message.ticket
    if not _was_decided_since(session, ticket, at):
        tickets.let_go(ticket)
        ticket.status = Status.PENDING
        ticket.resolved_at = ticket.closed_at = None
    elif ticket.status is Status.NEW:
        ticket.status = Status.OPEN
    ticket.assignee = ticket.assignee or by
    ticket.updated_at = max(ticket.updated_at, at)
    where = _where(by, mailbox)
    record(session, ticket, EventKind.REPLIED_BY_HAND, by=by, at=at, message=message, **where)


def _was_decided_since(session: Session, ticket: Ticket, at: datetime) -> bool:
    asked = and_(
        Event.kind == EventKind.REPLY_RECEIVED, Message.author.in_((Author.REQUESTER, Author.FOLLOWER))
    )
    query = select(Event.id).outerjoin(Message, Event.message_id == Message.id)
    later = query.where(Event.ticket_id == ticket.id, Event.at > at)
    return session.scalars(later.where(or_(Event.kind.in_(DECIDES), asked))).first() is not None


def _where(by: Agent | None, mailbox: str) -> dict[str, Any]:
    return {} if by else {"mailbox": mailbox}
