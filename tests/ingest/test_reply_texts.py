"""Replies from the world's mail clients, cut into what was written now, history and signature."""

from __future__ import annotations

import pytest

from ingest.body import cut
from tests.ingest.cut_cases import Case, cases_of, letter, words

CASES = [*cases_of("replies_id.txt"), *cases_of("replies_en.txt"), *cases_of("replies_other.txt")]


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_reply_is_what_was_written_now(case: Case) -> None:
    found = cut(letter(case.text, subject=case.subject))

    assert _squeezed(found.reply) == _squeezed(case.reply)
    assert _squeezed(found.signature) == _squeezed(case.signature)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_word_is_in_exactly_one_part(case: Case) -> None:
    """T055"""
    mail = letter(case.text, subject=case.subject)
    found = cut(mail)

    assert words(f"{found.reply}\n{found.quoted}\n{found.signature}") == words(mail.text)
