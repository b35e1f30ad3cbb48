"""What a mail costs from its bytes to its acknowledgement: kept, read, filed, both mails it causes handed over.

Everything runs in this process and on SQLite as it is shipped (each commit waits for the disk); only the
courier is made up. `make bench` prints the figures; `python -m tests.bench_mail_path --profile` tells where they go.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from cProfile import Profile
from dataclasses import dataclass
from datetime import UTC, datetime
from pstats import Stats

from sqlalchemy import event, func, select

from desk import addresses, people
from desk.first_setup import make_defaults
from desk.surroundings import Surroundings, surroundings
from desk.work import work
from ingest.intake import Arrival, Place, keep
from ingest.parse import parse
from ingest.pipeline import Pipeline
from models.mail import Delivery, DeliveryState
from models.schema import migrate
from outbound.deliver import Postman
from tests.conversation import RecordingCourier
from tests.desks import KEY, NOON, settings_in
from tests.servers.process import short_folder

BATCH = 10
"""Mails that come together, before the postman goes."""


@dataclass(frozen=True)
class Cost:
    """Of one mail on average: seconds on the wall, seconds of processor time, statements and commits."""

    wall: float
    processor: float
    statements: float
    commits: float


@dataclass
class Counted:
    statements: int = 0
    commits: int = 0


def mail_path(raws: Sequence[bytes], *, beside: Callable[[bytes], object]) -> str:
    """The cost in words, and how it compares to the processor time that reading the mails takes `beside`."""
    used = time.process_time()
    for raw in raws:
        beside(raw)
    reading = (time.process_time() - used) / len(raws)
    one = cost(raws)
    return (
        f"kept, filed, acknowledged, agent told: {1 / one.wall:.0f} mails/s, "
        f"{one.processor * 1000:.1f} ms own processor time a mail "
        f"({one.processor / reading:.1f} x Python's own parser's {reading * 1000:.2f} ms), "
        f"{one.statements:.0f} statements, {one.commits:.0f} commits"
    )


def cost(raws: Sequence[bytes]) -> Cost:
    """Raises AssertionError unless each mail caused two that were sent."""
    with a_desk() as desk:
        counted, path = _count(desk), MailPath(desk)
        path.go(raws[:BATCH])
        counted.statements = counted.commits = 0
        began, used = time.perf_counter(), time.process_time()
        path.go(raws[BATCH:])
        wall, processor = time.perf_counter() - began, time.process_time() - used
        statements, commits, count = counted.statements, counted.commits, len(raws) - BATCH
        assert _sent(desk) == 2 * len(raws)
    return Cost(wall / count, processor / count, statements / count, commits / count)


@dataclass
class MailPath:
    """From bytes to the host of the sending account, as watch, worker and courier do it between them."""

    desk: Surroundings
    uid: int = 0

    def go(self, raws: Sequence[bytes]) -> None:
        pipeline = Pipeline(self.desk, parse, _now)
        postman = Postman(self.desk, "main", RecordingCourier(), _now)
        for start in range(0, len(raws), BATCH):
            for mail_id in [self._keep(raw) for raw in raws[start : start + BATCH]]:
                pipeline.process(mail_id)
            postman.deliver_due()

    def _keep(self, raw: bytes) -> int:
        self.uid += 1
        arrival = Arrival("main", _now(), place=Place("main", "INBOX", 1, self.uid))
        return keep(self.desk, raw, arrival, at=_now())


@contextmanager
def a_desk() -> Iterator[Surroundings]:
    """One address, one team, one agent, and what a new desk promises."""
    with short_folder("bench") as folder:
        (folder / "secret.key").write_text(KEY)
        desk = surroundings(settings_in(folder, "sqlite:///meja.db"))
        migrate(desk.database)
        with work(desk, at=NOON) as session:
            team = people.add_team(session, slug="support", name="Support", at=NOON)
            agent = people.add_agent(session, name="Ana Lestari", login="ana@desk.example", at=NOON)
            people.join_team(team, agent)
            addresses.add_address(
                session,
                address="support@desk.example",
                team=team,
                mailbox="main",
                sending_account="main",
                at=NOON,
            )
            make_defaults(session, at=NOON, time_zone="Asia/Jakarta")
        yield desk
        desk.close()


def _count(desk: Surroundings) -> Counted:
    counted = Counted()

    def statement(*_: object) -> None:
        counted.statements += 1

    def commit(*_: object) -> None:
        counted.commits += 1

    event.listen(desk.database.engine, "before_cursor_execute", statement)
    event.listen(desk.database.engine, "commit", commit)
    return counted


def _sent(desk: Surroundings) -> int:
    with desk.database.reading() as session:
        sent = select(func.count()).where(Delivery.state == DeliveryState.SENT)
        return session.scalar(sent) or 0


def _now() -> datetime:
    return datetime.now(UTC)


def _profiled(raws: Sequence[bytes], *, lines: int) -> None:
    with a_desk() as desk, Profile(time.process_time) as profile:
        MailPath(desk).go(raws)
    for order in ("cumulative", "tottime"):
        Stats(profile, stream=sys.stdout).sort_stats(order).print_stats(lines)


def main() -> None:
    from tests.bench import mails, python_alone

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=200)
    options.add_argument("--seed", type=int, default=42)
    options.add_argument("--profile", type=int, default=0, metavar="LINES")
    asked = options.parse_args()
    raws = mails(asked.mails, seed=asked.seed)
    if asked.profile:
        _profiled(raws, lines=asked.profile)
        return
    sys.stdout.write(f"{mail_path(raws, beside=python_alone)}\n")


if __name__ == "__main__":
    main()
