"""HTML from strangers: made safe to show, or read as plain text.

`safe_html` is an allow-list (nh3, `desk.html_policy`) with styles checked value by value (tinycss2): no
script, no form, nothing that loads from another host. Remote pictures keep their address in `data-blocked`,
pictures of the mail itself stay `cid:` for the page to resolve. `plain_from_html` reads the words off the
tree a browser would build (lexbor). Size and nesting are capped first, so that time stays linear.
"""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
import tinycss2
from selectolax.lexbor import LexborHTMLParser

from desk.html_bounds import bounded
from desk.html_layout import Layout
from desk.html_policy import (
    ATTRIBUTES,
    DROPPED_WITH_CONTENT,
    SCHEMES,
    STYLE_FUNCTIONS,
    STYLE_VALUES,
    STYLES,
    TAGS,
)

REMOTE = "meja-remote:"
LONGEST_STYLE = 10_000
STYLES_REMEMBERED = 5_000
PICTURE_DATA = re.compile(r"data:image/(?:png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)


def safe_html(html: str) -> str:
    """The HTML as it may be shown inside a page; beyond `html_bounds.LARGEST` characters it is cut."""
    cleaned = _CLEANER.clean(bounded(html))
    # Every quote inside an attribute value is escaped by now: this can only be the attribute itself.
    return cleaned.replace(f' src="{REMOTE}', ' data-blocked="')


def plain_from_html(html: str) -> str:
    tree = LexborHTMLParser(bounded(html))
    return Layout().read(tree.body or tree.root)


def _attribute(tag: str, name: str, value: str) -> str | None:  # noqa: ARG001 (nh3 calls it with all three)
    if name == "style":
        return _style(value) or None
    if name == "src":
        return _picture(value.strip())
    if name == "data-blocked":
        return value if value[:4].lower() == "http" else None
    if name == "href" and value.strip()[:5].lower() in ("data:", "cid:"):
        return None
    return value


def _picture(address: str) -> str | None:
    kind = address[:5].lower()
    if kind.startswith("cid:"):
        return address
    if kind == "data:":
        return address if PICTURE_DATA.match(address) else None
    return REMOTE + address if kind.startswith("http") else None


@lru_cache(maxsize=STYLES_REMEMBERED)
def _style(style: str) -> str:
    """The declarations that only say how words look; one with url(), var() or the like goes whole."""
    declarations = tinycss2.parse_blocks_contents(
        style[:LONGEST_STYLE], skip_comments=True, skip_whitespace=True
    )
    kept = (found for found in declarations if found.type == "declaration" and _is_harmless(found))
    return "; ".join(f"{found.lower_name}: {tinycss2.serialize(found.value).strip()}" for found in kept)


def _is_harmless(declaration: tinycss2.ast.Declaration) -> bool:
    return declaration.lower_name in STYLES and all(_is_plain(token) for token in declaration.value)


def _is_plain(token: tinycss2.ast.Node) -> bool:
    if token.type == "function":
        return token.lower_name in STYLE_FUNCTIONS and all(
            inner.type in STYLE_VALUES for inner in token.arguments
        )
    return token.type in STYLE_VALUES


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    attribute_filter=_attribute,
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)
