"""Tickets that people of the desk open: a call or a visit written down, or a mail to a partner who did not ask.

What was written down are the requester's words, entered by an agent. What an agent writes first is a reply like
any other: it waits out the undo hold, carries the partner's secret, and draws the answer into its ticket. The form
it was written on counts once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from desk import copies, people, tickets
from desk.addresses import list_addresses
from desk.drafts import Draft, written_on
from desk.errors import Invalid, NotFound
from models.addresses import Address
from models.message import Author, Message
from models.people import Agent, Requester
from models.reason import because
from models.session import Session
from models.ticket import Channel, Priority, Status, Ticket

WHY_HERE = {Channel.PHONE: "taken_by_phone", Channel.COUNTER: "taken_at_counter"}
SUBJECT = 80
"""Letters of the first line that stand for a subject nobody wrote."""


@dataclass(frozen=True)
class Desired:
    """What the agent wants done with the new ticket at once. `note` stays inside."""

    priority: Priority = Priority.NORMAL
    assignee: Agent | None = None
    note: str = ""


def open_on_behalf(
    session: Session,
    draft: Draft,
    *,
    requester: Requester,
    address: Address,
    by: Agent,
    at: datetime,
    desired: Desired = Desired(),
    answered: bool = False,
    confirm: bool = True,
) -> Ticket:
    """`answered`: on the spot, so that no reply is owed. `confirm`: acknowledge it by mail, if an address is known.

    Raises NotAllowed, Invalid when nothing was written, Conflict for an assignee who has left.
    """
    people.require(by, "open")
    known = opened_on(session, draft.form_key)
    if known:
        return known
    person = requester.person
    code = WHY_HERE.get(draft.channel)
    ticket = tickets.open_ticket(
        session,
        replace(
            _checked(draft),
            from_name=person.name or person.phone,
            from_address=person.mail_address,
            why_here=because(code, name=by.name) if code else None,
        ),
        requester=person,
        address=address,
        by=by,
        at=at,
        requester_name=person.shown_name,
        answered=answered,
        confirm=confirm,
    )
    _arrange(session, ticket, desired, by=by, at=at)
    return ticket


def write_first(
    session: Session,
    draft: Draft,
    *,
    requester: Requester,
    address: Address,
    by: Agent,
    at: datetime,
    cc: str = "",
    desired: Desired = Desired(),
) -> Ticket:
    """The partner's answer is awaited. `cc`, as typed, get this mail and all replies.

    Raises NotAllowed, Invalid for a partner without an address, a copy that cannot be, or without words.
    """
    people.require(by, "open")
    known = opened_on(session, draft.form_key)
    if known:
        return known
    person = requester.person
    if not person.has_mail:
        raise Invalid(because("partner_without_mail", name=person.shown_name))
    ticket = tickets.open_ticket(
        session,
        replace(
            _checked(draft),
            channel=Channel.MAIL,
            from_name=by.name,
            from_address=by.mail_address,
            to=[person.mail_address],
            why_here=because("written_first", name=by.name),
        ),
        requester=person,
        address=address,
        author=Author.AGENT,
        by=by,
        at=at,
        requester_name=person.shown_name,
        answered=True,
    )
    copies.copy_to(session, ticket, cc, by=by, at=at)
    _arrange(session, ticket, desired, by=by, at=at)
    first = session.scalars(select(Message).where(Message.ticket == ticket).order_by(Message.id)).first()
    assert first is not None
    first.cc = [follower.address for follower in ticket.followers]
    tickets.answered(session, ticket, first, by=by, at=at, then=Status.PENDING)
    return ticket


def opened_on(session: Session, form_key: str | None) -> Ticket | None:
    """The ticket this form opened already."""
    known = written_on(session, form_key)
    return known.ticket if known else None


def desk_addresses(session: Session, agent: Agent) -> list[Address]:
    """Whom a new ticket may belong to. The first is the agent's usual one: of the first team, if that has any."""
    active = [address for address in list_addresses(session) if address.is_active]
    teams = [team.id for team in agent.teams]
    rank = {team_id: number for number, team_id in enumerate(teams)}
    return sorted(active, key=lambda address: rank.get(address.team_id, len(teams)))


def get_desk_address(session: Session, agent: Agent, address: str) -> Address:
    """The agent's usual one for "". Raises NotFound."""
    choices = desk_addresses(session, agent)
    found = next((each for each in choices if address in ("", each.address)), None)
    if found is None:
        raise NotFound(because("no_desk_address"))
    return found


def _checked(draft: Draft) -> Draft:
    """With a subject: that of the agent, else how the words begin. The language follows from the requester."""
    if not draft.reply.strip():
        raise Invalid(because("nothing_written"))
    begins = draft.reply.strip().splitlines()[0]
    short = begins if len(begins) <= SUBJECT else begins[:SUBJECT].rsplit(" ", 1)[0] + " …"
    return replace(draft, subject=draft.subject.strip() or short, language=None)


def _arrange(session: Session, ticket: Ticket, desired: Desired, *, by: Agent, at: datetime) -> None:
    """Before anybody is told of the ticket: its notice reaches whom it was given to."""
    ticket.priority = desired.priority
    if desired.assignee:
        tickets.assign(session, ticket, desired.assignee, by=by, at=at, quiet=True)
    if desired.note.strip():
        words = Draft(reply=desired.note, from_name=by.name, from_address=by.mail_address)
        tickets.add_note(session, ticket, words, by=by, at=at)
