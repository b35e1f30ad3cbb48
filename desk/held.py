"""Held replies: an agent's mail that lacks its proof stays inside as a note until somebody signed in releases it.

A released mail does what it would have done had it been proven: its commands count, and are not sent.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from desk import people
from desk.commands import Command, read_commands
from desk.drafts import Draft, write
from desk.errors import Conflict, Invalid, NotAllowed, NotFound
from desk.events import record
from desk.tickets import answered, resolve
from models.event import EventKind
from models.message import Author, HeldReply, Message, MessageKind
from models.people import Agent
from models.reason import Reason, because
from models.session import Session
from models.ticket import Ticket


def hold(
    session: Session, ticket: Ticket, draft: Draft, *, agent: Agent, reason: Reason, at: datetime
) -> Message:
    """Keep it as a note, which no path can send, and ask the agent."""
    message = write(session, ticket, draft, kind=MessageKind.NOTE, author=Author.AGENT, by=agent, at=at)
    session.add(HeldReply(message=message, agent=agent, reason=reason, at=at))
    ticket.updated_at = at
    record(session, ticket, EventKind.REPLY_HELD, by=agent, at=at, message=message, reason=reason.as_json())
    return message


def release(session: Session, held: HeldReply, *, by: Agent, at: datetime) -> None:
    """It leaves as the agent's reply, or stays the note it was meant to be.

    Raises NotAllowed, Conflict when it was decided already, Invalid when there is nothing to send. A command
    that nobody knows is taken for words.
    """
    message, ticket = held.message, held.message.ticket
    commands = read_commands(message.reply)
    words = message.reply if commands.unknown else commands.text
    if not words.strip() and not message.attachments:
        raise Invalid(because("nothing_written"))
    _decide(held, by=by, at=at, released=True)
    message.reply, message.html = words, None
    record(session, ticket, EventKind.REPLY_RELEASED, by=by, at=at, message=message)
    if Command.NOTE in commands.known:
        return
    message.kind = MessageKind.REPLY
    answered(session, ticket, message, by=held.agent, at=at)
    if Command.RESOLVE in commands.known:
        resolve(session, ticket, by=by, at=at)


def refuse(session: Session, held: HeldReply, *, by: Agent, at: datetime) -> None:
    """It stays a note for good."""
    _decide(held, by=by, at=at, released=False)
    record(session, held.message.ticket, EventKind.REPLY_REFUSED, by=by, at=at, message=held.message)


def may_decide(held: HeldReply, agent: Agent) -> bool:
    return people.may(agent, "release_own" if agent.id == held.agent_id else "release")


def get_held(session: Session, held_id: int) -> HeldReply:
    held = session.get(HeldReply, held_id)
    if held is None:
        raise NotFound(because("no_such_held_reply"))
    return held


def waiting(session: Session) -> list[HeldReply]:
    return list(
        session.scalars(select(HeldReply).where(HeldReply.decided_at.is_(None)).order_by(HeldReply.id))
    )


def _decide(held: HeldReply, *, by: Agent, at: datetime, released: bool) -> None:
    if not may_decide(held, by):
        raise NotAllowed(because("not_your_held_reply"))
    if not held.is_waiting:
        raise Conflict(because("held_reply_decided"))
    held.decided_at, held.decided_by_id, held.released = at, by.id, released
