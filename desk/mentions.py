"""Which tickets words lead to: a code, the messages that hold them, or the people who are called so.

Messages are found in an index of their words; people are read through, they are few beside what they write. Only
the newest of both count, so that a word in every mail costs no more than a rare one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, exists, or_, select

from desk.codes import read_code
from desk.terms import MOST_WORDS, Term, phrases
from models.message import Message
from models.message_words import messages_with
from models.people import Organization, Requester, RequesterAddress
from models.session import Session
from models.ticket import Ticket

MOST = 500
MOST_PEOPLE = 50


@dataclass(frozen=True)
class Mentions:
    """`has_more`: older ones were left out."""

    term: Term
    has_more: bool = False


def mentions(session: Session, words: str) -> Mentions:
    code, wanted = read_code(words), phrases(words)
    if code or not wanted:
        return Mentions(Ticket.code == code if code else Ticket.id.is_(None))
    messages = list(session.scalars(messages_with(session, wanted, limit=MOST)))
    said_in = session.scalars(select(Message.ticket_id).where(Message.id.in_(messages)).distinct())
    asked_by = _tickets_of_people(session, words)
    has_more = MOST in (len(messages), len(asked_by))
    return Mentions(Ticket.id.in_([*said_in, *asked_by]), has_more=has_more)


def _tickets_of_people(session: Session, words: str) -> list[int]:
    people = select(Requester.id).where(*(_is_called(word) for word in words.split()[:MOST_WORDS]))
    found = list(session.scalars(people.order_by(Requester.id.desc()).limit(MOST_PEOPLE)))
    query = select(Ticket.id).where(Ticket.requester_id.in_(found)).order_by(Ticket.id.desc())
    return list(session.scalars(query.limit(MOST))) if found else []


def _is_called(word: str) -> Term:
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    address = and_(
        RequesterAddress.requester_id == Requester.id, RequesterAddress.address.ilike(pattern, escape="\\")
    )
    organization = and_(
        Organization.id == Requester.organization_id, Organization.name.ilike(pattern, escape="\\")
    )
    return or_(
        Requester.name.ilike(pattern, escape="\\"),
        Requester.phone.ilike(pattern, escape="\\"),
        exists().where(address),
        exists().where(organization),
    )
