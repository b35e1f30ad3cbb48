"""Find tickets: one small function per term, and lists that stay quick with a million rows.

Pages are read by key (updated_at, id), never by offset, so that page 1,000 costs what page 1 costs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from desk.codes import read_code
from desk.errors import NotFound
from models.event import Event
from models.mail import Delivery, Mail
from models.message import Message
from models.people import Requester, RequesterAddress
from models.reason import because
from models.session import Session
from models.ticket import DONE, Status, Ticket, TicketLink

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


@dataclass(frozen=True)
class TicketPage:
    """All that one ticket's page shows, read at once."""

    ticket: Ticket
    messages: list[Message]
    events: list[Event]
    deliveries: list[Delivery]
    links: list[TicketLink]
    mails: dict[int, Mail]


def list_tickets(session: Session, wanted: Wanted) -> TicketList:
    query = select(Ticket).options(joinedload(Ticket.requester).selectinload(Requester.addresses))
    query = query.options(joinedload(Ticket.team), joinedload(Ticket.assignee))
    for name, term in TERMS.items():
        value = getattr(wanted, name).replace("\0", "").strip()
        if value:
            query = query.where(term(value))
    return _page(session, query)


def ticket_page(session: Session, code: str) -> TicketPage:
    """Raises NotFound."""
    ticket = session.scalars(select(Ticket).where(Ticket.code == (read_code(code) or code))).one_or_none()
    if ticket is None:
        raise NotFound(because("no_such_ticket", code=code))
    messages = _messages(session, ticket)
    return TicketPage(
        ticket=ticket,
        messages=messages,
        events=list(session.scalars(select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id))),
        deliveries=list(
            session.scalars(select(Delivery).where(Delivery.ticket_id == ticket.id).order_by(Delivery.id))
        ),
        links=list(
            session.scalars(
                select(TicketLink).where(
                    or_(TicketLink.ticket_id == ticket.id, TicketLink.other_id == ticket.id)
                )
            )
        ),
        mails=_mails(session, messages),
    )


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


def _messages(session: Session, ticket: Ticket) -> list[Message]:
    query = select(Message).where(Message.ticket_id == ticket.id).order_by(Message.at, Message.id)
    return list(session.scalars(query.options(selectinload(Message.attachments), joinedload(Message.held))))


def _mails(session: Session, messages: list[Message]) -> dict[int, Mail]:
    wanted = [message.mail_id for message in messages if message.mail_id]
    return (
        {mail.id: mail for mail in session.scalars(select(Mail).where(Mail.id.in_(wanted)))} if wanted else {}
    )
