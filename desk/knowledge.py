"""The verbs of the knowledge base: publish, revise, restore, retire, bring back an article; and finding one.

A text is never changed: a new version is added, and the newest of an article in a language counts. A
version without words says that there is no text in this language any more. `by` is None for a command.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from desk import learning, people
from desk.errors import Conflict, Invalid, NotFound
from desk.slugs import unused_slug
from desk.words import LANGUAGES
from models.knowledge import Article, ArticleText, Audience
from models.people import Agent
from models.reason import because
from models.session import Session

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
LONGEST_TITLE, LONGEST_BODY, LONGEST_KEYWORDS, LONGEST_CATEGORY = 200, 100_000, 500, 100


@dataclass(frozen=True)
class Wording:
    """An article in one language. `body` is Markdown; `keywords` are words that people use and it does not."""

    title: str
    body: str
    keywords: str = ""

    @property
    def says_nothing(self) -> bool:
        return not (self.title.strip() or self.body.strip())


@dataclass(frozen=True)
class Writing:
    """An article as somebody wrote it. Languages it does not name stay as they are."""

    key: str = ""
    audience: Audience = Audience.PUBLIC
    category: str = ""
    texts: Mapping[str, Wording] = field(default_factory=dict)


def publish(session: Session, writing: Writing, *, by: Agent | None, at: datetime) -> Article:
    """Without a key one is made of the title. Raises Conflict when the key is taken, Invalid when words are missing."""
    _require(by, "write_articles")
    writing = _checked(writing)
    if all(wording.says_nothing for wording in writing.texts.values()):
        raise Invalid(because("article_without_words"))
    article = Article(key=_free_key(session, writing), created_at=at)
    session.add(article)
    revise(session, article, writing, by=by, at=at)
    return article


def revise(
    session: Session, article: Article, writing: Writing, *, by: Agent | None, at: datetime
) -> list[str]:
    """The languages that got a new version: none where nothing changed. The key stays, since links hold it."""
    _require(by, "write_articles")
    writing = _checked(writing)
    article.audience, article.category = writing.audience, writing.category
    changed = [
        language for language, wording in writing.texts.items() if wording_of(article, language) != wording
    ]
    for language in changed:
        _add(session, article, language, wording=writing.texts[language], by=by, at=at)
    session.flush()
    return changed


def restore(
    session: Session, article: Article, version: ArticleText, *, by: Agent, at: datetime
) -> list[str]:
    """An older text becomes the newest once more."""
    texts = {version.language: _wording(version)}
    return revise(session, article, replace(as_writing(article), texts=texts), by=by, at=at)


def retire(article: Article, *, by: Agent, at: datetime) -> None:
    """Suggested to nobody and found by nobody outside; agents still see it."""
    _require(by, "edit_articles")
    article.retired_at = article.retired_at or at


def bring_back(article: Article, *, by: Agent) -> None:
    _require(by, "edit_articles")
    article.retired_at = None


def find_article(session: Session, key: str) -> Article | None:
    query = select(Article).where(Article.key == key).options(selectinload(Article.texts))
    return session.scalars(query).one_or_none()


def get_article(session: Session, key: str) -> Article:
    """Raises NotFound."""
    article = find_article(session, key)
    if article is None:
        raise NotFound(because("no_such_article", key=key))
    return article


def public_article(session: Session, key: str) -> Article:
    """For strangers: one that is internal or retired is not there. Raises NotFound."""
    article = get_article(session, key)
    if not article.is_public:
        raise NotFound(because("no_such_article", key=key))
    return article


def get_version(article: Article, language: str, version: int) -> ArticleText:
    """Raises NotFound."""
    for text in article.texts:
        if (text.language, text.version) == (language, version):
            return text
    raise NotFound(because("no_such_article_version", version=version))


def list_articles(
    session: Session, *, audience: Audience | None = None, category: str = "", retired: bool = False
) -> list[Article]:
    query = select(Article).options(selectinload(Article.texts)).order_by(Article.category, Article.key)
    query = query.where(Article.retired_at.is_not(None) if retired else Article.retired_at.is_(None))
    if audience:
        query = query.where(Article.audience == audience)
    if category:
        query = query.where(Article.category == category)
    return list(session.scalars(query))


def categories(session: Session, *, audience: Audience | None = None) -> list[str]:
    query = select(Article.category).where(Article.retired_at.is_(None), Article.category != "")
    query = query.where(Article.audience == audience) if audience else query
    return list(session.scalars(query.distinct().order_by(Article.category)))


def text_for(article: Article, language: str) -> ArticleText:
    """In this language, else in another that it has. Raises NotFound when it has no words at all."""
    current = current_texts(article)
    wanted = (language, *LANGUAGES, *current)
    found = next((current[each] for each in wanted if each in current), None)
    if found is None:
        raise NotFound(because("no_such_article", key=article.key))
    return found


def current_texts(article: Article) -> dict[str, ArticleText]:
    """The newest of each language that has words."""
    newest = {text.language: text for text in article.texts}
    return {language: text for language, text in newest.items() if not _wording(text).says_nothing}


def wording_of(article: Article, language: str) -> Wording:
    """What counts now; without words where there is no text in this language."""
    text = current_texts(article).get(language)
    return _wording(text) if text else Wording("", "")


def as_writing(article: Article) -> Writing:
    """What an editor begins with."""
    texts = {language: wording_of(article, language) for language in LANGUAGES}
    return Writing(article.key, article.audience, article.category, texts)


def _require(by: Agent | None, deed: str) -> None:
    if by is not None:
        people.require(by, deed)


def _checked(writing: Writing) -> Writing:
    """Trimmed. Raises Invalid."""
    unknown = next((language for language in writing.texts if language not in LANGUAGES), None)
    if unknown:
        raise Invalid(because("no_such_language", language=unknown))
    category = " ".join(writing.category.split())
    if len(category) > LONGEST_CATEGORY:
        raise Invalid(because("article_line_too_long", limit=LONGEST_CATEGORY))
    texts = {language: _checked_wording(wording) for language, wording in writing.texts.items()}
    return replace(writing, category=category, texts=texts)


def _checked_wording(wording: Wording) -> Wording:
    title, keywords = " ".join(wording.title.split()), " ".join(wording.keywords.split())
    body = wording.body.replace("\r\n", "\n").strip()
    if bool(title) != bool(body):
        raise Invalid(because("article_half_written"))
    if len(title) > LONGEST_TITLE or len(keywords) > LONGEST_KEYWORDS:
        raise Invalid(because("article_line_too_long", limit=LONGEST_TITLE if title else LONGEST_KEYWORDS))
    if len(body) > LONGEST_BODY:
        raise Invalid(because("too_much_written", limit=LONGEST_BODY))
    return Wording(title, body, keywords if title else "")


def _free_key(session: Session, writing: Writing) -> str:
    if not writing.key:
        title = next(wording.title for wording in writing.texts.values() if wording.title)
        return unused_slug(title, lambda key: find_article(session, key) is not None)
    if not KEY.fullmatch(writing.key):
        raise Invalid(because("not_a_key", key=writing.key))
    if find_article(session, writing.key):
        raise Conflict(because("article_exists", key=writing.key))
    return writing.key


def _add(
    session: Session, article: Article, language: str, *, wording: Wording, by: Agent | None, at: datetime
) -> None:
    """What was learned about an article that reads quite differently now is no longer true."""
    before = wording_of(article, language)
    if not before.says_nothing and learning.is_rewritten(before.body, wording.body):
        learning.forget(session, article, at=at)
    last = session.scalar(
        select(func.max(ArticleText.version)).where(
            ArticleText.article_id == article.id, ArticleText.language == language
        )
    )
    article.texts.append(
        ArticleText(
            language=language,
            version=(last or 0) + 1,
            title=wording.title,
            body=wording.body,
            keywords=wording.keywords,
            agent=by,
            at=at,
        )
    )


def _wording(text: ArticleText) -> Wording:
    return Wording(text.title, text.body, text.keywords)
