"""Find the people outside: by name, address, telephone number or organization; and what one of them asked so far.

Lists are read by key, the newest requester first, and stop at a page. Of a telephone number only the digits count,
without the zero or country code it begins with: 0812-3456 finds +62 812 3456.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.people import Organization, Requester, RequesterAddress
from models.session import Session
from models.ticket import DONE, Status, Ticket

PAGE = 50
CHOICES = 8
"""How many people a form offers to choose from."""
LATEST = 20
KEY = re.compile(r"[1-9][0-9]{0,17}\Z")
NUMBER = re.compile(r"[\d\s()+./-]*\Z")
FEWEST_DIGITS = 4
BETWEEN_DIGITS = " ()+./-"


@dataclass(frozen=True)
class RequesterList:
    requesters: list[Requester]
    next_after: str
    """Where the next page starts; "" on the last page."""


@dataclass(frozen=True)
class TicketsOf:
    """A requester's tickets: all that are open, as far as a page goes, and the latest of the others."""

    open: list[Ticket]
    done: list[Ticket]
    counts: dict[Status, int]


def list_requesters(
    session: Session, *, words: str = "", after: str = "", organization: Organization | None = None
) -> RequesterList:
    query = _query(words) if words.strip() else _query(words).where(~_only_spams())
    if organization:
        query = query.where(Requester.organization_id == organization.id)
    if KEY.match(after):
        query = query.where(Requester.id < int(after))
    found = list(session.scalars(query.limit(PAGE + 1)))
    return RequesterList(found[:PAGE], str(found[PAGE - 1].id) if len(found) > PAGE else "")


def choices(session: Session, words: str) -> list[Requester]:
    """Those a form offers; nobody for no words."""
    return list(session.scalars(_query(words).limit(CHOICES))) if words.strip() else []


def alike(session: Session, *, name: str, phone: str) -> list[Requester]:
    """Who may be this person already: of the same name, or the same telephone number."""
    digits = _significant(phone)
    same: list[ColumnElement[bool]] = [func.lower(Requester.name) == name.lower()] if name else []
    if len(digits) >= FEWEST_DIGITS:
        same.append(_digits_of_phone().contains(digits))
    return list(session.scalars(_people().where(or_(*same)).limit(CHOICES))) if same else []


def tickets_of(session: Session, requester: Requester) -> TicketsOf:
    mine = select(Ticket).where(Ticket.requester_id == requester.id).options(joinedload(Ticket.team))
    newest = mine.options(joinedload(Ticket.assignee)).order_by(Ticket.id.desc())
    counted = select(Ticket.status, func.count()).where(Ticket.requester_id == requester.id)
    return TicketsOf(
        open=list(session.scalars(newest.where(Ticket.status.not_in(DONE)).limit(PAGE))),
        done=list(session.scalars(newest.where(Ticket.status.in_(DONE)).limit(LATEST))),
        counts={row[0]: row[1] for row in session.execute(counted.group_by(Ticket.status))},
    )


def joined_into(session: Session, requester: Requester) -> list[Requester]:
    """Who turned out to be this person."""
    query = select(Requester).where(Requester.joined_into_id == requester.id).order_by(Requester.id)
    return list(session.scalars(query.limit(PAGE)))


def _people() -> Select[Requester]:
    query = select(Requester).where(Requester.joined_into_id.is_(None)).order_by(Requester.id.desc())
    return query.options(selectinload(Requester.addresses), joinedload(Requester.organization))


def _query(words: str) -> Select[Requester]:
    plain = words.replace("\0", "").strip()
    digits = _significant(plain)
    if NUMBER.match(plain) and len(digits) >= FEWEST_DIGITS:
        return _people().where(_digits_of_phone().contains(digits))
    terms = [_mentions(word) for word in plain.split()[:8]]
    return _people().where(and_(*terms)) if terms else _people()


def _only_spams() -> ColumnElement[bool]:
    """Who is known by nothing but spam would hide the others; their words find them all the same."""
    theirs = exists().where(Ticket.requester_id == Requester.id)
    return and_(theirs.where(Ticket.spam_at.is_not(None)), ~theirs.where(Ticket.spam_at.is_(None)))


def _mentions(word: str) -> ColumnElement[bool]:
    addressed = select(RequesterAddress.requester_id).where(
        RequesterAddress.address.icontains(word, autoescape=True)
    )
    belonging = select(Organization.id).where(Organization.name.icontains(word, autoescape=True))
    return or_(
        Requester.name.icontains(word, autoescape=True),
        Requester.phone.contains(word, autoescape=True),
        Requester.id.in_(addressed),
        Requester.organization_id.in_(belonging),
    )


def _significant(number: str) -> str:
    """Its digits as they are alike at home and from abroad."""
    digits = re.sub(r"\D", "", number)
    return digits.removeprefix("62").lstrip("0")


def _digits_of_phone() -> ColumnElement[str]:
    digits: ColumnElement[str] = func.replace(Requester.phone, BETWEEN_DIGITS[0], "")
    for character in BETWEEN_DIGITS[1:]:
        digits = func.replace(digits, character, "")
    return digits
