"""The verbs of a ticket: open, receive a reply, reply, note, assign, take, prioritise, move, resolve, close, link.

Each checks, changes and records an event; what follows from it settles afterwards (`desk.work`).
Verbs that a double click or a redelivered mail may repeat do nothing the second time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from desk import people
from desk.codes import new_code
from desk.drafts import Draft, write, written_on
from desk.errors import Conflict, NotFound
from desk.events import By, record
from desk.failpoints import failpoint
from desk.surroundings import desk_of
from models.addresses import Address
from models.event import EventKind
from models.message import Author, Message, MessageKind
from models.people import Agent, Requester, Team
from models.reason import because
from models.session import Session
from models.ticket import WAITING, Priority, Status, Ticket, TicketLink

NO_SUBJECT = "(-)"


def open_ticket(
    session: Session,
    draft: Draft,
    *,
    requester: Requester,
    address: Address,
    at: datetime,
    author: Author = Author.REQUESTER,
    by: Agent | None = None,
    quiet: bool = False,
    **facts: object,
) -> Ticket:
    """A new matter. `by`: the agent who opens it in the requester's stead. `quiet`: nobody is told, because it is
    old."""
    failpoint("desk.open_ticket")
    language = _language(session, requester, draft)
    code = _unused_code(session)
    ticket = Ticket(
        code=code,
        subject=draft.subject[:300] or NO_SUBJECT,
        status=Status.NEW,
        channel=draft.channel,
        language=language,
        team=address.team,
        address=address,
        requester=requester,
        root_message_id=desk_of(session).signer.mint(ticket=code, person="root", domain=address.domain),
        opened_at=at,
        updated_at=at,
    )
    session.add(ticket)
    speaks = by if author is Author.AGENT else requester
    message = write(session, ticket, draft, kind=MessageKind.REPLY, author=author, by=speaks, at=at)
    record(session, ticket, EventKind.OPENED, by=by or requester, at=at, message=message, quiet=quiet, **facts)
    return ticket


def receive_reply(
    session: Session,
    ticket: Ticket,
    draft: Draft,
    *,
    author: Author,
    by: Requester | None,
    at: datetime,
    quiet: bool = False,
    wakes: bool = True,
) -> Message:
    """Words from outside join their ticket. People's words open it again; a machine's or a stranger's wake nothing."""
    failpoint("desk.receive_reply")
    message = write(session, ticket, draft, kind=MessageKind.REPLY, author=author, by=by, at=at)
    ticket.updated_at = max(ticket.updated_at, at)
    if wakes and author in (Author.REQUESTER, Author.FOLLOWER):
        _wake(session, ticket, by=by, at=at)
    told = author is Author.MACHINE or quiet
    record(session, ticket, EventKind.REPLY_RECEIVED, by=by, at=at, message=message, quiet=told)
    return message


def reply(
    session: Session, ticket: Ticket, draft: Draft, *, by: Agent, at: datetime, then: Status = Status.PENDING
) -> Message:
    """An agent's words to the requester. The form it was written on counts once."""
    failpoint("desk.reply")
    people.require(by, "reply")
    known = written_on(session, draft.form_key)
    if known:
        return known
    message = write(session, ticket, draft, kind=MessageKind.REPLY, author=Author.AGENT, by=by, at=at)
    answered(session, ticket, message, by=by, at=at, then=then)
    return message


def answered(
    session: Session,
    ticket: Ticket,
    message: Message,
    *,
    by: Agent,
    at: datetime,
    then: Status = Status.PENDING,
) -> None:
    """The message is public and leaves; a ticket nobody holds is now held by who answered it."""
    ticket.assignee = ticket.assignee or by
    let_go(ticket)
    ticket.status = then
    ticket.resolved_at = ticket.closed_at = None
    ticket.updated_at = at
    record(session, ticket, EventKind.REPLIED, by=by, at=at, message=message)


def add_note(session: Session, ticket: Ticket, draft: Draft, *, by: Agent, at: datetime) -> Message:
    """Words that stay inside."""
    people.require(by, "note")
    known = written_on(session, draft.form_key)
    if known:
        return known
    message = write(session, ticket, draft, kind=MessageKind.NOTE, author=Author.AGENT, by=by, at=at)
    ticket.updated_at = at
    record(session, ticket, EventKind.NOTED, by=by, at=at, message=message)
    return message


def assign(
    session: Session, ticket: Ticket, agent: Agent | None, *, by: Agent, at: datetime, quiet: bool = False
) -> None:
    """`quiet`: the agent learns of it otherwise. Raises Conflict for an agent who has left."""
    if ticket.assignee is agent:
        return
    people.require(by, "assign")
    if agent and not agent.is_active:
        raise Conflict(because("assignee_left", name=agent.name))
    ticket.assignee = agent
    ticket.updated_at = at
    if agent and ticket.status is Status.NEW:
        ticket.status = Status.OPEN
    kind = EventKind.ASSIGNED if agent else EventKind.UNASSIGNED
    record(session, ticket, kind, by=by, at=at, quiet=quiet, assignee=agent.name if agent else "")


def take(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
    assign(session, ticket, by, by=by, at=at)


def set_priority(session: Session, ticket: Ticket, priority: Priority, *, by: Agent, at: datetime) -> None:
    if ticket.priority is priority:
        return
    people.require(by, "prioritise")
    before, ticket.priority = ticket.priority, priority
    ticket.updated_at = at
    record(
        session,
        ticket,
        EventKind.PRIORITISED,
        by=by,
        at=at,
        before=before.value,
        priority=priority.value,
    )


def move(session: Session, ticket: Ticket, team: Team, *, by: Agent, at: datetime) -> None:
    """To another team. Who held it and is not of that team holds it no more; answers leave from the same address."""
    if ticket.team is team:
        return
    people.require(by, "move")
    before, ticket.team = ticket.team, team
    if ticket.assignee not in team.members:
        ticket.assignee = None
    ticket.updated_at = at
    record(session, ticket, EventKind.MOVED, by=by, at=at, before=before.name, team=team.name)


def resolve(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
    if ticket.is_done:
        return
    failpoint("desk.resolve")
    people.require(by, "resolve")
    let_go(ticket)
    ticket.status = Status.RESOLVED
    ticket.resolved_at = ticket.updated_at = at
    record(session, ticket, EventKind.RESOLVED, by=by, at=at)


def reopen(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
    if not ticket.is_done:
        return
    people.require(by, "reopen")
    _open_again(session, ticket, by=by, at=at)


def close(session: Session, ticket: Ticket, *, by: Agent | None, at: datetime, quiet: bool = False) -> None:
    """The end; a reply still opens it again for a while (`may_reopen`)."""
    if ticket.is_closed:
        return
    let_go(ticket)
    ticket.status = Status.CLOSED
    ticket.closed_at = ticket.updated_at = at
    ticket.resolved_at = ticket.resolved_at or at
    record(session, ticket, EventKind.CLOSED, by=by, at=at, quiet=quiet)


def close_resolved(session: Session, *, at: datetime, limit: int = 200) -> int:
    """The sweep: close what was resolved long enough ago; how many."""
    before = at - timedelta(days=desk_of(session).settings.tickets.close_after_days)
    due = select(Ticket).where(Ticket.status == Status.RESOLVED, Ticket.resolved_at <= before).limit(limit)
    tickets = session.scalars(due.with_for_update(skip_locked=True)).all()
    for ticket in tickets:
        close(session, ticket, by=None, at=at)
    return len(tickets)


def link(session: Session, ticket: Ticket, other: Ticket, *, by: By, at: datetime) -> None:
    """`ticket` goes on from `other`, or belongs beside it."""
    query = select(TicketLink).where(TicketLink.ticket_id == ticket.id, TicketLink.other_id == other.id)
    if ticket is other or session.scalars(query).first():
        return
    session.add(TicketLink(ticket=ticket, other=other, created_at=at))
    record(session, ticket, EventKind.LINKED, by=by, at=at, other=other.code)


def let_go(ticket: Ticket) -> None:
    """It waits for nothing any more."""
    ticket.held_because, ticket.held_until = "", None


def may_reopen(session: Session, ticket: Ticket, *, at: datetime) -> bool:
    """Whether a requester's reply still belongs in this ticket."""
    days = desk_of(session).settings.tickets.reopen_within_days
    return ticket.closed_at is None or at - ticket.closed_at <= timedelta(days=days)


def get_ticket(session: Session, code: str) -> Ticket:
    ticket = session.scalars(select(Ticket).where(Ticket.code == code)).one_or_none()
    if ticket is None:
        raise NotFound(because("no_such_ticket", code=code))
    return ticket


def _unused_code(session: Session) -> str:
    while session.scalars(select(Ticket.id).where(Ticket.code == (code := new_code()))).first():
        pass
    return code


def _language(session: Session, requester: Requester, draft: Draft) -> str:
    """Of the mails to this person: an Indonesian writer is never answered in English."""
    if draft.language == "id":
        requester.language = "id"
    elif draft.language and not requester.language:
        requester.language = "en"
    return requester.language or desk_of(session).settings.desk.language


def _wake(session: Session, ticket: Ticket, *, by: Requester | None, at: datetime) -> None:
    if ticket.is_done:
        _open_again(session, ticket, by=by, at=at)
    elif ticket.status in WAITING:
        let_go(ticket)
        ticket.status = Status.OPEN


def _open_again(session: Session, ticket: Ticket, *, by: By, at: datetime) -> None:
    ticket.status = Status.OPEN
    ticket.resolved_at = ticket.closed_at = None
    ticket.updated_at = at
    record(session, ticket, EventKind.REOPENED, by=by, at=at)
