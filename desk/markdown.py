"""An article's Markdown: as HTML that may stand inside a page, and as plain words.

CommonMark with tables and struck-out words; HTML typed into it is shown as it was typed. What comes out
passes an allow-list of its own (nh3), tighter than that of mails: no pictures, no styles, links only to web
pages, addresses of people and pages of this desk. Headings begin below the title of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from desk.text import plain_from_html

# fmt: off
TAGS = frozenset((
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
))
# fmt: on
SCHEMES = frozenset(("http", "https", "mailto", "tel"))
OWN_PAGE = re.compile(r"(?:/(?!/)|#)[^\s\\]*\Z")
SUMMARY = 300
"""Characters of an article's beginning that stand for it."""


@lru_cache(maxsize=256)
def as_html(body: str) -> str:
    tokens = _MARKDOWN.parse(body)
    headings = [token for token in tokens if token.type.startswith("heading_")]
    highest = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) - highest + 2)}"
    return _CLEANER.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def as_text(body: str) -> str:
    return plain_from_html(as_html(body))


def summary(body: str) -> str:
    """The first paragraph, cut after a word when it is long."""
    first = " ".join(as_text(body).split("\n\n", 1)[0].split())
    return first if len(first) <= SUMMARY else first[:SUMMARY].rsplit(" ", 1)[0] + " …"


def _own_page(address: str) -> str | None:
    """Of addresses that name no scheme: `//` would lead to another host, a bare word nowhere."""
    return address if OWN_PAGE.match(address) else None


_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable("image")
)
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes=set(SCHEMES),
    url_relative=_own_page,
    link_rel="noopener noreferrer nofollow",
)
