"""Where a signature begins: the sigdash and its relatives, "sent from", list footers, disclaimers.

Takes the lines somebody wrote (history already taken out), gives the index of the first line of the
signature. A closing such as "Hormat kami" with a name alone stays with the reply, as people read it;
it begins a signature when a title, an office or a telephone stand below the name. RFC 3676 section
4.3 knows only the sigdash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.signature_words import CLOSINGS, DISCLAIMER_WORDS, DISCLAIMERS, SENT_FROM

LONGEST_LINE = 1000
LONGEST_TAIL = 200
"""Lines from the end that are looked at."""
LONGEST_SIGNATURE = 25
"""Lines with words a signature may have after a delimiter that prose can have too."""
LONGEST_DISCLAIMER = 60
LONGEST_FOOTER = 6
LONGEST_CLOSING = 12

_DELIMITER = re.compile(r"\s{0,3}(?:--|—|–|-{2,3}|_{2,}|={2,}|~{2,}|#{2,}|\*{2,3}|\+{2,})\s{0,3}$")
_SIGDASHES = ("--", "---", "—", "–", "__")
_ONLY_RULES = re.compile(r"[\s\-_=~#*+—–─ᐧ.]{0,200}$")
_LIST_RULE = re.compile(r"\s{0,3}(?:_{20,}|-{20,}|={20,})\s{0,3}$")
_NAME_AFTER_DASH = re.compile(
    r"\s{0,3}-{1,2}\s?[^\W\d_][^\W\d]{0,20}(?:\s[^\W\d_][\w.]{0,20}){0,2}\.?\s{0,3}$"
)
_SENTENCE_END = re.compile(r"\w[?!]\s*$|[^\W\d]{4,}\.\s*$")
_DECORATION = " \t*_[](){}<>-–—~•.,!:;"


def signature_start(lines: Sequence[str]) -> int:
    """Index of the first signature line, `len(lines)` when there is no signature."""
    base = max(0, len(lines) - LONGEST_TAIL)
    end = len(lines)
    for detector in DETECTORS:
        start = base + detector(lines[base:end])
        while base < start < end and not lines[start - 1].strip():
            start -= 1
        end = start
    return end


def _list_footer(lines: Sequence[str]) -> int:
    """Mailing list software draws a long line and adds a name, an address, a link."""
    base = max(0, len(lines) - 2 * LONGEST_FOOTER)
    drawn = [i for i in range(base, len(lines)) if _LIST_RULE.match(lines[i][:LONGEST_LINE])]
    if not drawn:
        return len(lines)
    below = [line for line in lines[drawn[-1] + 1 :] if not _is_rule(line)]
    linked = any("://" in line or "@" in line for line in below)
    is_footer = linked and len(below) <= LONGEST_FOOTER and all(len(line) < 200 for line in below)
    return drawn[-1] if is_footer else len(lines)


def _disclaimer(lines: Sequence[str]) -> int:
    """The first of the last lines that opens as a disclaimer does and goes on about secrecy or recipients."""
    for i in range(max(0, len(lines) - LONGEST_DISCLAIMER), len(lines)):
        if not lines[i].strip(_DECORATION).lower().startswith(DISCLAIMERS):
            continue
        said = " ".join(lines[i : i + 5])[:2000].lower()
        if sum(word in said for word in DISCLAIMER_WORDS) >= (1 if len(lines) - i < 4 else 2):
            return i
    return len(lines)


def _sent_from(lines: Sequence[str]) -> int:
    """A short line such as "Sent from my iPhone" with at most one more line of words below."""
    for i in reversed(_worded(lines)[-2:]):
        line = lines[i].strip(_DECORATION).lower()
        if len(line) <= 120 and line.startswith(SENT_FROM):
            return i
    return len(lines)


def _delimiter(lines: Sequence[str]) -> int:
    """The first delimiter with a signature below it; rules with nothing below them count as one."""
    worded = _worded(lines)
    if not worded:
        return len(lines)
    for i in range(worded[0] + 1, len(lines)):
        if not lines[i].strip() or not _DELIMITER.match(lines[i][:LONGEST_LINE]):
            continue
        below = [lines[j] for j in worded if j > i]
        if 0 < len(below) <= LONGEST_SIGNATURE and _delimits(lines[i], below):
            return i
    return worded[-1] + 1


def _delimits(line: str, below: Sequence[str]) -> bool:
    """Mail software takes the blank behind "--" away at times, and people draw such lines between paragraphs."""
    return line == "-- " or (line.strip() in _SIGDASHES and not any(_is_prose(text) for text in below))


def _closing(lines: Sequence[str]) -> int:
    """A closing, a name, and more: title, office, telephone. All in short lines that are no sentences."""
    worded = _worded(lines)[-LONGEST_CLOSING:]
    for position, i in enumerate(worded):
        if not i or lines[i].strip(_DECORATION).lower() not in CLOSINGS:
            continue
        below = [lines[j].strip() for j in worded[position + 1 :]]
        if len(below) > 1 and _is_name(below[0]) and all(_is_detail(line) for line in below):
            return i
    return len(lines)


def _dashed_name(lines: Sequence[str]) -> int:
    """ "- Roman" alone in the last paragraph."""
    worded = _worded(lines)
    if len(worded) < 2 or lines[worded[-1] - 1].strip():
        return len(lines)
    return worded[-1] if _NAME_AFTER_DASH.match(lines[worded[-1]][:80]) else len(lines)


DETECTORS: tuple[Callable[[Sequence[str]], int], ...] = (
    _list_footer,
    _disclaimer,
    _sent_from,
    _delimiter,
    _sent_from,
    _closing,
    _dashed_name,
)
"""Asked in turn, each about what the earlier ones left: a disclaimer stands below all others."""


def _worded(lines: Sequence[str]) -> list[int]:
    return [i for i, line in enumerate(lines) if not _is_rule(line)]


def _is_rule(line: str) -> bool:
    return _ONLY_RULES.match(line[:201]) is not None


def _is_name(line: str) -> bool:
    """Every word begins with a capital, as names do in all scripts that have capitals."""
    return len(line) <= 60 and all(word[:1] == word[:1].upper() for word in line.split() if len(word) > 3)


def _is_prose(line: str) -> bool:
    return len(line) > 60 and _SENTENCE_END.search(line) is not None


def _is_detail(line: str) -> bool:
    return len(line) <= 120 and not _SENTENCE_END.search(line)
