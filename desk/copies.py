"""Whom an agent copies on a reply: they follow the ticket from then on, approved by being named."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import getaddresses

from desk import people
from desk.addresses import is_ours
from desk.errors import Invalid
from desk.followers import MOST, approve, follow
from models.people import Agent, canonical
from models.reason import because
from models.session import Session
from models.ticket import Ticket


def copy_to(session: Session, ticket: Ticket, typed: str, *, by: Agent, at: datetime) -> None:
    """`typed`: addresses, with or without names, between commas or semicolons. Raises Invalid for a wrong one."""
    for name, written in getaddresses([re.sub(r"[;\n]", ",", typed)]) if typed.strip() else []:
        address = people.checked_address(written or typed)
        if not ticket.requester.writes_from(address):
            _copy(session, ticket, address, name=name, by=by, at=at)


def _copy(session: Session, ticket: Ticket, address: str, *, name: str, by: Agent, at: datetime) -> None:
    if people.find_agent(session, address):
        raise Invalid(because("copy_to_agent", address=address))
    if is_ours(session, address):
        raise Invalid(because("copy_to_ourselves", address=address))
    follow(session, ticket, address=address, name=name, at=at)
    session.flush()
    follower = next((each for each in ticket.followers if each.address == canonical(address)), None)
    if follower is None:
        raise Invalid(because("too_many_followers", limit=MOST))
    approve(session, ticket, follower.id, by=by, at=at)
