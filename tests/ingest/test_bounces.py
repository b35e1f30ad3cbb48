"""Delivery reports: who was not reached, for good or for now, and why."""

from __future__ import annotations

import pytest

from ingest.bounces import bounced_recipients
from tests.ingest.kind_cases import Case, cases_of

CASES = {case.title: case for case in cases_of("bounces.txt")}
PERSONS = [case for case in cases_of("kinds.txt") if case.kind == "human"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_exactly_the_unreached_recipients_are_told(case: Case) -> None:
    assert [bounced.recipient for bounced in bounced_recipients(case.letter)] == [
        told[0] for told in case.recipients
    ]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_permanence_and_reason_are_told(case: Case) -> None:
    found = bounced_recipients(case.letter)

    assert [bounced.permanent for bounced in found] == [told[1] == "permanent" for told in case.recipients]
    assert [bounced.reason for bounced in found] == [told[2] for told in case.recipients]


def test_delay_is_an_action_of_its_own() -> None:
    delays = [case for case in CASES.values() if case.kind == "delay"]

    assert {bounced.action for case in delays for bounced in bounced_recipients(case.letter)} == {"delayed"}


@pytest.mark.parametrize("title", ["Postfix dengan bagian status", "qmail di hosting"])
def test_original_mail_is_named(title: str) -> None:
    assert bounced_recipients(CASES[title].letter)[0].original_message_id == "asli@dinas.example"


@pytest.mark.parametrize("case", PERSONS, ids=lambda case: case.title)
def test_no_recipient_is_read_out_of_a_persons_mail(case: Case) -> None:
    assert bounced_recipients(case.letter) == ()
