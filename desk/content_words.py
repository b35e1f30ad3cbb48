"""What a mail is about: its subject and reply, without greeting, closing and polite filler, as stems.

Takes plain text (quoted history and signature are split off before), gives words in their order. Works for
Indonesian, English and mixtures of both without asking which it is. Pure; linear in the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from desk.filler_words import CLOSINGS, COURTESY, GREETINGS, PHRASES, SPELLINGS, STOP_WORDS, WEAK
from desk.stems import stem

MOST_CHARACTERS = 20_000
LONGEST_GREETING = 8
"""Words of a line that only greets: "Yth. Bapak Kepala Dinas Komunikasi dan Informatika"."""
LONGEST_FAREWELL = 5
"""Lines with words that may stand below a closing: name, title, office, telephone."""
ANY_WORD = r"[\w/]+"
""" "Bapak/Ibu" is one."""

_NOT_PROSE = re.compile(r"[^\s()<>\[\]]{0,200}(?:://|@|www\.)[^\s()<>\[\]]{0,500}")
_WORD = re.compile(r"[^\W_]+")
_NO_MATTER = STOP_WORDS | COURTESY
_SENTENCE_END = re.compile(r"[.!?]+(?:\s+|$)")
_SHORTENED = re.compile(r"['’](?:d|ll|re|ve|s|m)\b")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_APOSTROPHE = re.compile(r"(?<=[^\W_])['’`](?=[^\W_])")


def content_words(subject: str, text: str) -> dict[str, str]:
    """The stems of a mail in the order they first stand there, each with the word it was written as."""
    found: dict[str, str] = {}
    for word in cleaned_words(subject, text):
        found.setdefault(stem(word), word)
    return found


def cleaned_words(subject: str, text: str) -> list[str]:
    """Every word of a mail that carries some matter, as it was written, in lower case."""
    lines = [line for line in _plain(text).splitlines() if _WORD.search(line)]
    body = _without_farewell(_without_greeting(lines))
    sentences = (sentence for line in (_plain(subject), *body) for sentence in _SENTENCE_END.split(line))
    return [word for sentence in sentences for word in _said_in(sentence)]


def stems_of(text: str) -> list[str]:
    """The stems of an article's text, as often as they stand there."""
    return [stem(word) for word in _matter(_plain(text))]


def _said_in(sentence: str) -> list[str]:
    words = _matter(_phrases().sub(" ", sentence))
    return [] if all(word in WEAK or _YEAR.match(word) for word in words) else words


def _matter(line: str) -> list[str]:
    words = (SPELLINGS.get(word, word) for word in _WORD.findall(line))
    return [word for word in words if word not in _NO_MATTER and (len(word) > 1 or word.isdigit())]


def _plain(text: str) -> str:
    """Lower case, no addresses, "don't" as "dont", "I'm" as "i", "Jum'at" as "jumat"."""
    text = _NOT_PROSE.sub(" ", text[:MOST_CHARACTERS]).lower()
    return _APOSTROPHE.sub("", _SHORTENED.sub("", text))


def _without_greeting(lines: list[str]) -> list[str]:
    """A first line that opens with a greeting and is short, or has its comma early: "Hi Ana, my card is lost"."""
    if not lines or not _greeting().match(lines[0]):
        return lines
    greeting, comma, rest = lines[0].partition(",")
    if comma and len(_WORD.findall(greeting)) <= LONGEST_GREETING:
        return [rest, *lines[1:]]
    return lines[1:] if len(_WORD.findall(lines[0])) <= LONGEST_GREETING else lines


def _without_farewell(lines: list[str]) -> list[str]:
    """The last closing and the names below it; a closing without anything above it is all there is to say."""
    for i in range(len(lines) - 1, max(0, len(lines) - 2 - LONGEST_FAREWELL), -1):
        if " ".join(_WORD.findall(lines[i])) in CLOSINGS:
            return lines[:i]
    return lines


@lru_cache(maxsize=1)
def _greeting() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(_longest_first(GREETINGS))})\b")


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    spelled = (phrase.replace("*", ANY_WORD).replace("#", r"\d+") for phrase in _longest_first(PHRASES))
    return re.compile(rf"\b(?:{'|'.join(spelled)})\b")


def _longest_first(phrases: tuple[str, ...]) -> list[str]:
    return sorted(phrases, key=len, reverse=True)
