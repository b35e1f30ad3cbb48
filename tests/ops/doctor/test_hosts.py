"""Whether the mail hosts let us in, and what each way of being turned away is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.reason import Reason
from ops.doctor import Finding, Grade
from tests.ops.doctor.conftest import Hosts
from tests.ops.doctor.patients import CONNECTIONS, Patient
from tests.servers import free_port, or_skipped
from tests.servers.certificate import self_signed
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.evil_imap import evil_imap
from tests.servers.process import short_folder
from tests.servers.sink import Sink

NewPatient = Callable[..., Patient]
ALL_BUT_IDLE = "imap_capability = IMAP4rev1 SASL-IR LITERAL+ ID ENABLE UIDPLUS SPECIAL-USE LIST-EXTENDED\n"
NOWHERE = "mail.nowhere.invalid"


@pytest.fixture(scope="module")
def silent_dovecot() -> Iterator[Dovecot]:
    with or_skipped(), running_dovecot(extra=ALL_BUT_IDLE) as server:
        yield server


@pytest.fixture(scope="module")
def tls_dovecot() -> Iterator[Dovecot]:
    with or_skipped(), running_dovecot(tls=True) as server:
        yield server


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder("ca") as folder:
        yield folder


def why(finding: Finding) -> Reason:
    """Of a failure that has another's reason for its remedy."""
    assert finding.grade is Grade.FAILURE
    assert finding.remedy is not None
    return finding.remedy


def send_through(patient: Patient, **account: Any) -> Patient:
    patient.write(sending=[patient.tables["sending"][0] | account])
    return patient


def test_hosts_that_let_us_in_are_fine(hosts: Hosts, new_patient: NewPatient) -> None:
    grades = new_patient(hosts).grades(*CONNECTIONS)

    assert set(grades) == {"database_fits", "mailbox_fine", "account_fine"}


@pytest.mark.parametrize(
    ("mailbox", "code"),
    [
        ({"password": "file:wrong"}, "wrong_password"),
        ({"password": "file:not-there"}, "secret_file_unreadable"),
        ({"host": NOWHERE}, "host_unknown"),
        ({"port": free_port()}, "nobody_listens"),
        ({"security": "tls"}, "tls_failed"),
    ],
    ids=["wrong password", "no password", "name does not resolve", "wrong port", "wrong security"],
)
def test_a_mailbox_that_cannot_be_read_says_why(
    hosts: Hosts, new_patient: NewPatient, *, mailbox: dict[str, Any], code: str
) -> None:
    found = new_patient(hosts, **mailbox).findings(*CONNECTIONS)

    assert why(found["mailbox_down"]).code == code


def test_a_certificate_of_an_own_authority_asks_for_ca_file(
    tls_dovecot: Dovecot, hosts: Hosts, new_patient: NewPatient
) -> None:
    patient = new_patient(
        hosts, host="localhost", port=tls_dovecot.tls_port, security="tls", user=tls_dovecot.add_user()
    )
    reason = why(patient.findings(*CONNECTIONS)["mailbox_down"])
    patient.write(mailbox=[patient.tables["mailbox"][0] | {"ca_file": str(tls_dovecot.certificate)}])

    assert (reason.code, "self-signed" in reason.facts["words"]) == ("certificate_refused", True)
    assert "mailbox_fine" in patient.findings(*CONNECTIONS)


def test_a_certificate_for_another_name_is_named(hosts: Hosts, new_patient: NewPatient, folder: Path) -> None:
    with or_skipped():
        certificate, context = self_signed(folder, names="DNS:mail.other.example")
    with evil_imap(greeting=[lambda talk: talk.start_tls(), b"* OK ready\r\n"], tls=context) as evil:
        patient = new_patient(hosts, host=evil.host, port=evil.port, security="tls", ca_file=str(certificate))
        reason = why(patient.findings(*CONNECTIONS)["mailbox_down"])

    assert (reason.code, "mismatch" in reason.facts["words"]) == ("certificate_refused", True)


def test_a_folder_that_is_not_there_is_named_with_those_that_are(
    hosts: Hosts, new_patient: NewPatient
) -> None:
    patient = new_patient(hosts, folders=["INBOX", "Layanan"], move_to="Selesai")
    found = [finding for finding in patient.all_findings(*CONNECTIONS) if finding.code == "folder_missing"]

    assert [finding.reason.facts["folder"] for finding in found] == ["Layanan", "Selesai"]
    assert "Junk" in found[0].reason.facts["folders"]


def test_a_host_without_idle_is_named(silent_dovecot: Dovecot, hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts, port=silent_dovecot.imap_port, user=silent_dovecot.add_user())

    assert patient.grades(*CONNECTIONS)["no_idle"] is Grade.NOTE


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ({"host": NOWHERE}, "smtp_host_unknown"),
        ({"port": free_port()}, "smtp_nobody_listens"),
        ({"security": "tls"}, "smtp_other_security"),
        ({"security": "starttls"}, "smtp_no_tls"),
        ({"user": "desk", "password": "file:not-there"}, "secret_file_unreadable"),
    ],
    ids=["name does not resolve", "wrong port", "no TLS there", "no STARTTLS there", "no password"],
)
def test_an_account_that_cannot_be_used_says_why(
    hosts: Hosts, new_patient: NewPatient, *, account: dict[str, Any], code: str
) -> None:
    found = send_through(new_patient(hosts), **account).findings(*CONNECTIONS)

    assert why(found["account_down"]).code == code


def test_a_wrong_password_of_an_account_is_named(hosts: Hosts, new_patient: NewPatient) -> None:
    with Sink(users={"desk": "secret"}) as sink:
        account = {"port": sink.port, "user": "desk", "password": "file:wrong"}
        found = send_through(new_patient(hosts), **account).findings(*CONNECTIONS)

    assert why(found["account_down"]).code == "smtp_sign_in"


@pytest.mark.parametrize(
    ("names", "trusted", "words"),
    [("DNS:localhost", False, "self-signed"), ("DNS:mail.other.example", True, "mismatch")],
    ids=["authority of its own", "another name"],
)
def test_a_certificate_of_an_account_that_cannot_be_trusted_is_named(
    hosts: Hosts, new_patient: NewPatient, folder: Path, *, names: str, trusted: bool, words: str
) -> None:
    with or_skipped():
        certificate, context = self_signed(folder, names=names)
    with Sink(tls=context, security="tls") as sink:
        account = {"host": "localhost", "port": sink.port, "security": "tls"}
        account |= {"ca_file": str(certificate)} if trusted else {}
        reason = why(send_through(new_patient(hosts), **account).findings(*CONNECTIONS)["account_down"])

    assert (reason.code, words in reason.facts["answer"]) == ("smtp_tls", True)


def test_a_host_that_wants_a_return_path_is_named(hosts: Hosts, new_patient: NewPatient) -> None:
    with Sink() as sink:
        sink.at("mail", "550 5.7.1 Empty sender is not allowed", address="")
        found = send_through(new_patient(hosts), port=sink.port).findings(*CONNECTIONS)

    assert "not allowed" in found["no_return_path_refused"].reason.facts["answer"]
    assert "account_fine" in found


def test_nothing_is_handed_over_to_see_whether_it_would_be_taken(
    hosts: Hosts, new_patient: NewPatient
) -> None:
    with Sink() as sink:
        send_through(new_patient(hosts), port=sink.port).findings(*CONNECTIONS)

    assert "DATA" not in sink.commands


def test_hosts_can_be_tried_before_there_is_a_database(hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts)
    patient.database.unlink()

    assert set(patient.findings("connections")) == {"mailbox_fine", "account_fine"}
    assert not patient.database.exists()
