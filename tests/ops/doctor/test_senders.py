"""Whether the receiving host's word about senders can be believed, and what to write in authserv_id."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ops.doctor import Grade
from tests.ops.doctor.conftest import Hosts
from tests.ops.doctor.patients import ROUND, Patient

NewPatient = Callable[..., Patient]


@pytest.mark.parametrize(
    ("habit", "configured", "code", "grade"),
    [
        ("strips", "", "results_to_be_had", Grade.NOTE),
        ("strips", "mx.strips.example", "results_seen", Grade.OK),
        ("strips", "mx.other.example", "results_never_seen", Grade.WARNING),
        ("plain", "", "results_forgeable", Grade.WARNING),
        ("plain", "mx.plain.example", "results_believed_forged", Grade.FAILURE),
        ("below", "", "results_forgeable", Grade.WARNING),
        ("below", "mx.below.example", "results_not_stripped", Grade.WARNING),
    ],
    ids=[
        "not listened to",
        "listened to",
        "another name",
        "adds none and strips none",
        "forged ones believed",
        "adds its own and strips none",
        "forged ones below its own",
    ],
)
def test_a_probe_tells_what_to_think_of_results(
    hosts: Hosts, new_patient: NewPatient, *, habit: str, configured: str, code: str, grade: Grade
) -> None:
    grades = new_patient(hosts, habit, authserv_id=configured).grades(*ROUND, wait=20)

    assert grades[code] is grade


def test_no_results_at_all_are_named(stripping: Hosts, new_patient: NewPatient) -> None:
    found = new_patient(stripping).findings(*ROUND, wait=20)

    assert found["results_none"].grade is Grade.NOTE


def test_mails_in_the_mailbox_tell_the_name_without_a_probe(hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts)
    for number in range(6):
        head = f"Authentication-Results: mx.hoster.example; spf=pass\r\nSubject: {number}\r\n"
        hosts.dovecot.append(patient.user, head.encode() + b"\r\nHello\r\n")

    found = patient.findings("connections", "senders")

    assert found["results_to_be_had"].reason.facts["name"] == "mx.hoster.example"


def test_a_single_mail_tells_no_name(hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts)
    head = b"Authentication-Results: mx.made-up.example; dmarc=pass\r\nSubject: x\r\n"
    hosts.dovecot.append(patient.user, head + b"\r\nHello\r\n")

    assert "results_none" in patient.findings("connections", "senders")
