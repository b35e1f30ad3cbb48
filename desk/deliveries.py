"""Queue mail: one row for one recipient, written in the transaction that caused it. Nothing is sent here.

The row fixes the Message-ID (which carries the secret of this person and ticket) and is unique by its
`idem_key`, so that no cause can queue the same mail twice. Bytes, attempts and ends belong to outbound.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from desk.surroundings import desk_of
from models.addresses import Address
from models.mail import Delivery, DeliveryKind, DeliveryState, Lane
from models.message import Message
from models.people import Agent, Requester
from models.session import Session
from models.ticket import Follower, Ticket

LANES = {
    DeliveryKind.REPLY: Lane.WORDS,
    DeliveryKind.PASSWORD: Lane.WORDS,
    DeliveryKind.ACKNOWLEDGEMENT: Lane.ACKNOWLEDGEMENT,
    DeliveryKind.TOO_LARGE: Lane.ACKNOWLEDGEMENT,
    DeliveryKind.HELD: Lane.ACKNOWLEDGEMENT,
    DeliveryKind.UNDELIVERED: Lane.ACKNOWLEDGEMENT,
    DeliveryKind.INVITATION: Lane.ACKNOWLEDGEMENT,
    DeliveryKind.DIGEST: Lane.ACKNOWLEDGEMENT,
}
"""The rest are notices. Who waits for a link to sign in waits for nothing else; a digest stands for many notices."""

Recipient = Agent | Requester | Follower


@dataclass(frozen=True)
class Order:
    """What to send to whom because of which message. `once` tells two mails of one cause apart."""

    kind: DeliveryKind
    ticket: Ticket
    recipient: Recipient
    language: str
    message: Message | None = None
    once: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def queue(
    session: Session, order: Order, *, at: datetime, not_before: datetime | None = None
) -> Delivery | None:
    """The new row; None when this cause has already queued it, or for somebody who has no mail address."""
    if not address_of(order.recipient):
        return None
    idem_key = _idem_key(order)
    if session.scalars(select(Delivery.id).where(Delivery.idem_key == idem_key)).first():
        return None
    address = order.ticket.address
    delivery = Delivery(
        idem_key=idem_key,
        kind=order.kind,
        lane=LANES.get(order.kind, Lane.NOTICE),
        ticket=order.ticket,
        message_id=order.message.id if order.message else None,
        address=address,
        sending_account=address.sending_account,
        recipient=address_of(order.recipient),
        recipient_name=order.recipient.name,
        agent=order.recipient if isinstance(order.recipient, Agent) else None,
        requester=order.recipient if isinstance(order.recipient, Requester) else None,
        language=order.language,
        facts=order.facts,
        internet_id=_mint(session, order, address),
        not_before=not_before or at,
        created_at=at,
    )
    session.add(delivery)
    return delivery


@dataclass(frozen=True)
class Letter:
    """A mail to an agent about no ticket in particular. `once` names its occasion."""

    kind: DeliveryKind
    agent: Agent
    address: Address
    once: str
    facts: dict[str, Any] = field(default_factory=dict)


def queue_letter(session: Session, letter: Letter, *, at: datetime) -> Delivery | None:
    """The new row, or None when this occasion has already been written about to this agent."""
    person = person_key(letter.agent)
    idem_key = f"{letter.kind.value}:{letter.once}:{person}"
    if session.scalars(select(Delivery.id).where(Delivery.idem_key == idem_key)).first():
        return None
    signer = desk_of(session).signer
    delivery = Delivery(
        idem_key=idem_key,
        kind=letter.kind,
        lane=LANES.get(letter.kind, Lane.NOTICE),
        address=letter.address,
        sending_account=letter.address.sending_account,
        recipient=letter.agent.mail_address,
        recipient_name=letter.agent.name,
        agent=letter.agent,
        language=letter.agent.language,
        facts=letter.facts,
        internet_id=signer.mint(ticket=letter.kind.value, person=person, domain=letter.address.domain),
        not_before=at,
        created_at=at,
    )
    session.add(delivery)
    return delivery


def address_of(recipient: Recipient) -> str:
    return recipient.address if isinstance(recipient, Follower) else recipient.mail_address


def person_key(recipient: Recipient) -> str:
    """How a person is named inside a secret."""
    return f"{type(recipient).__name__.lower()}:{recipient.id}"


def holder_of(session: Session, internet_id: str) -> Delivery | None:
    """The delivery this Message-ID was issued with, when its secret verifies; a mere look-alike is None."""
    delivery = session.scalars(
        select(Delivery).where(Delivery.internet_id == internet_id.lower())
    ).one_or_none()
    if delivery is None or delivery.ticket is None:
        return None
    person = _holder_key(delivery)
    vouched = desk_of(session).signer.vouches_for(internet_id, ticket=delivery.ticket.code, person=person)
    return delivery if vouched else None


def issued_among(session: Session, internet_ids: Iterable[str]) -> set[str]:
    """Those of these Message-IDs that mails of ours left with, in lower case."""
    wanted = {each.lower() for each in internet_ids if each}
    return set(session.scalars(select(Delivery.internet_id).where(Delivery.internet_id.in_(wanted))))


def sent_since(session: Session, recipient: str, kind: DeliveryKind, *, since: datetime) -> int:
    """How many mails of a kind were queued for an address since then; cancelled ones do not count."""
    query = select(func.count()).where(
        Delivery.recipient == recipient,
        Delivery.kind == kind,
        Delivery.created_at >= since,
        Delivery.state != DeliveryState.CANCELLED,
    )
    return session.scalar(query) or 0


def to_person(session: Session, address: str, kind: DeliveryKind) -> list[Delivery]:
    """Mails of a kind to this address, the first ones first."""
    query = select(Delivery).where(Delivery.recipient == address, Delivery.kind == kind)
    return list(session.scalars(query.order_by(Delivery.id)))


def deliveries_of(session: Session, ticket: Ticket) -> list[Delivery]:
    return list(
        session.scalars(select(Delivery).where(Delivery.ticket_id == ticket.id).order_by(Delivery.id))
    )


def _idem_key(order: Order) -> str:
    cause = f"message:{order.message.id}" if order.message else f"ticket:{order.ticket.id}"
    return ":".join(filter(None, (order.kind.value, cause, person_key(order.recipient), order.once)))


def _mint(session: Session, order: Order, address: Address) -> str:
    signer = desk_of(session).signer
    return signer.mint(ticket=order.ticket.code, person=person_key(order.recipient), domain=address.domain)


def _holder_key(delivery: Delivery) -> str:
    if delivery.agent_id:
        return f"agent:{delivery.agent_id}"
    if delivery.requester_id:
        return f"requester:{delivery.requester_id}"
    return f"follower:{delivery.idem_key.split(':follower:')[-1].split(':')[0]}"
