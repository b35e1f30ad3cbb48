"""Tickets that were set aside: merged into another, or marked as spam. Nothing is done to one before that is undone."""

from __future__ import annotations

from desk.errors import Conflict
from desk.tickets import get_ticket
from models.reason import because
from models.session import Session
from models.ticket import Ticket


def get_workable(session: Session, code: str) -> Ticket:
    """The ticket to act on. Raises NotFound, and Conflict for one that was set aside since its page was shown."""
    ticket = get_ticket(session, code)
    refuse_set_aside(ticket)
    return ticket


def refuse_set_aside(ticket: Ticket) -> None:
    """Raises Conflict."""
    if ticket.merged_into:
        raise Conflict(because("ticket_merged", code=ticket.code, other=ticket.living.code))
    if ticket.is_spam:
        raise Conflict(because("ticket_is_spam", code=ticket.code))
