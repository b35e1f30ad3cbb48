"""The first connection to a mailbox that already holds two thousand mails."""

from __future__ import annotations

import os
import socket

import pytest
from sqlalchemy import func, select

from models.mail import Delivery, Fate, Mail, Sighting
from models.ticket import Status, Ticket
from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import DeskProcess, eventually, set_up_desk
from tests.end_to_end.generated import Letter, Partners

OLD = 2_000


@pytest.fixture
def old_mails(road: Road) -> list[Letter]:
    letters = Partners(seed=4, domain=road.partners, to=road.address).new_matters(OLD, with_files=0)
    fill(road, letters)
    return letters


def test_from_now_makes_no_ticket_and_no_mail(road: Road, old_mails: list[Letter]) -> None:
    with set_up_desk(road.hosts(first_connection="from-now")) as desk:
        desk.run()
        assert eventually(lambda: count(desk, Sighting) == OLD)
        fresh = Partners(seed=5, domain=road.partners, to=road.address).new_matters(1)
        road.send(fresh)
        assert eventually(lambda: road.is_quiet(desk, mails=1))

        assert subjects(desk) == [fresh[0].subject]
        assert {mail.recipient for mail in road.received()} == {fresh[0].sender, road.admin}


def test_as_archive_makes_closed_tickets_and_no_mail(road: Road, old_mails: list[Letter]) -> None:
    with set_up_desk(road.hosts(first_connection="archive")) as desk:
        desk.run()
        assert eventually(lambda: filed(desk) == OLD, patience=300)

        assert sorted(subjects(desk)) == sorted(letter.subject for letter in old_mails)
        assert statuses(desk) == {Status.CLOSED}
        assert (count(desk, Delivery), road.received()) == (0, [])


def fill(road: Road, letters: list[Letter]) -> None:
    """Put the mails where Dovecot keeps them (maildir(5)), before anybody has looked."""
    maildir = road.dovecot.folder / "mail" / road.user
    owner = maildir.parent.stat()
    for folder in (maildir, *(maildir / name for name in ("cur", "new", "tmp"))):
        folder.mkdir()
    for number, letter in enumerate(letters):
        (maildir / "new" / f"{1_700_000_000 + number}.{number}.{socket.gethostname()}").write_bytes(
            letter.raw
        )
    for path in (maildir, *maildir.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)


def count(desk: DeskProcess, table: type[Sighting | Delivery]) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def filed(desk: DeskProcess) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(Mail).where(Mail.fate == Fate.FILED)) or 0


def subjects(desk: DeskProcess) -> list[str]:
    with desk.reading() as session:
        return list(session.scalars(select(Ticket.subject)))


def statuses(desk: DeskProcess) -> set[Status]:
    with desk.reading() as session:
        return set(session.scalars(select(Ticket.status)))
