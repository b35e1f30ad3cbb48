"""The language somebody writes in, guessed from a short text.

Takes words, gives an ISO 639-1 code or None when unsure. Indonesian comes first: who mixes Indonesian
words into English sentences, or writes slang, is an Indonesian writer and is answered in Indonesian.
Malay and the regional languages count as Indonesian, which their writers read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desk.language_words import ENGLISH_TOO, FUNCTION_WORDS, INDONESIAN, ROMANCE_TOO, TITLES

MOST_CHARACTERS = 4000
SCRIPTS = (
    ("ja", "\u3041-\u309f\u30a0-\u30ff", 0.08),
    ("ko", "\uac00-\ud7af\u1100-\u11ff", 0.3),
    ("zh", "\u4e00-\u9fff\u3400-\u4dbf", 0.3),
    ("th", "\u0e01-\u0e5b", 0.3),
    ("ar", "\u0600-\u06ff\u0750-\u077f", 0.3),
    ("he", "\u0590-\u05ff", 0.3),
    ("el", "\u0370-\u03ff", 0.3),
    ("hi", "\u0900-\u097f", 0.3),
    ("uk", "\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491", 0.02),
    ("ru", "\u0400-\u04ff", 0.3),
)
"""Code, letters, and the share of a text's letters that decides: Japanese has few kana among its kanji."""

_SCRIPTS = tuple((code, re.compile(f"[{letters}]"), share) for code, letters, share in SCRIPTS)
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{1,30}(?:['’/-][^\W\d_]{1,20}){0,2}")
_NOT_PROSE = re.compile(r"\S{0,200}(?:://|@|www\.)\S{0,500}")
_PREFIXES = ("di-", "ke-", "ter-", "nge-", "meng-", "ber-")
_SUFFIXES = ("nya", "-in", "kan", "nyalah", "annya")
"""Indonesian builds on any word: "errornya", "di-reset-in", "mengaktifkan"."""


def language_of(text: str) -> str | None:
    text = _NOT_PROSE.sub(" ", text[:MOST_CHARACTERS])
    written = [word.replace("’", "'") for word in _WORD.findall(text)]
    words = [word.lower() for word in written]
    return _by_script(text) or ("id" if _is_indonesian(written) else _by_function_words(words))


def _by_script(text: str) -> str | None:
    letters = len(_LETTER.findall(text)) or 1
    return next(
        (code for code, script, share in _SCRIPTS if len(script.findall(text)) > share * letters), None
    )


def _is_indonesian(written: Sequence[str]) -> bool:
    """One word that is not English will do, or several that are both, if no other language has more of its own."""
    words = [word.lower() for word in written]
    following = [*written, ""][1:]
    known = [
        word
        for word, after in zip(words, following, strict=True)
        if (word in INDONESIAN and not (word in TITLES and after[:1].isupper())) or _is_built(word)
    ]
    counts = {code: sum(word in listed for word in words) for code, listed in FUNCTION_WORDS.items()}
    english = counts.pop("en")
    rivals = max(counts.values()) if max(counts.values()) > english else 0
    if any(word not in ENGLISH_TOO and word not in ROMANCE_TOO for word in known):
        return len(known) >= rivals
    has_several = len(set(known)) > 1 and len(known) * 3 >= len(words)
    return rivals == 0 and (has_several or any(word not in ENGLISH_TOO for word in known))


def _is_built(word: str) -> bool:
    if word.startswith(_PREFIXES):
        return True
    return len(word) > 6 and word.endswith(_SUFFIXES) and not word.endswith("skan")


def _by_function_words(words: Sequence[str]) -> str | None:
    counts = {code: sum(word in listed for word in words) for code, listed in FUNCTION_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    second = max(count for code, count in counts.items() if code != best)
    return best if counts[best] > second and counts[best] * 8 >= len(words) else None
