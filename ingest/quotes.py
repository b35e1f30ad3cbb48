"""How mail clients introduce what they quote: attribution lines, header blocks, separators.

Takes lines of text, says where history begins. The words are in `ingest.quote_words`; the shapes
around them (a date, an address, a colon at the end) are the same everywhere, so that a language not
listed is mostly understood too. Every pattern is anchored and bounded, and looks at one line or at
most four joined ones: time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from ingest import label_words as labels
from ingest import quote_words as words

LONGEST_LINE = 1000
"""Characters of a line that are looked at."""
LONGEST_ATTRIBUTION = 600
LONGEST_BLOCK = 16
"""Lines of a header block: five fields, wrapped, with blank lines between them."""


class Mark(StrEnum):
    """What a line of its own announces."""

    ORIGINAL = "original"
    FORWARDED = "forwarded"


def _any_of(listed: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))


_KINDS = {
    "from": labels.FROM,
    "sent": labels.SENT,
    "date": labels.DATE,
    "to": labels.TO,
    "subject": labels.SUBJECT,
}
_LABELS = {
    label.lower(): frozenset(kind for kind, listed in _KINDS.items() if label in listed)
    for listed in _KINDS.values()
    for label in listed
}
"""One word can be a label of two kinds: "A:" is To in Italian, "De:" From in three languages."""
_LABELS_INSIDE = {
    kind: re.compile(r"\s\*?(?:" + _any_of(listed) + r")[*]?:[\s*]", re.IGNORECASE)
    for kind, listed in _KINDS.items()
}
"""Some clients write the fields one after the other in a single paragraph."""
_DECORATION = " \t>*_·|\u200e\u200f"
_RULE_CHARACTERS = "-_=*—–─"
_RULE = re.compile(r"\s{0,20}(?:[-_=*—–─]\s?){5,400}\s{0,20}$")
_ADDRESS = re.compile(r"[^\s<>@]@[^\s<>@]{1,80}\.\w|[\w.]@[\w-]{3}|mailto:")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\d{1,2}\s?[時时시点]|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{4}\s?[年년]|\b\d{1,2}\.?[\s-]{1,2}[^\W\d]{3,12}\b"
)
_WROTE_INSIDE = re.compile(r"\b(?:" + _any_of(words.WROTE_INSIDE) + r")\b", re.IGNORECASE)
_OPENERS = tuple(dict.fromkeys(form for word in words.OPENERS for form in (word, word.lower())))
_NO_DIRECTION = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Marks of writing direction, which clients in Arabic and Hebrew put around names."""
_DIGIT = re.compile(r"\d")
_HINT = re.compile(r"[@\d]|mailto:")
_DATE_FIRST = re.compile(
    r"[\s>*]{0,9}(?:[^\W\d]{1,14}[.,]{0,2}\s){0,2}\d{1,4}(?:[./-]|\s?[年년]|\.?\s[^\W\d]{3,12})"
)
_COLON_LAST = re.compile(r"[:：][\s*_]{0,5}$")
_ADDRESS_LAST = re.compile(r"@[^\s@<>()]{3,80}\s?[>)\]]{1,3}\s{0,3}[:：]?[\s*]{0,5}$")
_FORWARD_SUBJECT = re.compile(
    r"\s{0,9}(?:\[[^\]]{0,60}\]\s{0,9})?(?:" + _any_of(words.FORWARD_PREFIXES) + r")\s{0,3}[:：]",
    re.IGNORECASE,
)


def mark_at(line: str) -> Mark | None:
    """What a separator such as `-----Original Message-----` says is below it."""
    bare = line[:LONGEST_LINE].strip(" \t>*")
    said = bare.strip(" \t:：" + _RULE_CHARACTERS).lower()
    if not 3 <= len(said) <= 80:
        return None
    ruled = len(bare) > 4 and all(c in _RULE_CHARACTERS for c in bare[:2] + bare.rstrip(" :：")[-2:])
    if said.startswith(words.FORWARDED) and (ruled or said in words.FORWARDED):
        return Mark.FORWARDED
    return Mark.ORIGINAL if ruled and (said in words.ORIGINAL or said.endswith(words.WROTE_LAST)) else None


def is_rule(line: str) -> bool:
    """A drawn line: dashes, underscores or equal signs and nothing else."""
    return _RULE.match(line[:LONGEST_LINE]) is not None


def is_forward_subject(subject: str) -> bool:
    return _FORWARD_SUBJECT.match(subject[:200]) is not None


def header_block_length(lines: Sequence[str], start: int) -> int:
    """How many lines the From/Sent/To/Subject block beginning here has; 0 when none begins."""
    if not _labels(lines[start]) & {"from", "sent", "date"}:
        return 0
    kinds: set[str] = set()
    last = start
    for i in range(start, min(start + LONGEST_BLOCK, len(lines))):
        found = _labels(lines[i])
        if found:
            kinds |= found
            last = i
        elif i - last > 3 or (len(kinds) > 2 and not lines[i].strip()):
            break
    block = " ".join(line[:LONGEST_LINE] for line in lines[start : last + 1])
    return last - start + 1 if _is_header_block(kinds, block) else 0


def _is_header_block(kinds: set[str], block: str) -> bool:
    """A journey has From, To and Date as well: an address must be there, or "Sent", or time and subject."""
    if len(kinds) < 2 or not kinds & {"sent", "date"}:
        return False
    told = {"from", "sent"} <= kinds or ({"from", "subject"} <= kinds and _TIME.search(block))
    return bool(told) or _ADDRESS.search(block) is not None


def _labels(line: str) -> frozenset[str]:
    head, colon, _ = line[:60].replace("：", ":").partition(":")
    found = _LABELS.get(head.strip(_DECORATION).lower(), frozenset()) if colon else frozenset()
    if not found or line.count(":", 0, 400) < 2:
        return found
    return found | {kind for kind, label in _LABELS_INSIDE.items() if label.search(line[:400])}


def attribution_length(lines: Sequence[str], end: int, *, quote_follows: bool) -> int:
    """How many lines the attribution ending at line `end` has; 0 when no attribution ends there.

    Clients wrap it after some seventy characters, so up to four lines are joined. The shortest
    reading wins, unless a longer one begins with a known opening ("On ...", "Pada ...").
    """
    last = lines[end][-LONGEST_LINE:].translate(_NO_DIRECTION)
    if not (
        _COLON_LAST.search(last[-8:])
        or _says_wrote(last)
        or (quote_follows and _ADDRESS_LAST.search(last[-99:]))
    ):
        return 0
    if not any(_HINT.search(line, 0, LONGEST_LINE) for line in lines[max(0, end - 3) : end + 1]):
        return 0
    found = 0
    for length in range(1, 5):
        first = end - length + 1
        if first < 0 or not lines[first].strip():
            break
        if sum(map(len, lines[first : end + 1])) > LONGEST_ATTRIBUTION:
            break
        joined = " ".join(" ".join(lines[first : end + 1]).translate(_NO_DIRECTION).split())
        opens = _opens(lines[first][:LONGEST_LINE].translate(_NO_DIRECTION))
        if (opens or not found) and _introduces(joined, opens=opens, quote_follows=quote_follows):
            found = length
    return found


def _says_wrote(text: str) -> bool:
    """The text ends with "wrote", with or without its colon."""
    text = " ".join(text[-60:].split()).rstrip(" :：*_").lower()
    if not text.endswith(words.WROTE_LAST):
        return False
    before = next(text[: -len(word)][-1:] for word in words.WROTE_LAST if text.endswith(word))
    return not (before.isascii() and before.isalpha())


def _opens(line: str) -> bool:
    """Begins with a known opening and has a date near, or begins with a date."""
    bare = line[:80].lstrip(_DECORATION + "-")
    if not _DIGIT.search(bare):
        return False
    if bare.startswith(_OPENERS):
        after = next(bare[len(word) :][:1] for word in _OPENERS if bare.startswith(word))
        return not (after.isascii() and after.isalpha())
    return _DATE_FIRST.match(bare) is not None


def _introduces(joined: str, *, opens: bool, quote_follows: bool) -> bool:
    if _says_wrote(joined):
        return _has_address(joined) or ((opens or quote_follows) and _is_dated(joined))
    if _COLON_LAST.search(joined[-8:]) and _WROTE_INSIDE.search(joined):
        return (opens or _has_address(joined)) and _TIME.search(joined) is not None
    if joined.startswith(words.QUOTING):
        return _ADDRESS_LAST.search(joined) is not None
    if quote_follows and _has_address(joined) and _is_dated(joined):
        return True
    return opens and _ADDRESS_LAST.search(joined) is not None and _is_dated(joined)


def _has_address(joined: str) -> bool:
    return _ADDRESS.search(joined) is not None


def _is_dated(joined: str) -> bool:
    return _TIME.search(joined) is not None or _DATE.search(joined) is not None
