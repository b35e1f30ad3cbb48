"""Take a reply back before it has left: nothing is sent, the words return to its writer's draft.

Possible while every one of its mails still waits. Once one is being handed over, nobody can call it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from desk import kept_drafts, parcels, people
from desk.errors import Conflict, NotAllowed
from desk.events import record
from desk.tickets import reopen
from models.event import EventKind
from models.mail import Delivery, DeliveryKind, DeliveryState
from models.message import Author, Message, MessageKind
from models.people import Agent
from models.reason import because
from models.session import Session
from models.ticket import Status, Ticket

STILL_HERE = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


def take_back(session: Session, message: Message, *, by: Agent, at: datetime) -> None:
    """The reply becomes a note. Raises NotAllowed for another's reply, Conflict when a mail of it left already."""
    mails = _mails_of(session, message)
    if not message.is_public and _are_all_cancelled(mails):
        return
    if not is_theirs(message, by):
        raise NotAllowed(because("not_your_reply"))
    if not has_not_left(mails):
        raise Conflict(because("reply_has_left"))
    for mail in mails:
        mail.state, mail.reason, mail.ended_at = DeliveryState.CANCELLED, because("taken_back"), at
    message.kind = MessageKind.NOTE
    parcels.withdraw(session, message, at=at)
    _open_again(session, message.ticket, by=by, at=at)
    _return_words(session, message, at=at)
    ticket = message.ticket
    facts = {"status": ticket.status.value, "recipient": ticket.requester.mail_address}
    record(session, ticket, EventKind.TAKEN_BACK, by=by, at=at, message=message, quiet=False, **facts)


def is_theirs(message: Message, agent: Agent) -> bool:
    """Whether it is this agent's own reply, or one a coordinator may stop."""
    wrote = message.agent_id == agent.id and people.may(agent, "reply")
    return message.author is Author.AGENT and (wrote or people.may(agent, "release"))


def has_not_left(mails: Sequence[Delivery]) -> bool:
    """Whether there is something to take back, and nobody can have got any of it."""
    waiting = [each for each in mails if each.state in STILL_HERE and not each.facts.get("cut_off")]
    return bool(mails) and len(waiting) == len(mails)


def _mails_of(session: Session, message: Message) -> list[Delivery]:
    """Locked, so that no postman claims one meanwhile."""
    query = select(Delivery).where(Delivery.message_id == message.id, Delivery.kind == DeliveryKind.REPLY)
    return list(session.scalars(query.order_by(Delivery.id).with_for_update()))


def _are_all_cancelled(mails: Sequence[Delivery]) -> bool:
    return bool(mails) and all(each.state is DeliveryState.CANCELLED for each in mails)


def _open_again(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """It neither waits for an answer to words nobody got, nor is it resolved by them."""
    ticket.updated_at = at
    if ticket.status is Status.PENDING:
        ticket.status = Status.OPEN
    elif ticket.is_done and not ticket.is_spam:
        reopen(session, ticket, by=by, at=at)


def _return_words(session: Session, message: Message, *, at: datetime) -> None:
    """To who wrote them, above what they have begun to write since."""
    writer = message.agent
    if writer is None or not writer.is_active:
        return
    begun = kept_drafts.kept(session, message.ticket, writer).get(MessageKind.REPLY, "")
    words = "\n\n".join(filter(None, (message.reply.strip(), begun.strip())))
    kept_drafts.keep(session, message.ticket, words, kind=MessageKind.REPLY, by=writer, at=at)
