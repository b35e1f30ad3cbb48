"""The demo: its pages, its people and their matters, and that nothing of it stays behind."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

from desk import held, mails, people, search
from desk.horizons import horizon
from models.mail import Fate
from models.ticket import Status
from ops.clock import now
from ops.demo import begin_the_day, free_port, mailroom
from ops.demo_desk import Demo, running_demo
from ops.roles import web_server
from ops.seed_matters import MATTERS
from ops.seed_people import AGENTS, AIKO, HENDRA, MADE, PARTNERS, PASSWORD, TEAMS, TOM
from ops.serving import serving
from tests.servers.process import running, wait_until
from tests.source import ROOT

MORNING = {Fate.FILED: 6, Fate.NEEDS_LOOK: 1}


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with (
        running_demo(port=free_port(0), matters=MATTERS) as demo,
        serving(web_server(demo.desk, mailroom=mailroom(demo))),
    ):
        begin_the_day(demo)
        end = monotonic() + 20
        while fates(demo) != MORNING and monotonic() < end:
            sleep(0.05)
        yield demo


def fates(demo: Demo) -> Counter[Fate]:
    with demo.desk.database.reading() as session:
        return Counter(mail.fate for mail in mails.list_mails(session))


def page(demo: Demo, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", demo.desk.settings.web.port, timeout=10)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def test_mails_of_the_morning_take_the_whole_way_in(demo: Demo) -> None:
    assert fates(demo) == MORNING


def test_matters_stand_in_every_status(demo: Demo) -> None:
    with demo.desk.database.reading() as session:
        tickets = search.list_tickets(session, search.Wanted(status=""), horizon(now(), "Asia/Jakarta")).tickets

    assert {ticket.status for ticket in tickets} == set(Status)


def test_old_matters_write_to_nobody(demo: Demo) -> None:
    assert demo.world.letters(MADE.address) == []


def test_one_reply_is_held(demo: Demo) -> None:
    with demo.desk.database.reading() as session:
        waiting = held.waiting(session)

    assert [each.reason.code for each in waiting] == ["no_secret"]


def test_people_are_answered_and_machines_are_not(demo: Demo) -> None:
    assert demo.world.wait_for(HENDRA.address)
    assert demo.world.wait_for(TOM.address)
    assert demo.world.letters(AIKO.address) == demo.world.letters("kabar@forum-statistik.example") == []


def test_every_agent_can_sign_in(demo: Demo) -> None:
    with demo.desk.database.reading() as session:
        signed_in = [people.sign_in(session, agent.address, PASSWORD) for agent in AGENTS]

    assert None not in signed_in


@pytest.mark.parametrize("path", ["/sign-in", "/mailroom", *(f"/mailroom/{each.address}" for each in AGENTS)])
def test_page_is_open(demo: Demo, path: str) -> None:
    assert "</html>" in page(demo, path)


def test_mailroom_shows_everybody(demo: Demo) -> None:
    shown = page(demo, "/mailroom")

    assert [each.address for each in (*PARTNERS, *AGENTS) if each.address not in shown] == []


def test_taken_port_gives_way_to_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = free_port(port)

    assert port < found < port + 20


def test_kept_demo_is_gone_on_with(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with running_demo(port=1, keep=kept) as first:
        pass
    with running_demo(port=1, keep=kept) as second, second.desk.database.reading() as session:
        teams = people.list_teams(session)

    assert (first.is_new, second.is_new) == (True, False)
    assert len(teams) == len(TEAMS)


def test_no_thread_stays() -> None:
    before = set(threading.enumerate())
    with (
        running_demo(port=free_port(0), matters=MATTERS) as demo,
        serving(web_server(demo.desk, mailroom=mailroom(demo))),
    ):
        page(demo, "/sign-in")

    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_signal_leaves_no_process_and_no_file(number: signal.Signals, tmp_path: Path) -> None:
    """As a terminal does it, to the whole group."""
    written = tmp_path / "written"
    written.mkdir()
    environment = os.environ | {"TMPDIR": str(written), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ops", "demo", "--port", str(free_port(0))]
    output = tmp_path / "output"
    with running(command, folder=tmp_path, env=environment) as process:
        wait_until(lambda: b"Ctrl-C" in output.read_bytes(), process=process, output=output)
        wait_until(lambda: children_of(process.pid) != [], process=process, output=output)
        [parser] = children_of(process.pid)
        os.killpg(process.pid, number)

        assert process.wait(30) == 0

    assert output.read_text().rstrip().endswith("everything is removed")
    assert list(written.iterdir()) == []
    assert not Path(f"/proc/{parser}").exists()


def children_of(pid: int) -> list[int]:
    """Of all its threads, as soon as they stand on their own feet."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            children = map(int, (task / "children").read_text().split())
            found += [child for child in children if os.getsid(child) == child]
    return found
