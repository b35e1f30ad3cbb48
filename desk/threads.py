"""Look-ups that find the ticket a mail belongs to: by ids we issued, ids we received, and codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from desk.deliveries import holder_of
from models.mail import Delivery, Mail
from models.message import Author, Message, MessageKind
from models.people import Requester, canonical
from models.session import Session
from models.ticket import Ticket

SAME_WORDS_WITHIN = timedelta(minutes=15)


def issued_to(session: Session, internet_ids: Iterable[str], address: str) -> Delivery | None:
    """The first of these ids that we issued, preferring one issued to the person who writes from this address."""
    held = [delivery for each in internet_ids if (delivery := holder_of(session, each))]
    own = [delivery for delivery in held if is_holder(delivery, address)]
    return next(iter(own or held), None)


def is_holder(delivery: Delivery, address: str) -> bool:
    """Whether this address is the person the delivery was issued to."""
    if delivery.agent:
        return delivery.agent.writes_from(address)
    if delivery.requester:
        return delivery.requester.writes_from(address)
    return delivery.recipient == canonical(address)


def tickets_received_in(session: Session, internet_ids: Sequence[str]) -> list[Ticket]:
    """The tickets of messages that came with these ids, or of root ids, in the order of the ids; of a merged one,
    where its conversation goes on.

    Of two messages under one id the first counts: who repeats an id later cannot draw its answers away (T010).
    """
    if not internet_ids:
        return []
    query = select(Message.internet_id, Ticket).join(Ticket).where(Message.internet_id.in_(internet_ids))
    roots = select(Ticket.root_message_id, Ticket).where(Ticket.root_message_id.in_(internet_ids))
    received = reversed(session.execute(query.order_by(Message.id)).all())
    known = dict([*received, *session.execute(roots)])
    return list(dict.fromkeys(known[each].living for each in internet_ids if each in known))


def tickets_with_codes(session: Session, codes: Sequence[str]) -> list[Ticket]:
    """Of a merged one, where its conversation goes on."""
    if not codes:
        return []
    found = {ticket.code: ticket for ticket in session.scalars(select(Ticket).where(Ticket.code.in_(codes)))}
    return list(dict.fromkeys(found[code].living for code in codes if code in found))


def same_words(session: Session, fingerprint: str, *, at: datetime) -> Message | None:
    """The message that said the same under the same Message-ID a moment ago, through another door."""
    if not fingerprint:
        return None
    query = select(Message).where(Message.fingerprint == fingerprint, Message.at >= at - SAME_WORDS_WITHIN)
    return session.scalars(query.order_by(Message.id)).first()


def answered_by_another_since(
    session: Session, ticket: Ticket, *, agent_id: int, since: datetime
) -> Message | None:
    """The reply another agent gave after this moment, or somebody by hand who did not say who it was."""
    query = select(Message).where(
        Message.ticket_id == ticket.id,
        Message.author == Author.AGENT,
        Message.kind == MessageKind.REPLY,
        or_(Message.agent_id != agent_id, Message.agent_id.is_(None)),
        Message.at > since,
    )
    return session.scalars(query.order_by(Message.id)).first()


def asked_after(session: Session, ticket: Ticket, moment: datetime) -> Message | None:
    """The first words of people outside since then."""
    query = select(Message).where(
        Message.ticket_id == ticket.id,
        Message.author.in_((Author.REQUESTER, Author.FOLLOWER)),
        Message.at > moment,
    )
    return session.scalars(query.order_by(Message.at, Message.id)).first()


def message_of(session: Session, mail: Mail) -> Message | None:
    """What it was filed as."""
    return session.scalars(select(Message).where(Message.mail_id == mail.id)).first()


def first_message(session: Session, ticket: Ticket) -> Message | None:
    query = select(Message).where(Message.ticket_id == ticket.id)
    return session.scalars(query.order_by(Message.id)).first()


def answered_since(session: Session, ticket: Ticket, message: Message) -> Message | None:
    """The next reply of an agent after this message."""
    query = select(Message).where(
        Message.ticket_id == ticket.id,
        Message.author == Author.AGENT,
        Message.kind == MessageKind.REPLY,
        Message.id > message.id,
    )
    return session.scalars(query.order_by(Message.id).limit(1)).first()


def newest_from_outside(session: Session, ticket: Ticket) -> Message | None:
    """What an answer to the requester answers: nothing that another person's merged ticket brought."""
    is_requester = or_(
        Requester.id == ticket.requester_id, Requester.joined_into_id == ticket.requester_id
    )
    query = (
        select(Message)
        .join(Requester, Message.requester_id == Requester.id)
        .where(Message.ticket_id == ticket.id, Message.author == Author.REQUESTER, is_requester)
        .where(Message.internet_id != "")
    )
    return session.scalars(query.order_by(Message.id.desc())).first()


def begins_its_ticket(session: Session, message: Message) -> bool:
    """Whether nothing was said in the ticket before it."""
    query = select(Message.id).where(Message.ticket_id == message.ticket_id, Message.id < message.id)
    return session.scalars(query).first() is None


def last_issued_before(session: Session, delivery: Delivery) -> str:
    """The id of the mail this agent was sent about the ticket before this one; "" for the first."""
    query = select(Delivery.internet_id).where(
        Delivery.ticket_id == delivery.ticket_id,
        Delivery.agent_id == delivery.agent_id,
        Delivery.id < delivery.id,
    )
    return session.scalars(query.order_by(Delivery.id.desc())).first() or ""
