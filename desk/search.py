"""Find tickets: lists that stay quick with a million rows.

Unfinished tickets stand by their nearest due moment, others by their last change. What no index can find among
the finished ones is looked for in the newest WINDOW of them, and the list says where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from desk.horizons import Horizon
from desk.mentions import mentions
from desk.paging import BY_CHANGE, BY_TURN, Line, Place, place
from desk.terms import Term, Wanted, terms_of
from desk.ticket_page import TicketPage, ticket_page
from models.people import Requester
from models.session import Session
from models.ticket import Ticket

__all__ = ["PAGE", "TicketList", "TicketPage", "Wanted", "list_tickets", "ticket_page"]

PAGE = 50
WINDOW = 5_000


@dataclass(frozen=True)
class TicketList:
    """`stopped_at`: this far it was looked through, more lies beyond. `has_more_mentions`: older ones were left out."""

    tickets: list[Ticket]
    next_after: str
    """Where the next page starts; "" on the last page."""
    stopped_at: datetime | None = None
    has_more_mentions: bool = False


def list_tickets(session: Session, wanted: Wanted, horizon: Horizon) -> TicketList:
    line = BY_TURN if wanted.is_unfinished else BY_CHANGE
    start = place(wanted.after)
    beyond = [line.beyond(start)] if start else []
    terms = [*terms_of(wanted, horizon), *beyond]
    words = wanted.words.replace("\0", "").strip()
    if words:
        mentioned = mentions(session, words)
        found = _page(session, line, [*terms, mentioned.term])
        return replace(found, has_more_mentions=mentioned.has_more)
    if wanted.by_index == wanted:
        return _page(session, line, terms)
    return _window(session, line, terms, ordered=[*terms_of(wanted.by_index, horizon), *beyond])


def _page(session: Session, line: Line, terms: list[Term]) -> TicketList:
    tickets = list(session.scalars(_rows().where(*terms).order_by(*line.order()).limit(PAGE + 1)).unique())
    next_after = str(line.place_of(tickets[PAGE - 1])) if len(tickets) > PAGE else ""
    return TicketList(tickets[:PAGE], next_after)


def _rows() -> Select[Ticket]:
    """With all that a row shows."""
    requester = joinedload(Ticket.requester)
    return select(Ticket).options(
        requester.selectinload(Requester.addresses),
        requester.joinedload(Requester.organization),
        joinedload(Ticket.team),
        joinedload(Ticket.assignee),
    )


def _window(session: Session, line: Line, terms: list[Term], *, ordered: list[Term]) -> TicketList:
    """What fits among the next WINDOW tickets that an index gives in order; further ones are another page."""
    query = select(line.moment, Ticket.id).where(*ordered).order_by(*line.order())
    last = session.execute(query.offset(WINDOW - 1).limit(1)).one_or_none()
    if last is None:
        return _page(session, line, terms)
    edge = Place(*last)
    found = _page(session, line, [*terms, line.not_beyond(edge)])
    return found if found.next_after else replace(found, next_after=str(edge), stopped_at=edge.moment)
