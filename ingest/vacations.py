"""Answers of responders that send no header: known subjects, and vacation wording.

Takes a `Letter` or its subject. A person may write that they are on leave and ask something in the
same mail, so wording alone decides only when the mail calls itself automatic, or when it is an answer
that speaks of absence first and of return or a substitute then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.parsed import Letter
from ingest.vacation_words import (
    ABSENCE,
    ASKS,
    CALLS_ITSELF_AUTOMATIC,
    RETURN_OR_SUBSTITUTE,
    SPEAKERS,
    SUBJECTS,
)

LONGEST_OPENING = 400
LONGEST_NOTICE = 1500


def _any_of(listed: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True)) + ")"


_PREFIX = re.compile(
    r"\s{0,9}(?:(?:re|aw|sv|bls|antw|tr|ré|res|odp|ynt)\s{0,2}[:：]\s{0,9}|\[[^\]]{0,40}\]\s{0,9}){0,3}",
    re.IGNORECASE,
)
_ABSENCE = re.compile(rf"\b{_any_of(SPEAKERS)}\b[^!?\n]{{0,60}}\b{_any_of(ABSENCE)}\b", re.IGNORECASE)
_RETURN = re.compile(rf"\b{_any_of(RETURN_OR_SUBSTITUTE)}(?!\w)", re.IGNORECASE)
_ASKS = re.compile(rf"\?|\b{_any_of(ASKS)}\b", re.IGNORECASE)
_ANSWERS = ("re:", "bls:", "aw:", "sv:", "antw:", "res:")


def is_automatic_subject(subject: str) -> bool:
    """Responders put their mark first, before the subject they answer."""
    return _PREFIX.sub("", subject[:300], count=1).lower().startswith(SUBJECTS)


def vacation_wording(letter: Letter) -> str:
    """The words that gave it away, "" when it reads as a person's."""
    text = " ".join(letter.text[:LONGEST_NOTICE].split())
    opening = text[:LONGEST_OPENING].lower()
    named = next((words for words in CALLS_ITSELF_AUTOMATIC if words in opening), "")
    return named or (_absence(text) if _is_answer(letter) else "")


def _is_answer(letter: Letter) -> bool:
    return bool(letter.in_reply_to or letter.references) or letter.subject.lower().startswith(_ANSWERS)


def _absence(text: str) -> str:
    found = _ABSENCE.search(text[:LONGEST_OPENING])
    if found is None or _ASKS.search(text[: found.start()]) or "?" in text:
        return ""
    return found[0][:80] if _RETURN.search(text) else ""
