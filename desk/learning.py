"""What articles learn from tickets they answered, and what came of every suggestion.

An agent inserting an article, or a requester saying that it solved the matter, teaches it the words of that
ticket. Opening it teaches nothing. Words are those of the first message, without courtesy; the newest tickets
of an article count, and a rewritten article forgets them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from datetime import datetime

from sqlalchemy import func, or_, select, update

from desk.alike import likeness
from desk.gate import Evidence, Outcome
from desk.suggestions import MOST_LEARNED, words_to_learn
from models.knowledge import Article, Learned, Suggestion
from models.message import Message
from models.session import Session
from models.ticket import Ticket

MOST_OUTCOMES = 5000
STILL_THE_SAME = 0.5
"""Share of its words that a revised article must keep to remain what the tickets were answered by."""


def learn(session: Session, article: Article, ticket: Ticket, *, at: datetime) -> None:
    """Once for each ticket; an article that forgot it meanwhile learns it again."""
    words = words_to_learn(*question_of(session, ticket))
    if not words:
        return
    query = select(Learned).where(Learned.article_id == article.id, Learned.ticket_id == ticket.id)
    known = session.scalars(query).one_or_none()
    if known and known.forgotten_at is None:
        return
    if known:
        session.delete(known)
        session.flush()
    session.add(Learned(article_id=article.id, ticket_id=ticket.id, words=words, at=at))
    session.flush()


def unlearn(session: Session, article: Article, ticket: Ticket, *, at: datetime) -> None:
    """It did not answer this ticket after all."""
    of_both = (Learned.article_id == article.id, Learned.ticket_id == ticket.id)
    session.execute(update(Learned).where(*of_both, Learned.forgotten_at.is_(None)).values(forgotten_at=at))


def forget(session: Session, article: Article, *, at: datetime) -> None:
    of_it = (Learned.article_id == article.id, Learned.forgotten_at.is_(None))
    session.execute(update(Learned).where(*of_it).values(forgotten_at=at))


def is_rewritten(before: str, after: str) -> bool:
    return likeness(before, after) < STILL_THE_SAME


def learned_words(session: Session) -> dict[int, list[str]]:
    """Of each article by its id, the newest first."""
    rank = func.row_number().over(partition_by=Learned.article_id, order_by=Learned.id.desc()).label("rank")
    newest = select(Learned.article_id, Learned.words, rank).where(Learned.forgotten_at.is_(None)).subquery()
    query = (
        select(newest.c.article_id, newest.c.words)
        .where(newest.c.rank <= MOST_LEARNED)
        .order_by(newest.c.rank)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for article_id, words in session.execute(query):
        found[article_id].append(words)
    return found


def question_of(session: Session, ticket: Ticket) -> tuple[str, str]:
    """The subject and the first message: what the ticket is about."""
    query = (
        select(Message.reply).where(Message.ticket_id == ticket.id).order_by(Message.at, Message.id).limit(1)
    )
    return ticket.subject, session.scalar(query) or ""


def outcomes(session: Session) -> list[Outcome]:
    """Of the newest tickets on which somebody said whether what was suggested was of use; the gate is refitted to them.

    Right: one of them was inserted, or solved the matter. Wrong: the requester looked and still needs help, or
    an agent inserted something else. Of the others nothing is known: most people say nothing.
    """
    spoken = or_(Suggestion.opened_at.is_not(None), Suggestion.inserted_at.is_not(None))
    query = select(Suggestion).where(spoken).order_by(Suggestion.id.desc()).limit(MOST_OUTCOMES)
    said: dict[int, Outcome] = {}
    for each in session.scalars(query):
        was_of_use = each.position > 0 and bool(each.solved_at or each.inserted_at)
        if each.features and (was_of_use or each.ticket_id not in said):
            said[each.ticket_id] = Outcome(evidence_of(each), was_of_use)
    return list(said.values())


def evidence_of(suggestion: Suggestion) -> Evidence:
    return Evidence(**{each.name: suggestion.features[each.name] for each in fields(Evidence)})
