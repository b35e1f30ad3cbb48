"""The worker: files kept mails, delivers what is due, and sweeps for what a lost wake-up left behind.

Everything it does stands on this page. Each duty may be done twice and does no harm the second time; two
workers may run side by side, since claims and leases live in the database.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event, Lock, Thread

from desk import alarms, digests, holding, morning, tickets
from desk.life import beat
from desk.surroundings import Surroundings
from desk.trouble import reason_of
from desk.words import word
from desk.work import work
from ingest.children import Children
from ingest.pipeline import Pipeline
from ingest.wholes import WholeMails
from models.session import DatabaseError, LostRace
from ops import oauth
from ops.clock import now
from ops.doorbell import Doorbell
from ops.wiring import courier_for
from outbound.courier import SmtpCourier
from outbound.deliver import Postman, accounts_with_mail, recover

log = logging.getLogger("meja.worker")

CLOSING_SECONDS = 600
MINUTE_SECONDS = 60
FEW = 20
"""How many waiting mails, the oldest, a sweep rings for again while earlier rings are not answered yet."""


@dataclass
class Worker:
    """`start` answers the doorbell and sweeps; `stop` lets running tasks end."""

    desk: Surroundings
    bell: Doorbell
    clock: Callable[[], datetime] = now
    _stop: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        settings = self.desk.settings
        self.children = Children(settings.worker.parsers)
        self.pipeline = Pipeline(self.desk, self.children.parse, self.clock)
        self.wholes = WholeMails(self.desk, self.children.parse, self.clock)
        self.rounds = {each.name: Round(self._postman(each.name)) for each in settings.sending}
        self.consumer = self.bell.consumer(threads=settings.worker.threads)

    def start(self) -> None:
        self.bell.answer_with(file=self.file, deliver=self.deliver, fetch=self.fetch_whole)
        self._threads = [
            Thread(target=self.consumer.run, name="doorbell", daemon=True),
            Thread(target=self._sweep_for_ever, name="sweep", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        self.consumer.stop(graceful=True)
        for thread in self._threads:
            thread.join(timeout=10)
        for each in self.rounds.values():
            each.postman.courier.close()
        self.children.close()

    def file(self, mail_id: int) -> None:
        with _else_at_the_next_sweep():
            self.pipeline.process(mail_id)

    def deliver(self, account: str) -> None:
        """An account that settings.toml no longer names keeps its mail until it does again."""
        with _else_at_the_next_sweep():
            if account in self.rounds:
                self.rounds[account].go()

    def fetch_whole(self, mail_id: int) -> None:
        with _else_at_the_next_sweep():
            self.wholes.fetch(mail_id)

    def sweep(self) -> None:
        """What lost its wake-up, whose worker died, or whose moment has come; without a bell it works itself."""
        recover(self.desk, at=self.clock())
        waiting = self.pipeline.waiting()
        for mail_id in waiting[:FEW] if self.bell.has_rings() else waiting:
            if not self.bell.mail_kept(mail_id):
                self.pipeline.process(mail_id)
        for account in accounts_with_mail(self.desk, at=self.clock()):
            if not self.bell.mail_queued(account):
                self.deliver(account)
        for mail_id in self.wholes.waiting():
            if not self.bell.whole_asked_for(mail_id):
                self.fetch_whole(mail_id)

    def watch_clocks(self) -> None:
        """Warn and breach, until nothing is due any more."""
        at, rung = self.clock(), 1
        while rung:
            with work(self.desk, at=at) as session:
                rung = alarms.ring_due(session, at=at)

    def each_minute(self) -> None:
        """Holds that end, the coordinators' morning, digests."""
        at = self.clock()
        with work(self.desk, at=at) as session:
            beat(session, "worker", at=at)
            holding.take_up_due(session, at=at)
            morning.send_summaries(session, at=at)
            digests.send_due(session, at=at)

    def renew_sign_ins(self) -> None:
        """Tokens of sign-ins by consent, before they end."""
        for name, error in oauth.renew_due(self.desk.settings).items():
            if error:
                log.warning("oauth=%s why=%s: %s", name, error.reason.code, word(error.reason, "en"))
            with work(self.desk, at=self.clock()) as session:
                beat(session, f"oauth:{name}", at=self.clock(), trouble=error.reason.as_json() if error else None)

    def close_resolved(self) -> None:
        at = self.clock()
        with work(self.desk, at=at) as session:
            tickets.close_resolved(session, at=at)

    def _sweep_for_ever(self) -> None:
        for duty in self._duties():
            with _else_at_the_next_sweep():
                duty()

    def _duties(self) -> Iterator[Callable[[], None]]:
        """Sweep and watch the clocks every few seconds; the rest in its own time."""
        next_time = dict.fromkeys(RARER, 0.0)
        while not self._stop.is_set():
            yield self.sweep
            yield self.watch_clocks
            for duty, seconds in RARER.items():
                if time.monotonic() >= next_time[duty]:
                    next_time[duty] = time.monotonic() + seconds
                    yield partial(duty, self)
            self._stop.wait(self.desk.settings.worker.sweep_seconds)

    def _postman(self, account: str) -> Postman:
        sending = self.desk.settings.sending_named(account)
        assert sending is not None
        courier: SmtpCourier = courier_for(self.desk.settings, sending)
        return Postman(self.desk, account, courier, self.clock)


RARER: dict[Callable[[Worker], None], float] = {
    Worker.each_minute: MINUTE_SECONDS,
    Worker.renew_sign_ins: MINUTE_SECONDS,
    Worker.close_resolved: CLOSING_SECONDS,
}
"""What need not be done at every sweep, and how many seconds apart."""


@dataclass
class Round:
    """One round of a postman at a time; a ring during it makes him look once more."""

    postman: Postman
    _busy: Lock = field(default_factory=Lock)
    _rung: Event = field(default_factory=Event)

    def go(self) -> None:
        self._rung.set()
        while self._rung.is_set() and self._busy.acquire(blocking=False):
            try:
                self._rung.clear()
                self.postman.deliver_due()
            finally:
                self._busy.release()


@contextmanager
def _else_at_the_next_sweep() -> Iterator[None]:
    """A database or disk in trouble is said, and what was to be done waits in its table."""
    try:
        yield
    except LostRace:
        pass
    except (DatabaseError, OSError) as error:
        reason = reason_of(error)
        log.warning("why=%s: %s", reason.code, word(reason, "en"))
