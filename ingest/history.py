"""Where a mail's history stands: quoted blocks within the text, and the point where the rest is history.

Takes the lines of a text, some perhaps marked as quoted by the HTML they came from; gives blocks
(line ranges) and the first line of unmarked history. What introduces quotes is in `ingest.quotes`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest import quotes
from ingest.quotes import Mark

MARKER = "##-"
"""Opens the line of Meja's own notices that says to write above it: `##- ... -##`."""

FULL_LINE = 60

_QUOTED = re.compile(r"\s{0,3}(?:>(?!:\s{0,9}$)|[A-Z]{1,4}>\s|\|(?:\s[^|]{0,500})?$)")
"""Also initials ("AW> ") and a bar, which a row of a table closes and a quote does not."""
_WORD = re.compile(r"\w")
_SHARED = re.compile(r"(?<=\S) (?=(?:On|Pada) [^\n]{6,200}(?:wrote|menulis):\s*$)")


@dataclass(frozen=True)
class Lines:
    """A text's lines; by its markup those quoted or signed, and the one from which on all is history."""

    texts: Sequence[str]
    marked: frozenset[int] = frozenset()
    rest: int | None = None
    signed: frozenset[int] = frozenset()
    worded: list[bool] = field(init=False, default_factory=list)
    quoted: list[bool] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.worded.extend(_WORD.search(text) is not None for text in self.texts)
        self.quoted.extend(
            i in self.marked or _QUOTED.match(text) is not None for i, text in enumerate(self.texts)
        )

    def has_words(self, i: int) -> bool:
        return self.worded[i]

    def is_quoted(self, i: int) -> bool:
        return self.quoted[i]


@dataclass(frozen=True)
class Block:
    """Quoted lines from `start` up to `end`, with the attribution above them if there is one."""

    start: int
    end: int
    attributed: bool


def split_shared_lines(texts: Sequence[str]) -> list[str]:
    """Some clients put the attribution right behind the last word of the reply."""
    return [piece for text in texts for piece in _split_shared(text)]


def _split_shared(text: str) -> Sequence[str]:
    if len(text) > quotes.LONGEST_LINE or not text.rstrip().endswith(("wrote:", "menulis:")):
        return (text,)
    return _SHARED.split(text, maxsplit=1)


def history_start(lines: Lines, *, is_forward: bool) -> int | None:
    """The first line of all-is-history, `len` when there is none such, None for a forwarded mail.

    A header block before anybody has said a word is a web form or a forwarded mail, not history.
    """
    spoken = False
    for i in range(len(lines.texts)):
        if lines.is_quoted(i):
            if quotes.mark_at(lines.texts[i]) is Mark.FORWARDED and i in lines.marked:
                return None
            continue
        opening = _opening_at(lines, i)
        if opening is Mark.FORWARDED or (opening is Mark.ORIGINAL and is_forward):
            return None
        if opening is not None and (spoken or i == lines.rest or MARKER in lines.texts[i]):
            return _with_introduction(lines, i)
        length = _loose_attribution(lines, i)
        if length and any(lines.has_words(k) for k in range(max(0, i - length - 20), i - length + 1)):
            return i - length + 1
        spoken = spoken or lines.has_words(i)
    return len(lines.texts)


def _opening_at(lines: Lines, i: int) -> Mark | None:
    if i == lines.rest or MARKER in lines.texts[i]:
        return Mark.ORIGINAL
    mark = quotes.mark_at(lines.texts[i])
    if mark is None and quotes.header_block_length(lines.texts, i):
        return Mark.ORIGINAL
    return mark


def _loose_attribution(lines: Lines, end: int) -> int:
    """Length of an attribution ending here whose quote carries no marks of its own."""
    length = quotes.attribution_length(lines.texts, end, quote_follows=False) if lines.has_words(end) else 0
    return 0 if length and _quote_follows(lines, end) else length


def _quote_follows(lines: Lines, i: int) -> bool:
    """Within two blank lines."""
    below = next((k for k in range(i + 1, min(i + 4, len(lines.texts))) if lines.texts[k].strip()), None)
    return below is not None and lines.is_quoted(below)


def _with_introduction(lines: Lines, start: int) -> int:
    """The line drawn above history belongs to it, and so does an attribution in an unknown language."""
    above = next((k for k in range(start - 1, max(-1, start - 5), -1) if lines.texts[k].strip()), None)
    if above is None:
        return start
    if quotes.is_rule(lines.texts[above]):
        return above
    return above + 1 - quotes.attribution_length(lines.texts, above, quote_follows=True)


def find_blocks(lines: Lines, *, end: int) -> list[Block]:
    """The quoted blocks above `end`, blank lines and lines broken by a wrapping client included."""
    blocks: list[Block] = []
    i = 0
    while i < end:
        if not lines.is_quoted(i):
            i += 1
            continue
        stop = _block_end(lines, i, end)
        start = _attribution_start(lines, i, floor=blocks[-1].end if blocks else 0)
        blocks.append(Block(start, stop, attributed=start < i or i in lines.marked))
        i = stop
    return blocks


def _block_end(lines: Lines, start: int, end: int) -> int:
    stop = i = start + 1
    while i < end:
        if lines.is_quoted(i):
            stop = i + 1
        elif lines.texts[i].strip() and not _is_broken_off(lines, i, end):
            break
        i += 1
    return stop


def _is_broken_off(lines: Lines, i: int, end: int) -> bool:
    """One or two unmarked lines right between quoted ones that go on with the line above: a client wrapped it."""
    after = next((k for k in (i + 1, i + 2) if k < end and lines.is_quoted(k)), None)
    before = next((k for k in (i - 1, i - 2) if lines.is_quoted(k)), None)
    if after is None or before is None or not all(lines.texts[k].strip() for k in range(before, after)):
        return False
    return _goes_on(lines.texts[before].rstrip(), lines.texts[before + 1].strip())


def _goes_on(quoted: str, line: str) -> bool:
    """A full line without its end, or a broken link. Else it is somebody's short answer."""
    if "://" in quoted.rpartition(" ")[2] and " " not in line:
        return True
    return len(quoted) >= FULL_LINE and not line[:1].isupper() and not quoted.endswith((".", "?", "!", ":"))


def _attribution_start(lines: Lines, quote: int, *, floor: int) -> int:
    above = next((k for k in range(quote - 1, max(floor, quote - 4) - 1, -1) if lines.texts[k].strip()), None)
    if above is None:
        return quote
    length = quotes.attribution_length(lines.texts, above, quote_follows=True)
    return max(floor, above + 1 - length) if length else quote
