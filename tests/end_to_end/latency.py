"""How fast a running Meja is, on this machine: `python -m tests.end_to_end.latency`.

One mail at a time: from Postfix's acceptance to the acknowledgement's arrival at the sink. A burst: mails a
second until the last acknowledgement, and Meja's own processor time a mail (every process of it, the parser
children too). Idle: the processor time Meja takes when nothing happens. Once with IDLE alone, once with a look
every tenth of a second.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import quantiles

from tests.end_to_end.conftest import DOMAIN, Road
from tests.end_to_end.desk_process import DeskProcess, eventually, set_up_desk
from tests.end_to_end.generated import Letter, Partners
from tests.end_to_end.ledger import is_acknowledgement, read
from tests.servers.dovecot import running_dovecot
from tests.servers.postfix import running_postfix
from tests.servers.process import short_folder
from tests.servers.sink import Sink

USER = "support"
MAILBOX = "[[mailbox]]"
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mails", type=int, default=60, help="one at a time")
    arguments.add_argument("--burst", type=int, default=300)
    chosen = arguments.parse_args()
    for poll_seconds in (60.0, 0.1):
        measure(poll_seconds, mails=chosen.mails, burst_of=chosen.burst)


def measure(poll_seconds: float, *, mails: int, burst_of: int) -> None:
    """With 60 the watch hears of mail by IDLE alone; with 0.1 it looks by itself ten times a second."""
    show("the mailbox", poll_seconds=poll_seconds)
    with new_road() as road, set_up_desk(road.hosts()) as desk:
        desk.edit_settings(lambda text: text.replace(MAILBOX, f"{MAILBOX}\npoll_seconds = {poll_seconds}"))
        desk.run()
        partners = Partners(seed=3, domain=road.partners, to=road.address)
        road.send(partners.new_matters(4))
        eventually(lambda: road.is_quiet(desk, mails=4))
        one_by_one(road, partners.new_matters(mails))
        idle(desk)
        if burst_of:
            burst(desk, road, partners.new_matters(burst_of))


def one_by_one(road: Road, letters: list[Letter]) -> None:
    """With pauses of every length, so that no poll is met at a lucky moment."""
    random, seconds = Random(3), []
    for letter in letters:
        time.sleep(random.uniform(0.2, 1.2))
        known = len(road.sink.taken)
        road.send([letter])
        accepted = datetime.now(UTC)
        eventually(lambda: acknowledged_at(road, letter, after=known), pause=0.002)  # noqa: B023
        arrived = acknowledged_at(road, letter, after=known)
        if arrived:
            seconds.append((arrived - accepted).total_seconds())
    percentiles = quantiles(seconds, n=100)
    show("one at a time", mails=len(seconds), p50=percentiles[49], p95=percentiles[94], max=max(seconds))


def burst(desk: DeskProcess, road: Road, letters: list[Letter]) -> None:
    known, before, start = len(road.sink.taken), processor_seconds(desk), time.monotonic()
    road.send(letters)
    sent = time.monotonic() - start
    eventually(lambda: acknowledgements(road, after=known) >= len(letters), patience=600)
    seconds = time.monotonic() - start
    own = processor_seconds(desk) - before
    show(
        "burst",
        mails=len(letters),
        sent_in=sent,
        a_second=len(letters) / seconds,
        own_ms=own * 1000 / len(letters),
    )


def idle(desk: DeskProcess, seconds: float = 10.0) -> None:
    before = processor_seconds(desk)
    time.sleep(seconds)
    show("idle", processor_percent=(processor_seconds(desk) - before) / seconds * 100)


def acknowledged_at(road: Road, letter: Letter, *, after: int) -> datetime | None:
    mails = road.sink.taken[after:]
    mine = (mail for mail in mails if mail.recipient == letter.sender and is_acknowledgement(read(mail)))
    return next((mail.at for mail in mine), None)


def acknowledgements(road: Road, *, after: int) -> int:
    return sum(1 for mail in road.sink.taken[after:] if mail.recipient.endswith(road.partners))


def processor_seconds(desk: DeskProcess) -> float:
    """Of all processes of the desk and those they started, living or dead."""
    family = set(desk.pids())
    parents = {
        int(path.name): stat(path) for path in Path("/proc").iterdir() if path.name.isdigit() and stat(path)
    }
    for pid in sorted(parents):
        if int(parents[pid][1]) in family:
            family.add(pid)
    times: Callable[[list[str]], int] = lambda fields: sum(int(each) for each in fields[11:15])  # noqa: E731
    return sum(times(parents[pid]) for pid in family if pid in parents) / TICKS


def stat(path: Path) -> list[str]:
    """The fields of proc(5) after the name: state, parent, ..."""
    try:
        return (path / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def show(what: str, **figures: float) -> None:
    words = {name: round(figure, 3) for name, figure in figures.items()}
    print(json.dumps({"what": what, **words}), flush=True)  # noqa: T201 (a measuring script)


@contextmanager
def new_road() -> Iterator[Road]:
    with (
        short_folder("lt") as folder,
        running_dovecot(users={USER: "secret"}) as dovecot,
        Sink() as sink,
        running_postfix(
            folder,
            lmtp_port=dovecot.lmtp_port,
            sink_port=sink.port,
            domains=[DOMAIN],
            addresses=[f"{USER}@{DOMAIN}"],
        ) as postfix,
    ):
        yield Road(postfix, dovecot, sink, USER)


if __name__ == "__main__":
    main()
