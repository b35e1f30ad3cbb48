"""The same story where several machines share the work: PostgreSQL for the desk, Valkey for the doorbell."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from tests.end_to_end.answers import answer_to
from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import PASSWORD, DeskProcess, eventually, set_up_desk
from tests.end_to_end.generated import Clue, Partners
from tests.end_to_end.ledger import is_notice, ledger, read

NEW, AFTERTHOUGHTS = 40, 10


@pytest.fixture
def shared_desk(road: Road, database_url: str, valkey_url: str) -> Iterator[DeskProcess]:
    """Two workers on one database."""
    database_url = database_url.replace("postgresql://", "postgresql+psycopg://")
    more = f'\n[database]\nurl = "{database_url}"\n\n[queue]\nurl = "{valkey_url}"\n'
    with set_up_desk(road.hosts(), more_settings=more) as desk:
        for command in set_up(road):
            done = desk.meja(*command)
            assert done.returncode == 0, done.stderr.decode()
        desk.run()
        yield desk


def test_the_same_story_on_postgresql_and_valkey(shared_desk: DeskProcess, road: Road) -> None:
    desk, partners = shared_desk, Partners(seed=10, domain=road.partners, to=road.address)
    second = desk.start("worker")
    letters = partners.new_matters(NEW)
    letters += [partners.answer(letter, Clue.OWN_MAIL) for letter in letters[:AFTERTHOUGHTS]]
    road.send_in_order(letters[: NEW // 2])
    os.kill(second.pid, signal.SIGKILL)
    road.send_in_order(letters[NEW // 2 :])
    assert eventually(lambda: road.is_quiet(desk, mails=NEW + AFTERTHOUGHTS))
    answers = [answer_to(mail, sender=road.admin) for mail in map(read, road.received()) if is_notice(mail)]
    answers = list({answer.code: answer for answer in answers}.values())
    road.send(answers)
    eventually(lambda: road.is_quiet(desk, mails=NEW + AFTERTHOUGHTS + len(answers)))

    assert len(answers) == NEW
    assert ledger(desk, letters, road.received(), answers=answers).complaints() == []


def set_up(road: Road) -> list[list[str]]:
    """What `meja init` does on SQLite, by hand."""
    who = [road.admin, "--name", "Ana Wijaya", "--role", "administrator", "--password", PASSWORD]
    return [
        ["migrate"],
        ["team", "add", "main", "--name", "Layanan Informasi"],
        ["agent", "add", *who, "--team", "main"],
        ["address", "add", road.address, "--team", "main", "--mailbox", "main", "--sending", "main"],
    ]
