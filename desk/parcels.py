"""Parcels to fetch: files too large for a mail wait behind a link, one for each recipient, for some days.

Decided where the mail is queued, by how large it would be; and once more, when a host calls a mail too large
after all. The link shows the files and nothing of the ticket's history. It ends with its time, by an agent's
hand, and when the message is no reply any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from desk import mail_sizes, people
from desk.deliveries import Order, Recipient, address_of, queue
from desk.errors import Gone, NotFound
from desk.events import record
from desk.surroundings import desk_of
from models.event import EventKind
from models.mail import Delivery, DeliveryKind
from models.message import Attachment, Message
from models.parcels import Parcel, Way
from models.people import Agent
from models.reason import because
from models.session import Session
from models.ticket import Ticket

LEAST_BYTES = 1_000_000
"""Of a smaller mail nobody means its size: a mailbox is full."""
SAYS_TOO_LARGE = re.compile(r"(?<![\d.])5\.(?:3\.4|2\.3)(?![\d.])")
SAYS_MORE = re.compile(r"(?<![\d.])5\.\d{1,3}\.[1-9]\d{0,2}(?![\d.])")
SIZE_CODE = re.compile(r"(?<![\d.])552(?![\d.])")


def packed(session: Session, order: Order, *, at: datetime) -> Order:
    """The order as it is, or with a parcel in place of files that a mail could not carry."""
    message, account = order.message, order.ticket.address.sending_account
    if message is None or not message.attachments or not address_of(order.recipient):
        return order
    largest = mail_sizes.largest_mail(desk_of(session).settings, account)
    return order if mail_sizes.size_of_mail(message) <= largest else _in_parcel(session, order, at=at)


def takes_its_place(session: Session, delivery: Delivery, *, said: str, at: datetime) -> bool:
    """Whether a mail with a parcel goes instead of this one, which a host found too large. Once."""
    order = _order_of(delivery) if says_too_large(said) else None
    if order is None:
        return False
    queue(session, _in_parcel(session, order, at=at), at=at)
    delivery.reason = because("went_as_parcel", answer=said)
    return True


def says_too_large(said: str) -> bool:
    """RFC 3463 sections 3.3 and 3.4. Who gives no status that says anything means it by 552 (RFC 1870 section 6.1)."""
    if SAYS_TOO_LARGE.search(said):
        return True
    return bool(SIZE_CODE.search(said)) and not SAYS_MORE.search(said)


def new_parcel(
    session: Session, ticket: Ticket, way: Way, *, recipient: str, language: str, at: datetime
) -> Parcel:
    parcel = Parcel(
        way=way,
        ticket=ticket,
        recipient=recipient,
        language=language,
        created_at=at,
        expires_at=ends_at(session, at),
        times_used=0,
    )
    session.add(parcel)
    return parcel


def ends_at(session: Session, at: datetime) -> datetime:
    """Of a parcel that begins now."""
    return at + timedelta(days=desk_of(session).settings.tickets.parcel_days)


def link_to(session: Session, parcel: Parcel) -> str:
    desk = desk_of(session)
    return f"{desk.settings.desk.base_url}/{parcel.way.value}/{desk.signer.seal(_purpose(parcel.way), parcel.id)}"


def get_parcel(session: Session, token: str, way: Way) -> Parcel:
    """Raises NotFound for a link that was never sent, or belongs to spam."""
    number = desk_of(session).signer.unseal(_purpose(way), token)
    parcel = session.get(Parcel, number) if number else None
    if parcel is None or parcel.way is not way or parcel.ticket.living.is_spam:
        raise NotFound(because("no_such_parcel"))
    return parcel


def files_of(parcel: Parcel, *, at: datetime) -> Sequence[Attachment]:
    """Raises Gone, with whom to ask, when it has ended."""
    message = parcel.message
    if message is None or not message.is_public or parcel.has_expired(at):
        raise ended(parcel)
    return message.attachments


def fetch(session: Session, parcel: Parcel, number: int, *, at: datetime) -> Attachment:
    """The file of this number, counted from 1. Raises NotFound, or Gone. The first time is told in the history."""
    session.refresh(parcel, with_for_update=True)
    files = files_of(parcel, at=at)
    if not 1 <= number <= len(files):
        raise NotFound(because("no_such_attachment"))
    if parcel.used_at is None:
        _tell(session, parcel, EventKind.PARCEL_FETCHED, at=at)
    parcel.used_at, parcel.times_used = at, parcel.times_used + 1
    return files[number - 1]


def end(session: Session, parcel: Parcel, *, by: Agent, at: datetime) -> None:
    if parcel.has_expired(at):
        return
    people.require(by, "reply")
    parcel.expires_at = at
    _tell(session, parcel, EventKind.PARCEL_ENDED, at=at, by=by)


def withdraw(session: Session, message: Message, *, at: datetime) -> None:
    """Nobody has heard of these parcels yet: the reply was taken back."""
    for parcel in session.scalars(select(Parcel).where(Parcel.message_id == message.id)):
        parcel.expires_at = min(parcel.expires_at, at)


def get_of_ticket(session: Session, ticket: Ticket, parcel_id: int) -> Parcel:
    found = next((each for each in list_parcels(session, ticket) if each.id == parcel_id), None)
    if found is None:
        raise NotFound(because("no_such_parcel"))
    return found


def list_parcels(session: Session, ticket: Ticket) -> list[Parcel]:
    """Of the ticket and of messages that came from a merged one; without those nobody has heard of."""
    said_here = select(Message.id).where(Message.ticket_id == ticket.id)
    here = or_(Parcel.ticket_id == ticket.id, Parcel.message_id.in_(said_here))
    query = select(Parcel).where(here).options(joinedload(Parcel.message)).order_by(Parcel.id)
    return [each for each in session.scalars(query) if each.message is None or each.message.is_public]


def ended(parcel: Parcel) -> Gone:
    ticket = parcel.ticket.living
    return Gone(because("parcel_ended", code=ticket.code, address=parcel.ticket.address.address))


def _purpose(way: Way) -> str:
    return f"parcel {way.value}"


def _in_parcel(session: Session, order: Order, *, at: datetime) -> Order:
    recipient = address_of(order.recipient)
    parcel = new_parcel(session, order.ticket, Way.GET, recipient=recipient, language=order.language, at=at)
    parcel.message = order.message
    session.flush()
    return replace(order, facts=order.facts | {"parcel": parcel.id})


def _order_of(delivery: Delivery) -> Order | None:
    """To repeat it; None where that would help nobody."""
    ticket, message, recipient = delivery.ticket, delivery.message, _recipient_of(delivery)
    if delivery.kind is not DeliveryKind.REPLY or "parcel" in delivery.facts:
        return None
    if ticket is None or message is None or recipient is None or not message.is_public:
        return None
    if mail_sizes.size_of_mail(message) < LEAST_BYTES:
        return None
    return Order(delivery.kind, ticket, recipient, delivery.language, message=message, once="parcel")


def _recipient_of(delivery: Delivery) -> Recipient | None:
    followers = delivery.ticket.followers if delivery.ticket else []
    approved = (each for each in followers if each.address == delivery.recipient and each.approved_at)
    return delivery.requester or next(approved, None)


def _tell(
    session: Session, parcel: Parcel, kind: EventKind, *, at: datetime, by: Agent | None = None
) -> None:
    ticket = parcel.ticket.living
    record(session, ticket, kind, by=by, at=at, message=parcel.message, recipient=parcel.recipient)
