"""How good suggestions are on a small knowledge base of our own, in both languages."""

from __future__ import annotations

import pytest

from tests.kb.measuring import shelf, tally

LANGUAGES = ("id", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_questions_with_an_article_are_answered_and_rightly(language: str) -> None:
    found = tally(shelf(), language=language, in_scope=True)

    assert found.answered >= 0.9 * found.asked
    assert found.precision >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_without_an_article_are_met_with_silence(language: str) -> None:
    found = tally(shelf(), language=language, in_scope=False)

    assert found.answered <= 0.1 * found.asked
