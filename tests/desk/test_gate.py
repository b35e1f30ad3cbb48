"""When to speak: the probability, its refitting, and requests for a person."""

from __future__ import annotations

import random
from dataclasses import replace
from math import exp

import pytest

from desk.gate import ENOUGH, SHIPPED, Evidence, Outcome, probability, refit, wants_a_person

USUAL = Evidence(score=9.0, share=0.6, words=5, articles=60, learned=0)
WANTS_A_PERSON = (
    "I want to talk to a human",
    "can I speak with someone please",
    "Please connect me to your manager, this takes too long",
    "talk to an agent",
    "Is this a real person?",
    "please call me back",
    "Saya mau bicara dengan petugas",
    "Bisa disambungkan ke CS?",
    "tolong hubungkan dengan admin ya",
    "minta bicara sama\norang asli dong",
    "mohon telepon saya",
)
WANTS_NO_PERSON = (
    "Who must I contact about my card?",
    "I talked to someone at the counter yesterday and the form is still missing",
    "The agent portal is down",
    "Call forwarding does not work",
    "Petugas loket tidak bicara sopan kemarin",
    "Nomor telepon kantor berapa?",
    "Cara menambah operator baru di aplikasi",
)
BETTER = {
    "a higher score": replace(USUAL, score=12.0),
    "a larger share of the question": replace(USUAL, share=0.9),
    "fewer articles to stumble upon": replace(USUAL, articles=20),
}


@pytest.mark.parametrize("better", BETTER.values(), ids=BETTER.keys())
def test_more_probable(better: Evidence) -> None:
    assert probability(better) > probability(USUAL)


def test_what_was_learned_raises_the_bar() -> None:
    assert probability(replace(USUAL, learned=20)) < probability(USUAL)


def test_no_evidence_is_too_strange_for_a_probability() -> None:
    extremes = (Evidence(0, 0, 0, 0, 0), Evidence(1e9, 1, 10**6, 1, 0), Evidence(1e-9, 1e-9, 1, 10**9, 10**6))

    assert all(0 <= probability(each) <= 1 for each in extremes)


def test_few_outcomes_leave_the_shipped_numbers() -> None:
    assert refit([Outcome(USUAL, was_right=False)] * (ENOUGH - 1)) == SHIPPED


def test_many_failures_make_the_gate_stricter() -> None:
    weights = refit([Outcome(USUAL, was_right=False)] * ENOUGH)

    assert probability(USUAL, weights) < 0.2 < probability(USUAL)


def test_refitting_keeps_what_no_outcome_speaks_against() -> None:
    """A desk where the shipped numbers are right keeps about these."""
    weights = refit(outcomes_where(SHIPPED, count=2000))

    assert all(abs(now - shipped) < 0.6 for now, shipped in zip(weights, SHIPPED, strict=True))


def test_refitting_finds_a_desk_of_its_own() -> None:
    own = (SHIPPED[0] - 2, *SHIPPED[1:])
    weights = refit(outcomes_where(own, count=5000))

    assert (
        abs(probability(USUAL, weights) - probability(USUAL, own))
        < 0.05
        < probability(USUAL) - probability(USUAL, own)
    )


@pytest.mark.parametrize("text", WANTS_A_PERSON)
def test_a_person_is_asked_for(text: str) -> None:
    assert wants_a_person(text)


@pytest.mark.parametrize("text", WANTS_NO_PERSON)
def test_no_person_is_asked_for(text: str) -> None:
    assert not wants_a_person(text)


def outcomes_where(weights: tuple[float, ...], *, count: int) -> list[Outcome]:
    """Drawn by chance from a desk whose true numbers are these."""
    chance = random.Random(4)
    seen = [
        Evidence(
            exp(chance.uniform(0.5, 3)),
            chance.uniform(0.1, 1),
            5,
            chance.randint(10, 200),
            chance.randint(0, 20),
        )
        for _ in range(count)
    ]
    return [Outcome(each, chance.random() < probability(each, weights)) for each in seen]
