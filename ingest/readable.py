"""What a mail says: which leaves of its tree are the words, and which are files.

Text comes from the plain parts, in their order; where there is none, or it only says that the mail wants
an HTML reader, from the HTML. Of multipart/alternative each version is taken once (RFC 2046 section 5.1.4).
A leaf that is named or marked as an attachment is a file, unless the mail would be left without a word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desk.invitations import calendar_words
from desk.text import plain_from_html
from ingest.flowed import unwrap
from ingest.mime import Node
from ingest.parsed import Part

READABLE = frozenset(("text/plain", "text/html"))
WANTS_HTML = re.compile(r"\bhtml\b", re.IGNORECASE)
WANTS_HTML_LENGTH = 600


@dataclass(frozen=True)
class Passage:
    """One stretch of the mail, in the versions it was sent in."""

    plain: tuple[Part, ...] = ()
    html: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Reading:
    text: str
    html: str | None
    body_parts: frozenset[int]
    """`id()` of the parts that are words and thus not files."""


def read(root: Node) -> Reading:
    passages = list(_passages(root)) or list(_last_resort(root))
    used = [part for passage in passages for part in (*passage.plain, *passage.html)]
    return Reading(_text(passages), _html(passages), frozenset(id(part) for part in used))


def _passages(node: Node) -> Iterator[Passage]:
    if node.part is not None:
        if _is_words(node.part):
            yield _passage(node.part)
    elif node.content_type == "multipart/alternative":
        yield from _one_of(node.children)
    else:
        for child in node.children:
            yield from _passages(child)


def _is_words(part: Part) -> bool:
    return part.content_type in READABLE and part.disposition != "attachment" and not part.filename


def _passage(part: Part) -> Passage:
    return Passage(html=(part,)) if part.content_type == "text/html" else Passage(plain=(part,))


def _one_of(versions: Iterable[Node]) -> Iterator[Passage]:
    """The versions as one passage; of several with HTML the last, which its sender prefers."""
    found = [list(_passages(version)) for version in versions]
    plain = _once(part for passages in found for passage in passages for part in passage.plain)
    with_html = [passages for passages in found if any(passage.html for passage in passages)]
    preferred = [part for passage in (with_html[-1] if with_html else []) for part in passage.html]
    if plain or preferred:
        yield Passage(plain, tuple(preferred))


def _once(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Some clients send the same plain text in every version."""
    seen: dict[str, Part] = {}
    for part in parts:
        seen.setdefault(_squeezed(part.text), part)
    return tuple(seen.values())


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def _last_resort(root: Node) -> Iterator[Passage]:
    """Of a mail that is nothing but a text file or an unusual kind of text: the first, read as it stands."""
    texts = [part for part in _leaves(root) if part.text is not None]
    shown = [part for part in texts if part.disposition != "attachment"] or (
        texts if root.part is not None else []
    )
    spoken = [part for part in shown if (part.text or "").strip()]
    ranked = sorted(spoken, key=lambda part: part.content_type not in READABLE)
    yield from (_passage(part) for part in ranked[:1])


def _leaves(node: Node) -> Iterator[Part]:
    if node.part is not None:
        yield node.part
    for child in node.children:
        yield from _leaves(child)


def _text(passages: list[Passage]) -> str:
    """Each passage in turn. HTML behind plain words is read when it says more than they do: less is the same again,
    or a footer; before them it is the mail itself, and they are the footer of a list."""
    told: list[str] = []
    plain = 0
    for passage in passages:
        words = _words(passage)
        length = len(_squeezed(words))
        if length and (passage.plain or length > plain):
            told.append(words)
        plain += length if passage.plain else 0
    return "\n".join(told)


def _words(passage: Passage) -> str:
    plain = "\n".join(_plain_words(part) for part in passage.plain)
    if not passage.html or (plain.strip() and not _only_wants_html(plain)):
        return plain
    rich = "\n".join(plain_from_html(part.text or "") for part in passage.html)
    return rich if len(_squeezed(rich)) > len(_squeezed(plain)) or not plain.strip() else plain


def _plain_words(part: Part) -> str:
    text = part.text or ""
    if part.content_type == "text/calendar":
        return calendar_words(text)
    if part.parameters.get("format", "").lower() == "flowed":
        return unwrap(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _only_wants_html(plain: str) -> bool:
    return len(plain) < WANTS_HTML_LENGTH and WANTS_HTML.search(plain) is not None


def _html(passages: list[Passage]) -> str | None:
    if not any(passage.html for passage in passages):
        return None
    return "\n".join(_as_html(passage) for passage in passages)


def _as_html(passage: Passage) -> str:
    if passage.html:
        return "\n".join(part.text or "" for part in passage.html)
    return f"<pre>{html.escape(_words(passage))}</pre>"
