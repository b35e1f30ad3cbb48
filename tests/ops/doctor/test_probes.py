"""Mails to ourselves through real hosts: what each habit of a host is called, and that nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from desk.life import last_sign
from ops.clock import now
from ops.doctor import Grade, Tools
from tests.ops.doctor.conftest import Hosts
from tests.ops.doctor.patients import ROUND, Patient

NewPatient = Callable[..., Patient]


def test_a_host_that_leaves_mail_alone_gives_no_warning(hosts: Hosts, new_patient: NewPatient) -> None:
    grades = new_patient(hosts).grades(*ROUND, wait=20)

    assert {"probe_back", "plus_works", "clock_agrees"} <= grades.keys()
    assert Grade.FAILURE not in grades.values()


def test_nothing_is_left_in_the_mailbox(hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts)
    hosts.dovecot.append(patient.user, b"Subject: a partner's mail\r\n\r\nPlease help.\r\n")

    patient.findings(*ROUND, wait=20)

    assert hosts.subjects(patient.user) == ["a partner's mail"]


@pytest.mark.parametrize(
    ("habit", "code", "grade"),
    [
        ("rewrites", "from_rewritten", Grade.WARNING),
        ("renumbers", "message_id_replaced", Grade.WARNING),
        ("cuts", "references_stripped", Grade.WARNING),
        ("forgets", "references_stripped", Grade.FAILURE),
        ("cuts", "reply_to_stripped", Grade.NOTE),
        ("fails", "own_mail_fails", Grade.WARNING),
        ("junks", "probe_in_junk", Grade.WARNING),
    ],
    ids=[
        "From rewritten",
        "Message-ID replaced",
        "References stripped",
        "References and Message-ID lost",
        "Reply-To stripped",
        "own mail fails",
        "taken for spam",
    ],
)
def test_what_a_host_makes_of_our_mail_is_named(
    hosts: Hosts, new_patient: NewPatient, *, habit: str, code: str, grade: Grade
) -> None:
    assert new_patient(hosts, habit).grades(*ROUND, wait=20)[code] is grade


@pytest.mark.parametrize("code", ["no_plus", "headers_stripped", "subject_changed"])
def test_what_a_meddling_host_does_is_named(meddler: Hosts, new_patient: NewPatient, code: str) -> None:
    found = new_patient(meddler).findings(*ROUND, wait=20)

    assert code in found
    assert "probe_back" in found


def test_where_the_sender_was_rewritten_to_is_told(hosts: Hosts, new_patient: NewPatient) -> None:
    found = new_patient(hosts, "rewrites").findings(*ROUND, wait=20)

    assert found["from_rewritten"].reason.facts["found"] == "webmaster@hoster.example"


def test_an_address_the_account_may_not_send_for_is_named(hosts: Hosts, new_patient: NewPatient) -> None:
    found = new_patient(hosts, "disowns").findings(*ROUND, wait=20)

    assert "not yours" in found["address_refused"].reason.facts["answer"]
    assert found["probe_not_sent"].grade is Grade.FAILURE


def test_mail_that_goes_to_another_mailbox_is_lost(hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts, user=hosts.dovecot.add_user())

    assert patient.grades(*ROUND, wait=2)["probe_lost"] is Grade.FAILURE


def test_what_was_found_is_kept_as_a_sign_of_life(hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts, "strips")
    patient.findings(*ROUND, wait=20)

    with patient.desk() as desk, desk.database.reading() as session:
        sign = last_sign(session, "probe:main")

    assert sign is not None
    assert [about["results_host"] for about in sign.facts.values()] == ["mx.strips.example"]


@pytest.mark.parametrize(("minutes", "code"), [(10, "clock_ahead"), (-10, "clock_behind")])
def test_a_wrong_clock_is_told_by_the_hosts(
    hosts: Hosts, new_patient: NewPatient, *, minutes: int, code: str
) -> None:
    wrong = Tools(clock=lambda: now() + timedelta(minutes=minutes))
    found = new_patient(hosts).findings(*ROUND, wait=20, tools=wrong)

    assert 590 <= int(found[code].reason.facts["seconds"]) <= 620


def test_without_probes_nothing_is_sent(hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts)
    found = patient.findings("connections", "senders", "clock")

    assert "probe_back" not in found
    assert hosts.subjects(patient.user) == []
