"""What the coordinator's pages cost: server time of each with ten thousand and with a hundred thousand tickets.

Both desks have the same five thousand unfinished tickets, so the ratio says what the closed ones cost. Each page is
asked for in turn on either desk, signed in, without a network; a page is all that the server does for it.
`python -m tests.bench_panel --postgresql` measures there; `--tickets 10000 1000000` takes other sizes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

from sqlalchemy import select, text

from desk.surroundings import Surroundings, surroundings
from models.schema import migrate
from models.ticket import Status, Ticket
from ops.roles import keep_what_is_loaded
from tests.desks import KEY, settings_in
from tests.full_desk import NOW, PASSWORD, fill
from tests.servers.postgres import fresh_database, running_postgres
from tests.servers.process import short_folder
from tests.web.visitor import Visitor
from web import create_app

SIZES = (10_000, 100_000)
ROUNDS = 30
LISTS = {
    "to do": "/tickets",
    "unassigned": "/tickets?assignee=none",
    "overdue": "/tickets?due=overdue",
    "due today": "/tickets?due=today",
    "mine": "/tickets?assignee=ana@desk.example",
    "a team's": "/tickets?team=jaringan",
    "on hold": "/tickets?status=on_hold",
    "urgent": "/tickets?priority=urgent",
    "of partners": "/tickets?kind=partner",
    "a promise missed": "/tickets?breached=yes",
    "missed today": "/tickets?status=all&breached=today",
    "closed": "/tickets?status=closed",
    "closed, a team's": "/tickets?status=closed&team=jaringan",
    "closed, urgent": "/tickets?status=closed&priority=urgent",
    "all, an agent's": "/tickets?status=all&assignee=agent7@desk.example",
    "common word": "/tickets?status=all&words=mohon",
    "two words": "/tickets?status=all&words=surat+bantuan",
    "a name": "/tickets?status=all&words=pemohon+77",
    "an address": "/tickets?status=all&words=pemohon77@dinas",
    "no such word": "/tickets?status=all&words=gajahmada",
    "deadlines": "/sla",
    "workload": "/workload",
}


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    middle: float
    p95: float


@dataclass(frozen=True)
class Full:
    """A desk of this size, and its coordinator's browser."""

    size: int
    desk: Surroundings
    ana: Visitor


def panel(sizes: Sequence[int] = SIZES, *, postgresql: bool = False) -> Iterator[str]:
    """A line for each page, as soon as it is known."""
    with ExitStack() as stack:
        server = stack.enter_context(running_postgres()) if postgresql else ""
        desks = [stack.enter_context(a_full_desk(size, server=server)) for size in sizes]
        yield (
            f"{'server time, ms: p50 (p95)':26}" + "".join(f"{each.size:>18,}" for each in desks) + "   ratio"
        )
        for name, paths in _paths(desks).items():
            yield _line(name, _timed([(each.ana, path) for each, path in zip(desks, paths, strict=True)]))


@contextmanager
def a_full_desk(size: int, *, server: str = "") -> Iterator[Full]:
    with ExitStack() as stack:
        folder = stack.enter_context(short_folder("bench"))
        url = stack.enter_context(fresh_database(server)) if server else "sqlite:///meja.db"
        (folder / "secret.key").write_text(KEY)
        desk = surroundings(settings_in(folder, url))
        stack.callback(desk.close)
        migrate(desk.database)
        fill(desk, size)
        with desk.database.transaction() as session:
            if not desk.database.is_sqlite:
                session.execute(text("ANALYZE"))  # as its own housekeeping does sooner or later
        visitor = Visitor(create_app(desk, now=lambda: NOW).test_client())
        visitor.signs_in("ana@desk.example", PASSWORD)
        yield Full(size, desk, visitor)


def _paths(desks: Sequence[Full]) -> dict[str, list[str]]:
    """The same page of each desk; those that depend on what is there, looked up."""
    same = {name: [path] * len(desks) for name, path in LISTS.items()}
    return same | {
        "100 pages further": [_further(each) for each in desks],
        "a ticket": [f"/tickets/{_code(each)}" for each in desks],
    }


def _code(full: Full) -> str:
    with full.desk.database.reading() as session:
        query = select(Ticket.code).where(Ticket.status == Status.OPEN).order_by(Ticket.id.desc())
        return session.scalars(query.limit(1)).one()


def _further(full: Full) -> str:
    with full.desk.database.reading() as session:
        query = select(Ticket).where(Ticket.status == Status.CLOSED).order_by(Ticket.updated_at.desc())
        ticket = session.scalars(query.offset(4_900).limit(1)).one()
    return f"/tickets?status=closed&after={int(ticket.updated_at.timestamp() * 1_000_000)}_{ticket.id}"


def _timed(pages: Sequence[tuple[Visitor, str]]) -> list[Times]:
    """In turn, so that whatever else the machine does hits all of them alike."""
    taken: list[list[float]] = [[] for _ in pages]
    for round_number in range(ROUNDS + 2):
        for (visitor, path), times in zip(pages, taken, strict=True):
            if round_number == 1:
                keep_what_is_loaded()  # as the serving process does
            spent = _spent(lambda visitor=visitor, path=path: visitor.reads(path))  # type: ignore[misc]
            if round_number >= 2:
                times.append(spent)
    return [Times(median(times), quantiles(times, n=20)[-1]) for times in taken]


def _spent(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _line(name: str, times: Sequence[Times]) -> str:
    figures = "".join(f"{each.middle:10.1f} ({each.p95:5.1f})" for each in times)
    return f"{name:26}{figures}{times[-1].middle / times[0].middle:8.2f}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tickets", type=int, nargs="+", default=SIZES)
    options.add_argument("--postgresql", action="store_true")
    asked = options.parse_args()
    for line in panel(asked.tickets, postgresql=asked.postgresql):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
