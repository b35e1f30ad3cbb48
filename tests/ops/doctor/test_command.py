"""`meja doctor` as an administrator runs it: what it prints, how it ends, with the desk running and without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.mails import list_mails
from models.mail import Delivery, Fate
from models.ticket import Ticket
from tests.end_to_end.desk_process import MailHosts, eventually, set_up_desk
from tests.ops.doctor.conftest import USERS, Hosts
from tests.ops.doctor.patients import Patient

NewPatient = Callable[..., Patient]
MEJA = str(Path(sys.executable).with_name("meja"))


def doctor(patient: Patient, *words: str, language: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MEJA, "doctor", "--settings", str(patient.path), *words],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": language},
    )


@pytest.fixture
def healthy(hosts: Hosts, new_patient: NewPatient) -> Patient:
    patient = new_patient(hosts, "strips")
    patient.has_an_administrator()
    return patient


def test_a_desk_where_nothing_fails_ends_with_0(healthy: Patient) -> None:
    done = doctor(healthy)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Failures: 0" in done.stdout


def test_a_failure_ends_with_1_and_its_remedy_stands_below(healthy: Patient) -> None:
    healthy.receives_at()
    done = doctor(healthy, "--no-probe")
    lines = done.stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if "No address is set up" in line)

    assert done.returncode == 1
    assert lines[at].split()[0] == "FAILS"
    assert lines[at + 1].strip().startswith("Run `meja address add`")


def test_settings_to_blame_end_with_78(healthy: Patient) -> None:
    (healthy.folder / "password").unlink()

    assert doctor(healthy, "--no-probe").returncode == 78


def test_settings_that_cannot_be_read_end_with_78_and_one_line(healthy: Patient) -> None:
    healthy.path.write_text("[desk")
    done = doctor(healthy)

    assert (done.returncode, done.stdout) == (78, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_mailbox_that_settings_do_not_name_is_refused(healthy: Patient) -> None:
    done = doctor(healthy, "--mailbox", "other")

    assert (done.returncode, done.stdout) == (66, "")


def test_as_json_each_line_is_one_finding(healthy: Patient) -> None:
    lines = [json.loads(line) for line in doctor(healthy, "--json", "--no-probe").stdout.splitlines()]
    never = next(line for line in lines if line["code"] == "backup_never")

    assert never == {
        "part": "keeping",
        "grade": "warning",
        "code": "backup_never",
        "facts": {},
        "words": "No backup was ever made.",
        "remedy": "Run `meja backup`, and let a timer do it each night.",
    }


def test_it_speaks_the_readers_language(healthy: Patient) -> None:
    done = doctor(healthy, "--no-probe", language="id_ID.UTF-8")

    assert "Kegagalan: 0" in done.stdout


def test_while_the_desk_runs_its_probes_become_no_tickets(hosts: Hosts) -> None:
    user = USERS[-1]
    way = MailHosts(
        address=hosts.address(user, "plain"),
        imap_port=hosts.dovecot.imap_port,
        imap_user=user,
        smtp_port=hosts.postfix.port,
    )
    with set_up_desk(way) as desk:
        desk.run()
        done = desk.meja("doctor", "--wait", "30")

        assert b"was back after" in done.stdout, done.stdout.decode()
        assert hosts.subjects(user) == []
        with desk.reading() as session:
            assert eventually(lambda: {mail.fate for mail in list_mails(session)} <= {Fate.IGNORED})
            assert (session.query(Ticket).count(), session.query(Delivery).count()) == (0, 0)
