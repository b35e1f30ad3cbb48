"""A short run of what `make histories` does at length: a thousand clocks, judged by counting minutes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.histories import complaints, history, judge_world, world


@pytest.mark.parametrize("number", range(10))
def test_a_hundred_clocks_say_after_every_change_what_the_minutes_say(number: int) -> None:
    changes, wrong = judge_world(4, number, 100)

    assert changes > 100
    assert wrong == []


def test_the_same_seed_makes_the_same_histories() -> None:
    here = world(5, 0)

    assert history(random.Random(7), here) == history(random.Random(7), world(5, 0))


def test_a_clock_that_does_not_fit_its_minutes_is_noticed() -> None:
    here, chance = world(5, 0), random.Random(7)
    late = [replace(step, minute=step.minute + 1) for step in history(chance, here)]

    assert list(complaints(here, late, chance))
