"""A requester's word on an article that was offered in the acknowledgement: it solved the matter, or it did not.

The link in the mail names the offer by a token and opens a page; only the button on it acts. It resolves the
ticket by the requester's word, and may be taken back. Doing it twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from desk import knowledge, learning
from desk.errors import NotFound
from desk.events import record
from models.event import EventKind
from models.knowledge import Place, Suggestion
from models.reason import Reason, because
from models.session import Session
from models.ticket import Status

LINK_LASTS = timedelta(days=90)


def get_offer(session: Session, token: str, *, at: datetime) -> Suggestion:
    """Raises NotFound for one that does not exist, is too old, or belongs to spam."""
    query = select(Suggestion).where(Suggestion.token == token, Suggestion.place == Place.ACKNOWLEDGEMENT)
    offer = session.scalars(query).one_or_none()
    if offer is None or at - offer.at > LINK_LASTS or offer.ticket.is_spam:
        raise NotFound(because("no_such_offer"))
    return offer


def has_solved(offer: Suggestion) -> bool:
    """It was said of this article, and the ticket is still resolved by that word."""
    return offer.solved_at is not None and offer.ticket.resolved_at == offer.solved_at


def solved(session: Session, offer: Suggestion, *, at: datetime) -> None:
    """The article learns from it. A ticket that is done meanwhile stays as it is."""
    ticket = offer.ticket
    if offer.solved_at:
        return
    offer.solved_at = at
    offer.opened_at = offer.opened_at or at
    learning.learn(session, offer.article, ticket, at=at)
    if ticket.is_done:
        return
    ticket.status = Status.RESOLVED
    ticket.held_because, ticket.held_until = "", None
    ticket.resolved_at = ticket.updated_at = at
    said = _about("solved_by_article", offer)
    record(session, ticket, EventKind.RESOLVED, by=ticket.requester, at=at, reason=said.as_json())


def not_solved(session: Session, offer: Suggestion, *, at: datetime) -> None:
    """Looked at, and no answer. A ticket that was resolved by this article is open again."""
    ticket, was_resolved_by_it = offer.ticket, has_solved(offer)
    offer.opened_at = offer.opened_at or at
    if offer.solved_at is None:
        return
    offer.solved_at = None
    learning.unlearn(session, offer.article, ticket, at=at)
    if ticket.is_closed or not was_resolved_by_it:
        return
    ticket.status = Status.OPEN
    ticket.resolved_at, ticket.updated_at = None, at
    said = _about("not_solved_by_article", offer)
    record(session, ticket, EventKind.REOPENED, by=ticket.requester, at=at, reason=said.as_json())


def _about(code: str, offer: Suggestion) -> Reason:
    return because(code, title=knowledge.text_for(offer.article, offer.language).title)
