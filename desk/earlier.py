"""What the requester of a ticket came with otherwise: their newest tickets, never all of them."""

from __future__ import annotations

from sqlalchemy import select

from models.session import Session
from models.ticket import Ticket

NEWEST = 20


def others_of_requester(session: Session, ticket: Ticket) -> list[Ticket]:
    """The newest first; without those that live on in this very ticket."""
    query = select(Ticket).where(Ticket.requester_id == ticket.requester_id, Ticket.id != ticket.id)
    newest = session.scalars(query.order_by(Ticket.id.desc()).limit(NEWEST))
    return [each for each in newest if each.merged_into_id != ticket.id]


def open_among(tickets: list[Ticket]) -> list[Ticket]:
    """Those that one could be merged with."""
    return [each for each in tickets if not each.is_done]
