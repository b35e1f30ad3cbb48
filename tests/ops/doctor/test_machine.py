"""What doctor says of settings, secrets, disks, stores and the clock of an installation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from desk.life import beat
from ops.clock import now
from ops.doctor import Grade, Tools
from ops.doctor.case import Case
from ops.doctor.machine import python_is_mended
from tests.desks import NOON
from tests.ops.doctor.patients import Patient, patient_in
from tests.servers import free_port
from tests.servers.process import short_folder

GIGABYTES = 250_000  # blocks of 4 kB in one


@pytest.fixture
def patient(sqlite_template: Path) -> Iterator[Patient]:
    """One that no mail host is needed for."""
    with short_folder("dm") as folder:
        mailbox = {"host": "imap.agency.example", "user": "support@agency.example"}
        yield patient_in(
            folder, template=sqlite_template, mailbox=mailbox, sending={"host": "smtp.agency.example"}
        )


def a_disk(*, free: float, of: float, files_free: int = 500, files: int = 1000) -> Tools:
    """In gigabytes."""
    blocks, room = int(of * GIGABYTES), int(free * GIGABYTES)
    figures = os.statvfs_result((4096, 4096, blocks, room, room, files, files_free, files_free, 0, 255))
    return Tools(disk=lambda _path: figures)


def test_an_installation_in_order_has_nothing_to_mend(patient: Patient) -> None:
    grades = patient.grades("settings", "machine", "stores", tools=a_disk(free=50, of=100))
    del grades["python_old" if "python_old" in grades else "python_fine"]

    assert set(grades.values()) == {Grade.OK}


@pytest.mark.parametrize(
    ("disk", "code", "grade"),
    [
        (a_disk(free=50, of=100), "disk_has_room", Grade.OK),
        (a_disk(free=0.9, of=10), "disk_nearly_full", Grade.WARNING),
        (a_disk(free=4, of=100), "disk_nearly_full", Grade.WARNING),
        (a_disk(free=0.05, of=10), "disk_nearly_full", Grade.FAILURE),
        (a_disk(free=50, of=100, files_free=40), "files_nearly_gone", Grade.WARNING),
        (a_disk(free=50, of=100, files_free=0, files=0), "disk_has_room", Grade.OK),
    ],
    ids=["room", "below a gigabyte", "below a twentieth", "nothing", "few files left", "no limit of files"],
)
def test_a_disk_that_is_nearly_full_is_named(
    patient: Patient, *, disk: Tools, code: str, grade: Grade
) -> None:
    assert patient.grades("machine", tools=disk)[code] is grade


def test_a_database_on_another_disk_is_looked_after_too(patient: Patient) -> None:
    elsewhere = Path("/dev/shm")
    patient.write(database={"url": f"sqlite:///{elsewhere}/meja.db"})
    found = patient.all_findings("machine", tools=a_disk(free=50, of=100))
    looked_at = {each.reason.facts["path"] for each in found if each.code == "disk_has_room"}

    assert looked_at == {str(patient.folder / "data"), str(elsewhere)}


@pytest.mark.parametrize(
    ("version", "code"),
    [((3, 11, 14), "python_old"), ((3, 11, 15), "python_fine"), ((3, 15, 0), "python_fine")],
    ids=["before", "from then on", "of later kinds all"],
)
def test_a_python_with_the_fault_in_headers_is_named(
    patient: Patient, *, version: tuple[int, int, int], code: str
) -> None:
    with patient.desk() as desk:
        found = python_is_mended(Case(patient.settings, desk, patient.path), version)

        assert [finding.code for finding in found] == [code]


@pytest.mark.parametrize(("mode", "fails"), [(0o600, False), (0o640, False), (0o644, True), (0o660, False)])
def test_a_secret_that_others_may_read_is_named(patient: Patient, *, mode: int, fails: bool) -> None:
    (patient.folder / "password").chmod(mode)

    assert ("secret_open" in patient.findings("settings")) is fails


@pytest.mark.parametrize(("mode", "fails"), [(0o640, False), (0o644, False), (0o664, True), (0o646, True)])
def test_settings_that_others_may_change_are_named(patient: Patient, *, mode: int, fails: bool) -> None:
    patient.path.chmod(mode)

    assert ("settings_open" in patient.findings("settings")) is fails


def test_a_secret_that_is_not_there_is_named_with_its_place(patient: Patient) -> None:
    (patient.folder / "password").unlink()
    found = patient.findings("settings")["secret_unreadable"]

    assert found.reason.facts["key"] == "mailbox main"
    assert found.remedy is not None
    assert found.remedy.facts["path"] == str(patient.folder / "password")


def test_without_its_signing_key_nothing_else_is_asked(patient: Patient) -> None:
    (patient.folder / "secret.key").unlink()

    assert patient.grades() == {"secret_unreadable": Grade.FAILURE}


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"desk": {"base_url": "http://desk.agency.example"}}, "pages_in_clear"),
        ({"desk": {"base_url": "http://127.0.0.1:8000"}}, "pages_only_here"),
        ({"mailbox": []}, "no_mailboxes"),
        ({"sending": []}, "no_accounts"),
        ({"mailbox": [{"ca_file": "/not/there.pem"}]}, "authority_missing"),
        ({"mailbox": [{"security": "none"}]}, "line_in_clear"),
    ],
    ids=[
        "pages without TLS",
        "pages nobody else reaches",
        "no mailbox",
        "no account",
        "no authority",
        "a password in the clear",
    ],
)
def test_settings_that_will_hurt_are_named(patient: Patient, *, tables: dict[str, Any], code: str) -> None:
    for name, changes in tables.items():
        of_before = patient.tables[name]
        if isinstance(changes, list):
            patient.write(**{name: [of_before[0] | each for each in changes]})
        else:
            patient.write(**{name: of_before | changes})

    assert code in patient.findings("settings")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "schema_old"),
        ("UPDATE alembic_version SET version_num = '9999'", "schema_newer"),
        ("DELETE FROM alembic_version", "schema_missing"),
    ],
    ids=["old", "newer", "missing"],
)
def test_a_schema_that_does_not_fit_is_named(patient: Patient, *, change: str, code: str) -> None:
    with patient.desk() as desk, desk.database.engine.begin() as connection:
        connection.execute(text(change))
    found = patient.findings("stores", "desk", "keeping")

    assert set(found) == {"database_unfit"}
    assert (found["database_unfit"].remedy or found["database_unfit"].reason).code == code


def test_a_database_that_is_not_there_is_not_made(patient: Patient) -> None:
    patient.database.unlink()
    found = patient.findings("settings", "machine", "stores")

    assert (found["database_unfit"].remedy or found["database_unfit"].reason).code == "schema_missing"
    assert not patient.database.exists()


def test_a_postgresql_that_does_not_answer_is_named(patient: Patient) -> None:
    patient.write(database={"url": f"postgresql+psycopg://meja@127.0.0.1:{free_port()}/meja"})
    found = patient.findings("stores")["database_unfit"]

    assert found.remedy is not None
    assert found.remedy.code == "database_unreachable"


def test_redis_is_asked_where_settings_name_it(patient: Patient, valkey_url: str) -> None:
    patient.write(queue={"url": valkey_url}, web={"rate_limit_store": f"redis://127.0.0.1:{free_port()}/1"})
    found = patient.findings("stores")

    assert found["redis_answers"].reason.facts["key"] == "queue.url"
    assert found["redis_down"].reason.facts["key"] == "web.rate_limit_store"


def test_a_clock_that_is_set_while_doctor_looks_is_named(patient: Patient) -> None:
    hours = count()
    jumping = Tools(clock=lambda: NOON + timedelta(hours=next(hours)))

    assert patient.grades("clock", tools=jumping)["clock_jumped"] is Grade.FAILURE


def test_a_clock_that_was_set_back_is_named(patient: Patient) -> None:
    with patient.work() as session:
        beat(session, "worker", at=now() + timedelta(hours=3))

    assert patient.grades("clock")["clock_went_back"] is Grade.FAILURE


def test_a_clock_that_nobody_touched_is_not_spoken_of(patient: Patient) -> None:
    with patient.work() as session:
        beat(session, "worker", at=now())

    assert patient.findings("clock") == {}
