"""Whether the best article is good enough to be shown: a probability, not a score.

Takes the evidence of one ranking, gives the probability that one of the articles shown is the right one. The
shipped numbers were fitted to questions with known answers; from ENOUGH outcomes on, a desk's own outcomes move
them. A request for a person is seen before any search. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from desk.filler_words import PERSON_PHRASES, PERSONS, SPEAKING, WISHES

ACKNOWLEDGEMENT = 0.67
"""From here on a suggestion helps more than it harms, a bad one counting twice a good one."""
CHAT = 0.80
"""An answer in a chat stands alone, without the promise of a person."""
ALONGSIDE = 0.5
"""The second and third are shown when they score at least this part of the first."""

Weights = tuple[float, ...]
SHIPPED: Weights = (2.97, 2.42, 1.38, -1.18, -0.76)
"""Of the features, in their order."""
ENOUGH = 200
"""Outcomes from which on they move the shipped numbers."""
PULL = 5.0
"""How hard the shipped numbers draw: each is thought right to within 1 / sqrt(PULL)."""
ROUNDS = 25
SMALLEST = 1e-9


@dataclass(frozen=True)
class Evidence:
    """What is known of the best article when it is to be judged; kept beside the outcome."""

    score: float
    share: float
    """Of the question's words, weighed by rarity, that the article holds."""
    words: int
    """Of the question, each counted once."""
    articles: int
    """Texts that were ranked: the more there are, the higher scores come by chance."""
    learned: int
    """Mails the article has learned from: they raise its score."""

    @property
    def features(self) -> tuple[float, ...]:
        logarithms = (log(max(value, SMALLEST)) for value in (self.score, self.share, self.articles))
        return (1.0, *logarithms, log(1 + self.learned))


@dataclass(frozen=True)
class Outcome:
    evidence: Evidence
    was_right: bool


def probability(evidence: Evidence, weights: Weights = SHIPPED) -> float:
    return _sigmoid(_dot(weights, evidence.features))


def refit(outcomes: Sequence[Outcome], shipped: Weights = SHIPPED) -> Weights:
    """Logistic regression by Newton's method, drawn towards the shipped numbers; those alone while outcomes are few."""
    if len(outcomes) < ENOUGH:
        return shipped
    seen = [(outcome.evidence.features, float(outcome.was_right)) for outcome in outcomes]
    weights = shipped
    for _ in range(ROUNDS):
        step = _step(seen, weights, shipped)
        weights = tuple(weight + change for weight, change in zip(weights, step, strict=True))
        if max(map(abs, step)) < 1e-6:
            break
    return weights


def wants_a_person(text: str) -> bool:
    """Somebody asks for a human, a call or a meeting: no article answers that."""
    return bool(_person().search(" ".join(text[:5000].lower().split())))


def _step(
    seen: Iterable[tuple[tuple[float, ...], float]], weights: Weights, shipped: Weights
) -> Sequence[float]:
    size = range(len(weights))
    slope = [PULL * (shipped[i] - weights[i]) for i in size]
    bend = [[PULL * (i == j) for j in size] for i in size]
    for features, was_right in seen:
        expected = _sigmoid(_dot(weights, features))
        for i in size:
            slope[i] += (was_right - expected) * features[i]
            for j in size:
                bend[i][j] += expected * (1 - expected) * features[i] * features[j]
    return _solved(bend, slope)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """x of matrix @ x = right, by elimination; the matrix is positive definite, so no pivot is zero."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        for other in range(size):
            factor = rows[other][i] / rows[i][i] if other != i else 0.0
            rows[other] = [value - factor * above for value, above in zip(rows[other], rows[i], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-max(-60.0, min(60.0, value))))


@lru_cache(maxsize=1)
def _person() -> re.Pattern[str]:
    wishes, speaking, persons, phrases = map("|".join, (WISHES, SPEAKING, PERSONS, PERSON_PHRASES))
    return re.compile(
        rf"(?:\A|\b(?:{wishes})\s(?:\w+\s)?)(?:{speaking})\s(?:\w+\s){{0,3}}(?:{persons})\b|\b(?:{phrases})\b"
    )
