"""`meja demo`: the whole product on this machine, with an invented agency and the mailboxes of its people.

`demo` runs until Ctrl-C or SIGTERM and leaves nothing behind; `once` plays the story headless. Both give
an exit status.
"""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from types import FrameType

from ops.clock import now
from ops.demo_desk import HOST, Demo, running_demo
from ops.logs import log_to_stderr
from ops.roles import web_server
from ops.seed_clocks import TODAY
from ops.seed_mails import first_morning
from ops.seed_matters import MATTERS
from ops.seed_people import AGENCY, AGENTS, PARTNERS, PASSWORD, TEAMS
from ops.serving import serving, wait_until_it_answers
from ops.story import play
from web.mailroom import Mailroom, Person

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130
ROLES = {
    "agent": "petugas / agent",
    "coordinator": "koordinator / coordinator",
    "administrator": "administrator",
}


def demo(*, port: int, keep: Path | None, verbose: bool) -> int:
    """The next free port is taken when this one is in use."""
    log_to_stderr(level=logging.INFO if verbose else logging.WARNING)
    if not verbose:
        # What needs a look stands on a page of its own, where it belongs to the demo.
        logging.getLogger("meja.mail").setLevel(logging.ERROR)
    with (
        suppress(KeyboardInterrupt),
        _ended_by_signals(),
        running_demo(port=free_port(port), matters=MATTERS, keep=keep) as running,
        serving(web_server(running.desk, mailroom=mailroom(running))),
    ):
        if running.is_new:
            begin_the_day(running)
        _invite(running, keep)
        _wait()
    return 0


def once(*, language: str) -> int:
    """0 when every step of the story happened, else 1 with a line that names the step."""
    log_to_stderr(level=logging.CRITICAL)
    try:
        with _ended_by_signals(), running_demo(port=free_port(0), matters=TODAY) as running:
            return play(running.desk, running.world, language=language)
    except KeyboardInterrupt:
        return INTERRUPTED


def begin_the_day(running: Demo) -> None:
    """The mails of this morning."""
    for mail in first_morning(running.remembered, at=now()):
        running.world.send(mail.raw, sender=mail.sender, recipients=[mail.to])


def mailroom(running: Demo) -> Mailroom:
    partners = [Person(each.name, each.address, "partner") for each in PARTNERS]
    agents = [Person(each.name, each.address, "agent") for each in AGENTS]
    return Mailroom(running.world, partners + agents, [team.address for team in TEAMS])


def free_port(wanted: int) -> int:
    """This one or the next that nobody listens on. Raises OSError when twenty are taken."""
    for port in range(wanted, wanted + 20):
        with suppress(OSError), socket.create_server((HOST, port)) as probe:
            found: int = probe.getsockname()[1]
            return found
    with socket.create_server((HOST, wanted)):
        return wanted


def _invite(running: Demo, keep: Path | None) -> None:
    """The addresses to open, as soon as the pages answer."""
    base = running.desk.settings.desk.base_url
    port = running.desk.settings.web.port
    if not wait_until_it_answers(HOST, port, "/sign-in"):
        raise TimeoutError(f"{base} does not answer")
    accounts = "\n".join(f"    {agent.address:<27} {ROLES[agent.role]}" for agent in AGENTS)
    ends = f"data: {keep}" if keep else "semuanya dihapus / everything is removed"
    print(
        WELCOME.format(agency=AGENCY, base=base, accounts=accounts, password=PASSWORD, ends=ends), flush=True
    )


WELCOME = """
  Meja · {agency} (demo)

  Panel      {base}/
{accounts}
    kata sandi / password       {password}

  Surat      {base}/mailroom
    Kotak surat mitra dan petugas: baca, tulis, balas.
    The mailboxes of partners and agents: read, write, answer.

  Ctrl-C     selesai / ends it; {ends}
"""


def _wait() -> None:
    """Until a signal. Not in one go: one that comes just before the wait begins would be slept through."""
    while True:
        sleep(0.5)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """The first raises KeyboardInterrupt in the block; those that follow must not disturb the tidying up."""

    def end(_number: int, _frame: FrameType | None) -> None:
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
