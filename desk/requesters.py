"""The people outside, as agents keep them: who they are, the addresses they write from, and who turns out to be whom.

An address belongs to one requester, and never to an agent or to the desk. Somebody joined into another stays as a
row: what was said under that name, and the secrets sent to it, go on to count for the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from desk import people
from desk.addresses import is_ours
from desk.errors import Conflict, Invalid, NotFound
from desk.events import record
from desk.words import LANGUAGES
from models.event import EventKind
from models.people import (
    Agent,
    AgentAddress,
    Organization,
    Requester,
    RequesterAddress,
    RequesterKind,
)
from models.reason import because
from models.session import Session, take_turns
from models.ticket import DONE, Ticket

LONGEST_PHONE = 60


@dataclass(frozen=True)
class Particulars:
    """What an agent writes down of somebody. `language` None: that of the first mail."""

    name: str = ""
    phone: str = ""
    kind: RequesterKind | None = None
    organization: Organization | None = None
    language: str | None = None


def add_requester(
    session: Session, particulars: Particulars, *, address: str = "", by: Agent, at: datetime
) -> Requester:
    """Known by a name, a telephone number or a mail address, one at least. Raises Invalid, Conflict."""
    people.require(by, "edit_requesters")
    requester = Requester(created_at=at, addresses=[])
    _describe(requester, particulars, has_mail=bool(address))
    if address:
        wanted = _free_address(session, address)
        requester.addresses.append(RequesterAddress(address=wanted))
        requester.organization = requester.organization or people.organization_of(session, wanted)
    session.add(requester)
    session.flush()
    return requester


def change_requester(
    session: Session, requester: Requester, particulars: Particulars, *, by: Agent, at: datetime
) -> None:
    """Of another kind, other promises may hold for the open tickets. Raises Invalid, Conflict."""
    people.require(by, "edit_requesters")
    _refuse_joined(requester)
    was = requester.kind
    _describe(requester, particulars, has_mail=requester.has_mail)
    if requester.kind is not was:
        kind = requester.kind.value if requester.kind else ""
        for ticket in _open_tickets(session, requester):
            record(session, ticket, EventKind.REQUESTER_CHANGED, by=by, at=at, requester_kind=kind)


def add_address(session: Session, requester: Requester, address: str, *, by: Agent) -> None:
    """Nothing when it is this requester's already. Raises Invalid, Conflict when it is somebody else's."""
    people.require(by, "edit_requesters")
    _refuse_joined(requester)
    if not requester.writes_from(address):
        requester.addresses.append(RequesterAddress(address=_free_address(session, address)))


def remove_address(session: Session, requester: Requester, address_id: int, *, by: Agent) -> None:
    """Who writes from it afterwards is somebody new. Raises NotFound, Invalid when nothing else tells who it is."""
    people.require(by, "edit_requesters")
    address = next((each for each in requester.addresses if each.id == address_id), None)
    if address is None:
        raise NotFound(because("no_such_requester_address"))
    if len(requester.addresses) == 1 and not (requester.name or requester.phone):
        raise Invalid(because("requester_unnamed"))
    requester.addresses.remove(address)
    session.delete(address)


def join(session: Session, requester: Requester, other: Requester, *, by: Agent, at: datetime) -> None:
    """`other` is the same person as `requester`, who gets the addresses and tickets; nothing the second time.

    What is known of `requester` stays, what is missing is taken from `other`. Raises Invalid, Conflict.
    """
    people.require(by, "edit_requesters")
    take_turns(session, "joining requesters")
    for each in (requester, other):
        session.refresh(each)
    if other.joined_into is requester:
        return
    if requester is other:
        raise Invalid(because("same_requester"))
    for each in (requester, other):
        _refuse_joined(each)
        _refuse_agent(session, each)
    _take_particulars(requester, other)
    _move_tickets(session, requester, other, by=by, at=at)
    for address in list(other.addresses):
        address.requester = requester
    session.execute(
        update(Requester).where(Requester.joined_into_id == other.id).values(joined_into_id=requester.id)
    )
    other.joined_into = requester


def get_requester(session: Session, requester_id: int) -> Requester:
    requester = session.get(Requester, requester_id)
    if requester is None:
        raise NotFound(because("no_such_requester"))
    return requester


def _describe(requester: Requester, particulars: Particulars, *, has_mail: bool) -> None:
    name, phone = " ".join(particulars.name.split()), " ".join(particulars.phone.split())
    if len(phone) > LONGEST_PHONE:
        raise Invalid(because("phone_too_long", limit=LONGEST_PHONE))
    if not (name or phone or has_mail):
        raise Invalid(because("requester_unnamed"))
    if particulars.language not in (None, *LANGUAGES):
        raise Invalid(because("no_such_language", language=particulars.language))
    requester.name, requester.phone = people.checked_name(name) if name else "", phone
    requester.kind, requester.organization = particulars.kind, particulars.organization
    requester.language = particulars.language


def _free_address(session: Session, address: str) -> str:
    wanted = people.checked_address(address)
    owner = people.find_requester(session, wanted)
    if owner:
        raise Conflict(because("address_of_another", address=wanted, name=owner.shown_name))
    if session.scalars(select(AgentAddress.id).where(AgentAddress.address == wanted)).first():
        raise Conflict(because("requester_is_an_agent", address=wanted))
    if is_ours(session, wanted):
        raise Conflict(because("requester_is_the_desk", address=wanted))
    return wanted


def _refuse_joined(requester: Requester) -> None:
    if requester.joined_into:
        raise Conflict(because("requester_joined", name=requester.joined_into.shown_name))


def _refuse_agent(session: Session, requester: Requester) -> None:
    """An agent's own questions must not become somebody else's, nor theirs the agent's."""
    addresses = [each.address for each in requester.addresses]
    query = select(AgentAddress.address).where(AgentAddress.address.in_(addresses))
    taken = session.scalars(query).first()
    if taken:
        raise Conflict(because("requester_is_an_agent", address=taken))


def _take_particulars(requester: Requester, other: Requester) -> None:
    phones = [each for each in dict.fromkeys((requester.phone, other.phone)) if each]
    both = ", ".join(phones)
    requester.phone = both if len(both) <= LONGEST_PHONE else phones[0]
    requester.name = requester.name or other.name
    requester.kind = requester.kind or other.kind
    requester.organization = requester.organization or other.organization
    requester.language = requester.language or other.language


def _move_tickets(
    session: Session, requester: Requester, other: Requester, *, by: Agent, at: datetime
) -> None:
    """The open ones say so in their history; those that are done move without a word."""
    joined = other.shown_name
    for ticket in _open_tickets(session, other):
        ticket.requester = requester
        record(
            session,
            ticket,
            EventKind.REQUESTER_JOINED,
            by=by,
            at=at,
            joined=joined,
            requester_name=requester.shown_name,
        )
    session.flush()
    session.execute(update(Ticket).where(Ticket.requester_id == other.id).values(requester_id=requester.id))


def _open_tickets(session: Session, requester: Requester) -> list[Ticket]:
    query = select(Ticket).where(Ticket.requester_id == requester.id, Ticket.status.not_in(DONE))
    return list(session.scalars(query.order_by(Ticket.id)))
