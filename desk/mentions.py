"""Which tickets words lead to: a code, the messages that hold them, or the people who are called so.

Messages are found in an index of their words, which holds their senders too; people who never wrote are read
through. Only the newest of both count, so that a word in every mail costs no more than a rare one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from desk.codes import read_code
from desk.terms import MOST_WORDS, Term, phrases
from models.message import Message
from models.message_words import messages_with
from models.people import Requester, RequesterAddress
from models.session import Session
from models.ticket import Ticket

MOST = 500
MOST_PEOPLE = 50
NEWEST_PEOPLE = 10_000


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
    asked_by = _tickets_of_people(session, words.split()[:MOST_WORDS])
    has_more = MOST in (len(messages), len(asked_by))
    return Mentions(Ticket.id.in_([*said_in, *asked_by]), has_more=has_more)


def _tickets_of_people(session: Session, words: list[str]) -> list[int]:
    """Of those to whom an agent wrote first: their own words are nowhere. The newest of each."""
    newest = select(func.max(Requester.id) - NEWEST_PEOPLE).scalar_subquery()
    named = select(Requester.id).where(Requester.id > newest, _holds(Requester.name, words))
    addressed = select(RequesterAddress.requester_id).where(
        RequesterAddress.requester_id > newest, _holds(RequesterAddress.address, words)
    )
    found = list(session.scalars(named.union(addressed).limit(MOST_PEOPLE)))
    query = select(Ticket.id).where(Ticket.requester_id.in_(found)).order_by(Ticket.id.desc())
    return list(session.scalars(query.limit(MOST))) if found else []


def _holds(column: InstrumentedAttribute[str], words: list[str]) -> Term:
    return and_(*(column.icontains(word, autoescape=True) for word in words))
