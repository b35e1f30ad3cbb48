"""Which articles answer a mail, and whether to say so.

A `Shelf` is built once from pages; `suggest` cleans a mail, ranks the shelf and lets the gate decide. An answer
holds up to three articles, or the reason why there is none; either way the evidence, so that outcomes can refit
the gate. Pure: neither database nor mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desk import gate
from desk.content_words import cleaned_words, content_words, stems_of
from desk.gate import Evidence, Weights
from desk.language import language_of
from desk.ranking import Fields, Index, Match
from models.reason import Reason, because

MOST = 3
MOST_LEARNED = 50
"""Mails an article learns from: the newest."""
WORDS_SHOWN = 6


@dataclass(frozen=True)
class Page:
    """One text of an article. The same key in another language is the same article."""

    key: str
    title: str
    body: str
    language: str
    keywords: str = ""
    learned: tuple[str, ...] = ()
    """The cleaned words of mails it answered, newest first: see `words_to_learn`."""


@dataclass(frozen=True)
class Suggested:
    page: Page
    """In the reader's language when there is one."""
    probability: float
    """Of the first: that the right article is among those suggested. Of the others: that, by their score."""
    reason: Reason

    @property
    def key(self) -> str:
        return self.page.key


@dataclass(frozen=True)
class Answer:
    suggested: tuple[Suggested, ...] = ()
    reason: Reason | None = None
    """Why nothing is suggested; None when something is."""
    evidence: Evidence | None = None
    """Of the best article, whether shown or not; None when nothing was found."""


class Shelf:
    """Articles to be found, and the numbers of the gate that judges them."""

    def __init__(self, pages: Iterable[Page], *, weights: Weights = gate.SHIPPED) -> None:
        self.pages = tuple(pages)
        self.weights = weights
        self.index = Index([_fields(page) for page in self.pages])

    def page(self, key: str, language: str | None) -> Page:
        """The article's text in this language, else its first."""
        texts = [page for page in self.pages if page.key == key]
        return next((page for page in texts if page.language == language), texts[0])


def suggest(
    shelf: Shelf,
    subject: str,
    text: str,
    *,
    language: str | None = None,
    least: float = gate.ACKNOWLEDGEMENT,
) -> Answer:
    """`text` is what was written now, without quoted history; `language` the reader's, guessed when not given."""
    if gate.wants_a_person(f"{subject}\n{text}"):
        return Answer(reason=because("wants_a_person"))
    words = content_words(subject, text)
    if not words:
        return Answer(reason=because("nothing_to_search"))
    matches = _best_of_each(shelf, shelf.index.rank(words))
    if not matches:
        return Answer(reason=because("no_article_shares_words"))
    evidence = _evidence(shelf, matches[0], words=len(words))
    sure = gate.probability(evidence, shelf.weights)
    if sure < least:
        return Answer(reason=_abstention(shelf, matches[0], sure), evidence=evidence)
    language = language or language_of(f"{subject}\n{text}")
    return Answer(_shown(shelf, matches, words=words, sure=sure, language=language), evidence=evidence)


def words_to_learn(subject: str, text: str) -> str:
    """What an article learns from a mail it answered, to be kept and given back in `Page.learned`."""
    return " ".join(cleaned_words(subject, text))


def taught(pages: Iterable[Page], answered: Sequence[tuple[str, str]]) -> list[Page]:
    """The pages with further mails learned: (key, words), oldest first."""
    newest_first = answered[::-1]
    return [
        replace(page, learned=(*(words for key, words in newest_first if key == page.key), *page.learned))
        for page in pages
    ]


def _fields(page: Page) -> Fields:
    title = stems_of(page.title)
    return {
        "title": title + [word for word in dict.fromkeys(stems_of(page.keywords)) if word not in title],
        "body": stems_of(page.body),
        "learned": [word for words in page.learned[:MOST_LEARNED] for word in stems_of(words)],
    }


def _best_of_each(shelf: Shelf, matches: Iterable[Match]) -> list[Match]:
    best: dict[str, Match] = {}
    for match in matches:
        best.setdefault(shelf.pages[match.text].key, match)
    return list(best.values())


def _evidence(shelf: Shelf, match: Match, *, words: int) -> Evidence:
    learned = len(shelf.pages[match.text].learned[:MOST_LEARNED])
    return Evidence(match.score, match.share, words=words, articles=shelf.index.size, learned=learned)


def _shown(
    shelf: Shelf, matches: Sequence[Match], *, words: Mapping[str, str], sure: float, language: str | None
) -> tuple[Suggested, ...]:
    best = matches[0].score
    return tuple(
        Suggested(
            shelf.page(shelf.pages[match.text].key, language),
            sure * match.score / best,
            because("shares_words", words=", ".join(words[stem] for stem in match.words[:WORDS_SHOWN])),
        )
        for match in matches[:MOST]
        if match.score >= gate.ALONGSIDE * best
    )


def _abstention(shelf: Shelf, match: Match, sure: float) -> Reason:
    return because("no_article_fits", best=shelf.pages[match.text].title, probability=f"{sure:.2f}")
