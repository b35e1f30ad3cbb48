"""Find tickets: one small function per term, and lists that stay quick with a million rows.

Pages are read by key (updated_at, id), never by offset, so that page 1,000 costs what page 1 costs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, tuple_
from sqlalchemy.orm import joinedload

from desk.codes import read_code
from desk.ticket_page import TicketPage, ticket_page
from models.message import Message
from models.people import Requester, RequesterAddress
from models.session import Session
from models.ticket import DONE, Status, Ticket

__all__ = ["PAGE", "TicketList", "TicketPage", "Wanted", "list_tickets", "ticket_page"]

PAGE = 50
# Microseconds and a number, both small enough for every clock and database.
ROW = re.compile(r"[0-9]{1,16}_[0-9]{1,18}\Z")
Term = ColumnElement[bool]


@dataclass(frozen=True)
class Wanted:
    """What a list shows. `status` is a status, "open" in the wide sense ("todo"), or "" for all."""

    status: str = "todo"
    team: str = ""
    assignee: str = ""
    words: str = ""
    after: str = ""


@dataclass(frozen=True)
class TicketList:
    tickets: list[Ticket]
    next_after: str
    """Where the next page starts; "" on the last page."""


def list_tickets(session: Session, wanted: Wanted) -> TicketList:
    query = select(Ticket).options(joinedload(Ticket.requester).selectinload(Requester.addresses))
    query = query.options(joinedload(Ticket.team), joinedload(Ticket.assignee))
    for name, term in TERMS.items():
        value = getattr(wanted, name).replace("\0", "").strip()
        if value:
            query = query.where(term(value))
    return _page(session, query)


def by_status(value: str) -> Term:
    if value == "todo":
        return Ticket.status.not_in(DONE)
    known = value in list(Status)
    return Ticket.status == Status(value) if known else Ticket.id.is_(None)


def by_team(value: str) -> Term:
    return Ticket.team.has(slug=value)


def by_assignee(value: str) -> Term:
    """A login, or "none" for what nobody holds."""
    return Ticket.assignee_id.is_(None) if value == "none" else Ticket.assignee.has(login=value)


def by_words(value: str) -> Term:
    """A code, or each word somewhere in the subject, what was said, or who said it."""
    code = read_code(value)
    if code:
        return Ticket.code == code
    return and_(*(_mentions(word) for word in value.split()[:8]))


def after(value: str) -> Term:
    """Older than the last row of the page before; nonsense is taken for the first page."""
    if not ROW.match(value):
        return Ticket.id.is_not(None)
    moment, _, number = value.partition("_")
    at = datetime.fromtimestamp(int(moment) / 1_000_000, UTC)
    return tuple_(Ticket.updated_at, Ticket.id) < tuple_(at, int(number))


TERMS: dict[str, Callable[[str], Term]] = {
    "status": by_status,
    "team": by_team,
    "assignee": by_assignee,
    "words": by_words,
    "after": after,
}


def _page(session: Session, query: Select[Ticket]) -> TicketList:
    query = query.order_by(Ticket.updated_at.desc(), Ticket.id.desc()).limit(PAGE + 1)
    tickets = list(session.scalars(query).unique())
    last = tickets[PAGE - 1] if len(tickets) > PAGE else None
    return TicketList(tickets[:PAGE], f"{_microseconds(last.updated_at)}_{last.id}" if last else "")


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


def _mentions(word: str) -> Term:
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    said = exists().where(Message.ticket_id == Ticket.id, Message.reply.ilike(pattern, escape="\\"))
    named = exists().where(Requester.id == Ticket.requester_id, Requester.name.ilike(pattern, escape="\\"))
    addressed = exists().where(
        RequesterAddress.requester_id == Ticket.requester_id,
        RequesterAddress.address.ilike(pattern, escape="\\"),
    )
    return or_(Ticket.subject.ilike(pattern, escape="\\"), named, addressed, said)
