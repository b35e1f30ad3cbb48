"""Articles offered for a ticket: in its acknowledgement to the requester, on its page to the agent.

In an acknowledgement only public articles stand, and only when the gate is sure enough; each offer is a row
with what the gate saw. On the page agents judge for themselves, so more is shown, internal articles too, and
a row is written when one is inserted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from desk import gate, kept_drafts, knowledge, learning, people
from desk.errors import NotFound
from desk.events import record
from desk.markdown import summary
from desk.shelf import shelf_of
from desk.suggestions import Answer, suggest
from desk.surroundings import desk_of
from models.event import EventKind
from models.knowledge import Article, Audience, Place, Suggestion
from models.message import MessageKind
from models.people import Agent
from models.reason import Reason, because
from models.session import Session
from models.ticket import Ticket

LEAST_FOR_AGENTS = 0.15
"""An agent sees at a glance that an article does not fit."""


@dataclass(frozen=True)
class Proposal:
    """An article an agent may insert. `reason` names the words it shares with the ticket."""

    article: Article
    title: str
    language: str
    summary: str
    probability: float
    reason: Reason
    is_inserted: bool


def offer_in_acknowledgement(session: Session, ticket: Ticket, *, at: datetime) -> Reason:
    """Which articles it carries, or why it carries none."""
    answer = _answer(session, ticket, audience=Audience.PUBLIC, least=gate.ACKNOWLEDGEMENT)
    articles = _articles(session, answer)
    for position, each in enumerate(answer.suggested, start=1):
        offer = _offer(ticket, articles[each.key], Place.ACKNOWLEDGEMENT, answer=answer, at=at)
        offer.position, offer.language, offer.probability = position, each.page.language, each.probability
        session.add(offer)
    titles = ", ".join(f"“{each.page.title}”" for each in answer.suggested)
    return answer.reason or because("suggested", titles=titles)


def offered(session: Session, ticket: Ticket) -> list[Suggestion]:
    """What the acknowledgement carries, the best first; not what was retired or made internal since."""
    query = (
        select(Suggestion)
        .where(Suggestion.ticket_id == ticket.id, Suggestion.place == Place.ACKNOWLEDGEMENT)
        .order_by(Suggestion.position)
        .options(joinedload(Suggestion.article).selectinload(Article.texts))
    )
    return [each for each in session.scalars(query) if each.article.is_public]


def suggestions_for(session: Session, ticket: Ticket) -> list[Proposal]:
    """For the ticket's page, in the requester's language where there is such a text. Writes nothing."""
    answer = _answer(session, ticket, audience=None, least=LEAST_FOR_AGENTS)
    articles = _articles(session, answer)
    inserted = {each.article_id for each in _inserted(session, ticket)}
    return [
        Proposal(
            article=articles[each.key],
            title=each.page.title,
            language=each.page.language,
            summary=summary(knowledge.text_for(articles[each.key], each.page.language).body),
            probability=each.probability,
            reason=each.reason,
            is_inserted=articles[each.key].id in inserted,
        )
        for each in answer.suggested
    ]


def insert(
    session: Session, ticket: Ticket, key: str, *, by: Agent, at: datetime, written: str | None = None
) -> MessageKind:
    """Add title, beginning and address to this agent's draft: of a reply, or of a note when the article is internal.

    `written` is what stands in the form of the reply, where that is newer than its draft. Raises NotFound.
    """
    article = knowledge.get_article(session, key)
    if article.retired_at:
        raise NotFound(because("no_such_article", key=key))
    kind = MessageKind.REPLY if article.is_public else MessageKind.NOTE
    people.require(by, kind.value)
    if written is not None:
        kept_drafts.keep(session, ticket, written, kind=MessageKind.REPLY, by=by, at=at)
    before = kept_drafts.kept(session, ticket, by).get(kind, "")
    quoted = _quoted(session, article, ticket.language)
    if quoted not in before:
        kept_drafts.keep(session, ticket, f"{before}\n\n{quoted}".strip(), kind=kind, by=by, at=at)
    _note_insertion(session, ticket, article, by=by, at=at)
    return kind


def address_of(session: Session, article: Article) -> str:
    """Of its page: the one for everybody, or the one for agents."""
    folder = "help" if article.is_public else "articles"
    return f"{desk_of(session).settings.desk.base_url}/{folder}/{article.key}"


def _answer(session: Session, ticket: Ticket, *, audience: Audience | None, least: float) -> Answer:
    subject, text = learning.question_of(session, ticket)
    shelf = shelf_of(session, audience)
    return suggest(shelf, subject, text, language=ticket.language, least=least)


def _articles(session: Session, answer: Answer) -> dict[str, Article]:
    keys = [each.key for each in answer.suggested]
    return {article.key: article for article in session.scalars(select(Article).where(Article.key.in_(keys)))}


def _offer(ticket: Ticket, article: Article, place: Place, *, answer: Answer, at: datetime) -> Suggestion:
    """Position 0: one that was not among those suggested."""
    return Suggestion(
        ticket_id=ticket.id,
        article_id=article.id,
        place=place,
        position=0,
        language=ticket.language,
        probability=0.0,
        features=asdict(answer.evidence) if answer.evidence else {},
        token=token_hex(16),
        at=at,
    )


def _inserted(session: Session, ticket: Ticket) -> list[Suggestion]:
    query = select(Suggestion).where(Suggestion.ticket_id == ticket.id, Suggestion.place == Place.TICKET_PAGE)
    return list(session.scalars(query))


def _note_insertion(session: Session, ticket: Ticket, article: Article, *, by: Agent, at: datetime) -> None:
    """Once for each ticket: the article learns its words, the gate learns that it was right or missed it."""
    if article.id in {each.article_id for each in _inserted(session, ticket)}:
        return
    answer = _answer(session, ticket, audience=None, least=LEAST_FOR_AGENTS)
    offer = _offer(ticket, article, Place.TICKET_PAGE, answer=answer, at=at)
    for position, each in enumerate(answer.suggested, start=1):
        if each.key == article.key:
            offer.position, offer.probability = position, each.probability
    offer.inserted_at = at
    session.add(offer)
    learning.learn(session, article, ticket, at=at)
    title = knowledge.text_for(article, ticket.language).title
    record(session, ticket, EventKind.ARTICLE_INSERTED, by=by, at=at, article=article.key, title=title)


def _quoted(session: Session, article: Article, language: str) -> str:
    text = knowledge.text_for(article, language)
    return f"{text.title}\n{summary(text.body)}\n{address_of(session, article)}"
