"""Whatever people may read exists in Indonesian too, with the same facts to fill in."""

from __future__ import annotations

import re

from tests.words import missing, spoken, tables_of_words, translated


def facts_in(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def test_every_text_has_indonesian_words() -> None:
    assert missing() == []


def test_no_translation_is_left_over() -> None:
    assert sorted(set(translated()) - spoken()) == []


def test_a_translation_fills_in_the_same_facts() -> None:
    differing = [text for text, words in translated().items() if facts_in(text) != facts_in(words)]

    assert differing == []


def test_no_table_of_words_is_forgotten() -> None:
    known = spoken()

    assert [(table, text) for table, text in tables_of_words() if text not in known] == []
