"""Articles as people keep them in files: Markdown below a few lines of front matter.

    ---
    title: Resetting a forgotten password
    language: en
    audience: public
    category: Accounts
    keywords: sign in, login, locked out
    ---
    The text, in Markdown.

Takes the text of a file, gives a `WrittenArticle`. `title` and `language` must be there. Files with the same
`key` are one article in several languages; without a key, the importer takes the file's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desk.errors import Invalid
from models.knowledge import Audience
from models.reason import because

FENCE = "---"
KEYS = ("title", "language", "audience", "category", "keywords", "key")
LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")


@dataclass(frozen=True)
class WrittenArticle:
    title: str
    language: str
    audience: Audience
    category: str
    keywords: str
    key: str | None
    body: str


def read_article(text: str, *, file: str) -> WrittenArticle:
    """`file` is named when something is wrong. Raises Invalid."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != FENCE:
        raise Invalid(because("article_without_front_matter", file=file))
    end = next((i for i, line in enumerate(lines) if i and line.strip() == FENCE), None)
    if end is None:
        raise Invalid(because("front_matter_unclosed", file=file))
    facts = _facts(lines[1:end], file=file)
    return WrittenArticle(
        title=_title(facts, file=file),
        language=_language(facts, file=file),
        audience=_audience(facts, file=file),
        category=facts.get("category", ""),
        keywords=facts.get("keywords", ""),
        key=_key(facts, file=file),
        body=_body(lines[end + 1 :], file=file),
    )


def _facts(lines: list[str], *, file: str) -> dict[str, str]:
    facts: dict[str, str] = {}
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, value = line.partition(":")
        name, value = name.strip().lower(), _unquoted(value.strip())
        if not colon or name not in KEYS or name in facts:
            raise Invalid(because("front_matter_line", file=file, line=number, keys=", ".join(KEYS)))
        facts[name] = value
    return facts


def _unquoted(value: str) -> str:
    """Quotes around a whole value, and the brackets of a list, are how others write the same."""
    for opening, closing in ('""', "''", "[]"):
        if len(value) > 1 and value.startswith(opening) and value.endswith(closing):
            return value[1:-1].strip()
    return value


def _title(facts: dict[str, str], *, file: str) -> str:
    if not facts.get("title"):
        raise Invalid(because("article_without", file=file, key="title"))
    return facts["title"]


def _language(facts: dict[str, str], *, file: str) -> str:
    if not facts.get("language"):
        raise Invalid(because("article_without", file=file, key="language"))
    language = facts["language"].lower()
    if not LANGUAGE.match(language):
        raise Invalid(because("article_language", file=file, language=language))
    return language


def _audience(facts: dict[str, str], *, file: str) -> Audience:
    named = facts.get("audience", "").lower() or Audience.PUBLIC
    if named not in list(Audience):
        raise Invalid(because("article_audience", file=file, audience=named, known=", ".join(Audience)))
    return Audience(named)


def _key(facts: dict[str, str], *, file: str) -> str | None:
    key = facts.get("key", "")
    if key and not KEY.match(key):
        raise Invalid(because("article_key", file=file, key=key))
    return key or None


def _body(lines: list[str], *, file: str) -> str:
    body = "\n".join(lines).strip().replace("\0", "")
    if not body:
        raise Invalid(because("article_empty", file=file))
    return body
