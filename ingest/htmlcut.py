"""Quotes that HTML names: what Gmail, Outlook, Apple, Thunderbird and others call a quote or a signature.

Takes HTML, gives its text as lines of which some are marked as quoted, as signature, or as the
point from which on all is history. It needs no language. The marks are private-use characters put
into the tree before its words are read, so that the words are read once and the same way as ever.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from selectolax.lexbor import LexborHTMLParser, LexborNode

from desk.text import plain_from_html
from ingest import quotes
from ingest.history import Lines

LARGEST = 512 * 1024
MOST_TAGS = 10_000
MOST_ELEMENTS = 400

QUOTES = (
    "blockquote[type=cite]",
    "blockquote[cite]",
    "blockquote.gmail_quote",
    "div.gmail_attr",
    "div.moz-cite-prefix",
    "div.yahoo_quoted",
    "div[id^=yahoo_quoted]",
    "div.protonmail_quote",
    "blockquote.protonmail_quote",
    "blockquote.tutanota_quote",
    "#OLK_SRC_BODY_SECTION",
    "div[name=messageReplySection]",
    "blockquote.zmail_quote",
    "div.ymail_quoted",
    "div.quote[id]",
    "blockquote.mailspring-quote",
    "div.replyforwardcontainer",
    "#isReplyContent",
)
GMAIL_CONTAINERS = "div.gmail_quote, div.gmail_quote_container"
HISTORY = (
    "#appendonsend",
    "#divRplyFwdMsg",
    "#x_divRplyFwdMsg",
    "div.OutlookMessageHeader",
    "hr#stopSpelling",
    "#mail-editor-reference-message-container",
    "#reply-intro",
    "div.hmmessage hr[tabindex]",
    "#ms-outlook-mobile-body-separator-line",
)
SIGNATURES = (
    ".gmail_signature",
    "[data-smartmail=gmail_signature]",
    ".moz-signature",
    "#Signature",
    "#ms-outlook-mobile-signature",
    ".protonmail_signature_block",
    "#AppleMailSignature",
    ".acompli_signature",
    ".tutanota_signature",
    "#signature",
    ".yahoo-signature",
    "[class*=yahoo_signature]",
    "[name=messageSignatureSection]",
)
OUTLOOK_BORDER = re.compile(
    r"border-top:\s?(?:1(?:\.0)?pt\s)?solid\s"
    r"(?:#(?:E1E1E1|B5C4DF)|rgb\((?:225|181), ?(?:225|196), ?(?:225|223)\))",
    re.IGNORECASE,
)

_OPEN, _CLOSE, _REST, _SIGNED, _UNSIGNED, _INDENT, _OUTDENT = map(chr, range(0xE0F0, 0xE0F7))
_MARKS = re.compile(f"[{_OPEN}-{_OUTDENT}]")
_SPLIT = re.compile(f"([{_OPEN}-{_OUTDENT}]+)")
_WORD = re.compile(r"\w+")
_INSIDE_A_WORD = re.compile(rf"(?<=\w)(?:[{_OPEN}-{_OUTDENT}]+\w+)+")


def lines_of_html(html: str, text: str) -> Lines | None:
    """The lines of `text` with marks of the HTML it came from; None when it did not, or nothing is marked."""
    marked = _marked_text(html)
    if marked is None or "".join(_MARKS.sub("", marked).split()) != "".join(text.split()):
        return None
    lines = _read_marks(_INSIDE_A_WORD.sub(_behind_the_word, marked))
    # Broken HTML may be laid out otherwise with marks in it: lines that cut a word in two are no use.
    return lines if _WORD.findall("\n".join(lines.texts)) == _WORD.findall(text) else None


def _behind_the_word(found: re.Match[str]) -> str:
    """A mark in the middle of a word must not cut it in two."""
    return _MARKS.sub("", found[0]) + "".join(_MARKS.findall(found[0]))


def _marked_text(html: str) -> str | None:
    if len(html) > LARGEST or html.count("<") > MOST_TAGS:
        return None
    tree = LexborHTMLParser(_MARKS.sub("", html))
    found = _mark_all(tree)
    return plain_from_html(tree.html or "") if found else None


def _mark_all(tree: LexborHTMLParser) -> int:
    found = _enclose(tree.css(", ".join(QUOTES)), _OPEN, _CLOSE)
    found += _mark_gmail(tree)
    found += _enclose(tree.css(", ".join(SIGNATURES)), _SIGNED, _UNSIGNED)
    found += _enclose(tree.css("blockquote"), _INDENT, _OUTDENT)
    bordered = [
        node for node in tree.css('div[style*="border-top"]')[:MOST_ELEMENTS] if _is_outlook_header(node)
    ]
    for node in (*tree.css(", ".join(HISTORY))[:1], *bordered[:1]):
        node.insert_before(_REST)
        found += 1
    return found


def _enclose(nodes: list[LexborNode], opening: str, closing: str) -> int:
    for node in nodes[:MOST_ELEMENTS]:
        node.insert_before(opening)
        node.insert_after(closing)
    return min(len(nodes), MOST_ELEMENTS)


def _mark_gmail(tree: LexborHTMLParser) -> int:
    """Gmail's container holds attribution and quote, and the answers when somebody answers in between."""
    containers = tree.css(GMAIL_CONTAINERS)[:MOST_ELEMENTS]
    for node in containers:
        quote = node.css_first("blockquote")
        node.insert_before(_OPEN)
        (node if quote is None else quote).insert_after(_CLOSE)
    return len(containers)


def _is_outlook_header(node: LexborNode) -> bool:
    """The line above "From: ... Sent: ..."; the same style without labels is somebody's decoration."""
    style = node.attributes.get("style") or ""
    return OUTLOOK_BORDER.search(style) is not None and (node.text(deep=True) or "")[:2000].count(":") >= 2


def _read_marks(text: str) -> Lines:
    texts: list[str] = []
    inside: list[_Inside] = []
    now = _Inside()
    for line in text.split("\n"):
        for piece in _SPLIT.split(line):
            if _MARKS.match(piece):
                now = reduce(_Inside.passing, piece, now)
            elif piece or piece == line:
                texts.append(piece)
                inside.append(now)
    rest = next((i for i, where in enumerate(inside) if where.is_rest), None)
    quoted = {i for i, where in enumerate(inside) if where.quotes} | _attributed_indents(texts, inside)
    signed = frozenset(i for i, where in enumerate(inside) if where.signatures) - quoted
    return Lines(texts, frozenset(quoted), rest, signed)


@dataclass(frozen=True)
class _Inside:
    """How deep a line stands in marked elements."""

    quotes: int = 0
    signatures: int = 0
    indents: int = 0
    is_rest: bool = False

    def passing(self, mark: str) -> _Inside:
        return _Inside(
            max(0, self.quotes + (mark == _OPEN) - (mark == _CLOSE)),
            max(0, self.signatures + (mark == _SIGNED) - (mark == _UNSIGNED)),
            max(0, self.indents + (mark == _INDENT) - (mark == _OUTDENT)),
            self.is_rest or mark == _REST,
        )


def _attributed_indents(texts: Sequence[str], inside: Sequence[_Inside]) -> set[int]:
    """A plain blockquote is a quote when an attribution stands above it, else it may be only an indent."""
    quoted: set[int] = set()
    above = 0
    for i, text in enumerate(texts):
        if inside[i].indents and (i - 1 in quoted or _introduces_next(texts, above, i)):
            quoted.add(i)
        above = i if text.strip() and not inside[i].indents else above
    return quoted


def _introduces_next(texts: Sequence[str], above: int, i: int) -> bool:
    return above < i <= above + 4 and quotes.attribution_length(texts, above, quote_follows=True) > 0
