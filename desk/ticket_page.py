"""All that one ticket's page shows, read at once: as many statements for ten messages as for a thousand."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from desk.codes import read_code
from desk.errors import NotFound
from models.event import Event
from models.mail import Delivery, Mail
from models.message import Message
from models.reason import because
from models.session import Session
from models.ticket import Ticket, TicketLink


@dataclass(frozen=True)
class TicketPage:
    """All that one ticket's page shows, read at once."""

    ticket: Ticket
    messages: list[Message]
    events: list[Event]
    deliveries: list[Delivery]
    links: list[TicketLink]
    mails: dict[int, Mail]


def ticket_page(session: Session, code: str) -> TicketPage:
    """Raises NotFound."""
    ticket = session.scalars(select(Ticket).where(Ticket.code == (read_code(code) or code))).one_or_none()
    if ticket is None:
        raise NotFound(because("no_such_ticket", code=code))
    messages = _messages(session, ticket)
    return TicketPage(
        ticket=ticket,
        messages=messages,
        events=_events(session, ticket),
        deliveries=_deliveries(session, ticket, messages),
        links=_links(session, ticket),
        mails=_mails(session, messages),
    )


def _messages(session: Session, ticket: Ticket) -> list[Message]:
    query = select(Message).where(Message.ticket_id == ticket.id).order_by(Message.at, Message.id)
    return list(session.scalars(query.options(selectinload(Message.attachments), joinedload(Message.held))))


def _events(session: Session, ticket: Ticket) -> list[Event]:
    query = select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id)
    return list(session.scalars(query.options(joinedload(Event.agent), joinedload(Event.requester))))


def _deliveries(session: Session, ticket: Ticket, messages: list[Message]) -> list[Delivery]:
    """Of the ticket, and of messages that came from a merged one."""
    said = [message.id for message in messages]
    query = select(Delivery).where(or_(Delivery.ticket_id == ticket.id, Delivery.message_id.in_(said)))
    return list(session.scalars(query.order_by(Delivery.id)))


def _links(session: Session, ticket: Ticket) -> list[TicketLink]:
    either_end = or_(TicketLink.ticket_id == ticket.id, TicketLink.other_id == ticket.id)
    both = joinedload(TicketLink.ticket), joinedload(TicketLink.other)
    return list(session.scalars(select(TicketLink).where(either_end).options(*both)))


def _mails(session: Session, messages: list[Message]) -> dict[int, Mail]:
    wanted = [message.mail_id for message in messages if message.mail_id]
    return (
        {mail.id: mail for mail in session.scalars(select(Mail).where(Mail.id.in_(wanted)))} if wanted else {}
    )
