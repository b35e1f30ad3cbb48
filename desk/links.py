"""Links in a stranger's HTML that show one address and lead to another (T053).

Takes cleaned HTML. A link whose words are no web address promises nothing and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from mimetypes import MimeTypes
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from desk.html_bounds import bounded
from desk.lookalikes import shown_domain

MOST = 500
LOOKED_AT = 300
HOST = r"(?P<host>[^\W_](?:[\w-]{0,62}\.){1,10}[^\W\d_]{2,20})"
PROMISE = re.compile(rf"(?:(?P<scheme>https?://)(?:[^/\s@]{{0,100}}@)?)?{HOST}(?::\d+)?(?P<rest>[/?#]\S*)?")
FILES = MimeTypes()


@dataclass(frozen=True)
class Astray:
    """`shown` is the host the words name, `host` where the link leads."""

    shown: str
    host: str


def links_astray(html: str) -> list[Astray]:
    """Each pair of hosts once, in the order of the mail."""
    if "<a " not in html:
        return []
    return list(dict.fromkeys(_astray(LexborHTMLParser(bounded(html)))))


def _astray(tree: LexborHTMLParser) -> Iterator[Astray]:
    for link in tree.css("a[href]")[:MOST]:
        shown = promised_host(link.text()[:LOOKED_AT].strip())
        host = _host(link.attributes.get("href") or "")
        if shown and host and not _is_of_one_house(shown, host):
            yield Astray(shown_domain(shown), shown_domain(host))


def promised_host(words: str) -> str | None:
    """The host that these words name when they look like a web address; "report.pdf" names a file."""
    found = PROMISE.fullmatch(words)
    if found is None:
        return None
    is_bare = not found["scheme"] and not found["rest"] and not words.lower().startswith("www.")
    return None if is_bare and FILES.guess_type(words)[0] else found["host"].lower()


def _host(address: str) -> str | None:
    try:
        parts = urlsplit(address.strip())
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def _is_of_one_house(shown: str, host: str) -> bool:
    """The same host, or one below the other: the newsletter.shop.example of shop.example."""
    one, other = shown.removeprefix("www."), host.rstrip(".").removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
