"""The first day of a technician: `meja init` at a terminal, on a mailbox in use for years, to a running desk.

Everything is typed as a person types it, mistakes too; the mailbox is a Dovecot with nine thousand mails.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.mail import Sighting
from models.people import Agent
from models.ticket import Ticket
from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import MEJA, DeskProcess, eventually
from tests.end_to_end.generated import Partners
from tests.end_to_end.test_first_connection import fill
from tests.servers import free_port
from tests.servers.process import short_folder
from tests.terminal import Terminal, terminal

OLD = 9_000
PASSWORD = "kata sandi yang panjang"


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder("fs") as folder:
        yield folder


def test_from_an_empty_folder_to_the_first_acknowledged_mail_in_one_sitting(road: Road, folder: Path) -> None:
    fill(road, Partners(seed=6, domain=road.partners, to=road.address).new_matters(OLD, with_files=0))
    with terminal([MEJA, "init"], folder=folder) as sitting:
        answer_about_mail(sitting, road)
        answer_about_the_desk(sitting, road)
        assert sitting.ends() == 0, sitting.said
    assert f"{OLD} mails are in INBOX" in sitting.said
    desk = DeskProcess(folder, road.hosts(), web_port=free_port())
    desk.edit_settings(lambda text: f"{text}\n[web]\nport = {desk.web_port}\n")
    fresh = Partners(seed=7, domain=road.partners, to=road.address).new_matters(1)
    road.send(fresh)  # before the desk runs: new all the same

    try:
        desk.run()
        assert eventually(lambda: count(desk, Sighting) > OLD)
        assert eventually(lambda: count(desk, Ticket) == 1)
        assert eventually(lambda: len(road.received()) == 4), desk.log()
        told = sorted(mail.recipient for mail in road.received())
    finally:
        desk.close()

    ben = f"ben@{road.admin.partition('@')[2]}"
    assert told == sorted([fresh[0].sender, road.admin, ben, ben])  # Ben is invited and told
    assert '"secret"' not in (folder / "settings.toml").read_text()


def answer_about_mail(sitting: Terminal, road: Road) -> None:
    sitting.asks("Address partners write to", "not an address")
    sitting.asks("is not an e-mail address.")
    sitting.asks("Address partners write to", road.address)
    sitting.asks("Number", "6")
    for password in ("wrong", "secret"):
        sitting.asks("IMAP host", "127.0.0.1")
        sitting.asks("IMAP port", str(road.dovecot.imap_port))
        sitting.asks("IMAP security", "none")
        sitting.asks("IMAP user", road.user)
        sitting.asks("IMAP password", password)
    sitting.asks("Number [1]")
    sitting.asks("SMTP host", "127.0.0.1")
    sitting.asks("SMTP port", str(road.postfix.port))
    sitting.asks("SMTP security", "none")
    sitting.asks("SMTP user", "-")


def answer_about_the_desk(sitting: Terminal, road: Road) -> None:
    sitting.asks("Name of the desk", "Pusat Layanan")
    sitting.asks("Name of the team", "Layanan Informasi")
    sitting.asks("Number [1]")
    sitting.asks("Number [1]")
    sitting.asks("Address of the pages")
    sitting.asks("Database")
    sitting.asks("Your name", "Ana Wijaya")
    sitting.asks("Your own e-mail address", road.admin)
    sitting.asks("A password", PASSWORD)
    sitting.asks("Repeat", PASSWORD)
    sitting.asks("Name <address>", f"Ben Siregar <ben@{road.admin.partition('@')[2]}>")
    sitting.asks("Name <address>")


def test_a_technician_is_asked_in_indonesian(folder: Path) -> None:
    with terminal([MEJA, "init"], folder=folder, environment={"LANG": "id_ID.UTF-8"}) as sitting:
        sitting.says("Alamat tujuan mitra")


def test_what_the_command_line_gave_and_does_not_work_ends_the_command(road: Road, folder: Path) -> None:
    given = {
        "address": road.address,
        "mailbox-host": "127.0.0.1",
        "mailbox-port": str(road.dovecot.imap_port),
        "mailbox-security": "none",
        "mailbox-user": road.user,
        "mailbox-password": "wrong",
    }
    words = [word for name, value in given.items() for word in (f"--{name}", value)]

    with terminal([MEJA, "init", *words], folder=folder) as sitting:
        assert sitting.ends() == 65

    assert "does not accept the user name" in sitting.said
    assert list(folder.iterdir()) == []


def count(desk: DeskProcess, table: type[Sighting | Ticket | Agent]) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
