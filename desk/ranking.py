"""Which articles fit some words: one BM25 per field, summed.

Takes each text's fields as lists of stems; asked with words, gives the texts that hold any of them, best first.
A word in the title, or in a mail that this article answered before, counts twice a word in the body; rare words
count more; long fields are discounted. Pure. Built once, asked many times.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

K1 = 1.2
B = 0.6
WEIGHTS: Mapping[str, float] = {"title": 2.0, "body": 1.0, "learned": 2.0}
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Match:
    """How well one text fits."""

    text: int
    """Its place among those the index was built from."""
    score: float
    share: float
    """What part of the question it holds, its words weighed by how rare they are: above 0, at most 1."""
    words: tuple[str, ...]
    """Those it holds, rarest first."""


class Index:
    def __init__(self, texts: Sequence[Fields]) -> None:
        self.size = len(texts)
        self._rarity = _rarities(texts)
        self._strangeness = _rarity(0, self.size)
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        usual = {field: _usual_length(texts, field) for field in WEIGHTS}
        for number, fields in enumerate(texts):
            for word, weight in _weighed(fields, usual).items():
                self._weights[word][number] = weight * self._rarity[word]

    def rank(self, words: Iterable[str]) -> list[Match]:
        """Words count once each; equal scores stay in the order of the texts."""
        asked = sorted(set(words), key=lambda word: (-self._rarity.get(word, self._strangeness), word))
        scores: dict[int, float] = defaultdict(float)
        held: dict[int, list[str]] = defaultdict(list)
        for word in asked:
            for number, weight in self._weights.get(word, {}).items():
                scores[number] += weight
                held[number].append(word)
        best = sorted(held, key=lambda number: (-scores[number], number))
        return [Match(at, scores[at], self._share(held[at], asked), tuple(held[at])) for at in best]

    def _share(self, held: Iterable[str], asked: Iterable[str]) -> float:
        """A word that no text holds is the rarest of all."""
        return sum(self._rarity[word] for word in held) / sum(
            self._rarity.get(word, self._strangeness) for word in asked
        )


def _rarities(texts: Sequence[Fields]) -> dict[str, float]:
    holding = Counter(word for fields in texts for word in set().union(*fields.values()))
    return {word: _rarity(count, len(texts)) for word, count in holding.items()}


def _rarity(holding: int, texts: int) -> float:
    return log(1 + (texts - holding + 0.5) / (holding + 0.5))


def _usual_length(texts: Sequence[Fields], field: str) -> float:
    """On average, of those that have the field at all."""
    lengths = [len(fields[field]) for fields in texts if fields.get(field)]
    return sum(lengths) / len(lengths) if lengths else 1.0


def _weighed(fields: Fields, usual: Mapping[str, float]) -> Mapping[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for field, words in fields.items():
        norm = K1 * (1 - B + B * len(words) / usual[field])
        for word, times in Counter(words).items():
            weights[word] += WEIGHTS[field] * times / (times + norm)
    return weights
