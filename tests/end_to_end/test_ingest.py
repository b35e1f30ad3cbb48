"""`meja ingest`: every kind of file through the same intake, and an MTA that may keep its mail."""

from __future__ import annotations

import mailbox
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select, text

from models.mail import Delivery, Mail
from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import DeskProcess, eventually
from tests.end_to_end.generated import Letter, Partners
from tests.end_to_end.ledger import ledger

TRY_LATER = 75

Row = TypeVar("Row", Mail, Delivery)
Store = Callable[[Path, list[Letter]], list[str]]


def as_files(folder: Path, letters: list[Letter]) -> list[str]:
    for letter in letters:
        (folder / f"{letter.token}.eml").write_bytes(letter.raw)
    return [str(folder / f"{letter.token}.eml") for letter in letters]


def as_mbox(folder: Path, letters: list[Letter]) -> list[str]:
    box = mailbox.mbox(folder / "old.mbox")
    for letter in letters:
        box.add(letter.raw.replace(b"\r\n", b"\n"))
    box.close()
    return [str(folder / "old.mbox")]


def as_maildir(folder: Path, letters: list[Letter]) -> list[str]:
    box = mailbox.Maildir(folder / "Maildir")
    for letter in letters:
        box.add(letter.raw)
    return [str(folder / "Maildir")]


@pytest.fixture
def letters(road: Road) -> list[Letter]:
    return Partners(seed=8, domain=road.partners, to=road.address).new_matters(5, with_files=0.5)


@pytest.mark.parametrize("store", [as_files, as_mbox, as_maildir])
def test_files_become_tickets(
    store: Store, desk: DeskProcess, road: Road, letters: list[Letter], tmp_path: Path
) -> None:
    desk.start("worker")

    assert desk.meja("ingest", *store(tmp_path, letters)).returncode == 0
    eventually(lambda: road.is_quiet(desk, mails=5))

    assert ledger(desk, letters, road.received()).complaints() == []


def test_standard_input_becomes_a_ticket(desk: DeskProcess, road: Road, letters: list[Letter]) -> None:
    desk.start("worker")

    assert desk.meja("ingest", "-", "--to", road.address, given=letters[0].raw).returncode == 0
    eventually(lambda: road.is_quiet(desk, mails=1))

    assert ledger(desk, letters[:1], road.received()).complaints() == []


def test_the_same_file_twice_is_one_mail(desk: DeskProcess, letters: list[Letter], tmp_path: Path) -> None:
    for _ in range(2):
        assert desk.meja("ingest", *as_files(tmp_path, letters)).returncode == 0

    assert len(rows(desk, Mail)) == 5


def test_quiet_files_make_no_mail(
    desk: DeskProcess, road: Road, letters: list[Letter], tmp_path: Path
) -> None:
    desk.start("worker")

    desk.meja("ingest", "--quiet", *as_files(tmp_path, letters))
    eventually(lambda: road.is_quiet(desk, mails=5))

    assert [mail.fate for mail in rows(desk, Mail)] == ["filed"] * 5
    assert rows(desk, Delivery) == []


def test_a_full_disk_lets_the_mta_keep_the_mail(desk: DeskProcess, letters: list[Letter]) -> None:
    refused = desk.meja("ingest", "-", given=letters[0].raw, failpoint="I3.before_rename:1:enospc")

    assert (refused.returncode, len(refused.stderr.splitlines())) == (TRY_LATER, 1)
    assert rows(desk, Mail) == []


def test_a_desk_that_is_being_upgraded_lets_the_mta_keep_the_mail(
    desk: DeskProcess, letters: list[Letter]
) -> None:
    with desk.surroundings.database.transaction() as session:
        session.execute(text("DELETE FROM alembic_version"))

    assert desk.meja("ingest", "-", given=letters[0].raw).returncode == TRY_LATER


def rows(desk: DeskProcess, table: type[Row]) -> list[Row]:
    with desk.reading() as session:
        return list(session.scalars(select(table)))
