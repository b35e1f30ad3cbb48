"""The articles as the suggestions see them, and searching them by hand: one ranking for all.

An index is built once for each state of the knowledge base and kept in the process. A cheap question to the
database, its stamp, tells whether articles or what they learned changed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.orm import selectinload

from desk import gate, knowledge, learning
from desk.content_words import stems_of
from desk.markdown import as_text
from desk.suggestions import Page, Shelf
from models.knowledge import Article, ArticleText, Audience, Learned
from models.session import Session

FOUND = 20
"""Articles that a search shows."""
Stamp = tuple[Any, ...]


@dataclass(frozen=True)
class Kept:
    stamp: Stamp
    shelf: Shelf


_kept: WeakKeyDictionary[Engine, dict[Audience | None, Kept]] = WeakKeyDictionary()


def shelf_of(session: Session, audience: Audience | None = None) -> Shelf:
    """What this audience may read; all of it for None."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    kept = _kept.setdefault(engine, {})
    stamp = _stamp(session)
    if audience not in kept or kept[audience].stamp != stamp:
        weights = gate.refit(learning.outcomes(session))
        kept[audience] = Kept(stamp, Shelf(pages_on_the_shelf(session, audience), weights=weights))
    return kept[audience].shelf


def pages_on_the_shelf(session: Session, audience: Audience | None = None) -> list[Page]:
    """Every current text of every article that is not retired."""
    learned = learning.learned_words(session)
    return [
        _page(article, text, learned.get(article.id, ()))
        for article in knowledge.list_articles(session, audience=audience)
        for text in knowledge.current_texts(article).values()
    ]


def search(session: Session, words: str, *, audience: Audience | None = None) -> list[Article]:
    """The articles that hold any of these words, best first, whatever language they are written in."""
    shelf = shelf_of(session, audience)
    matches = shelf.index.rank(stems_of(words))
    keys = list(dict.fromkeys(shelf.pages[match.text].key for match in matches))[:FOUND]
    query = select(Article).where(Article.key.in_(keys)).options(selectinload(Article.texts))
    found = {article.key: article for article in session.scalars(query)}
    return [found[key] for key in keys if key in found]


def _page(article: Article, text: ArticleText, learned: Iterable[str]) -> Page:
    return Page(
        key=article.key,
        title=text.title,
        body=as_text(text.body),
        language=text.language,
        keywords=text.keywords,
        learned=tuple(learned),
    )


def _stamp(session: Session) -> Stamp:
    """Of what an index is built from: texts, who may read them, what was learned. A rewritten text forgets."""
    in_use = Article.retired_at.is_(None)
    public = Article.audience == Audience.PUBLIC
    return tuple(
        session.execute(
            select(
                _newest(ArticleText.id),
                _newest(Learned.id),
                _newest(Article.retired_at),
                select(func.sum(Article.id)).where(in_use).scalar_subquery(),
                select(func.sum(Article.id)).where(in_use, public).scalar_subquery(),
            )
        ).one()
    )


def _newest(column: Any) -> ColumnElement[Any]:
    return select(func.max(column)).scalar_subquery()
