"""What a mail is taken for: a person's, or which machine's."""

from __future__ import annotations

import pytest

from desk.kind_reasons import SENTENCES
from ingest.parsed import Kind
from ingest.screen import kind_of
from tests.ingest.cut_cases import cases_of as replies_of
from tests.ingest.cut_cases import letter
from tests.ingest.kind_cases import Case, cases_of

CASES = [*cases_of("kinds.txt"), *cases_of("bounces.txt")]
REPLIES = [case for name in ("id", "en", "other") for case in replies_of(f"replies_{name}.txt")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_mail_is_taken_for_what_it_is(case: Case) -> None:
    assert kind_of(case.letter)[0] is case.kind


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_reason_has_a_sentence_with_its_facts(case: Case) -> None:
    _, reasons = kind_of(case.letter)

    assert all(SENTENCES[reason.code].format(**reason.facts) for reason in reasons)


def test_what_is_not_a_persons_says_why() -> None:
    silent = [case.title for case in CASES if case.kind is not Kind.HUMAN and not kind_of(case.letter)[1]]

    assert not silent


def test_no_reply_of_a_person_is_taken_for_a_machines() -> None:
    mistaken = [
        case.title
        for case in REPLIES
        if kind_of(letter(case.text, subject=case.subject))[0] is not Kind.HUMAN
    ]

    assert not mistaken
