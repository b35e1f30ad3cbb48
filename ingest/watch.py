"""Watch one mailbox for ever: keep what is new (`ingest.catching_up`), wait; reconnect with growing patience.

Progress is the ledger of sightings, never `\\Seen` and never a time window. The first folder is waited in, the others
are looked into by time, those for junk and sent mail after all of them. Nothing is fetched while the database is away.
"""

from __future__ import annotations

import logging
import random
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from desk import folders, maillog
from desk.errors import BadSettings
from desk.life import Pulse
from desk.settings import OAUTH, MailboxSettings
from desk.surroundings import Surroundings
from desk.trouble import reason_of
from ingest.backoff import Backoff
from ingest.beside import Beside
from ingest.catching_up import RECONCILE_SECONDS, CatchingUp
from ingest.mailbox import Account, Mailbox, MailboxRefused, MailboxUnreachable
from models.reason import Reason, because
from models.session import DatabaseError

log = logging.getLogger("meja.watch")

LOOK_SECONDS = 2.0
"""While a mailbox is left in peace: how often to look whether its password was changed."""
LONGEST_WAIT = 60.0
"""Seconds without a sign of life, however rarely settings.toml wants the mailbox looked into."""


@dataclass
class Watch:
    """One mailbox. `wake` tells a worker that a mail was kept; losing it costs seconds, never a mail."""

    desk: Surroundings
    settings: MailboxSettings
    clock: Callable[[], datetime]
    wake: Callable[[int], object]
    stop: Event = field(default_factory=Event)
    connect: Callable[[Account], Mailbox] = Mailbox.connect
    _backoff: Backoff = field(default_factory=Backoff)

    def __post_init__(self) -> None:
        self._pulse = Pulse(self.desk, f"watch:{self.settings.name}", self.clock)
        self._catching_up = CatchingUp(self.desk, self.settings, self.clock, self.wake, self.stop, self._pulse)
        self._beside = Beside(self.settings, self.clock, self._catching_up)

    def run(self) -> None:
        """Until `stop` is set."""
        while not self.stop.is_set():
            try:
                self._connected()
            except MailboxUnreachable as error:
                self._step_back(self._backoff.unreachable(), error.reason)
            except MailboxRefused as error:
                self._step_back(self._backoff.refused(), error.reason)
            except BadSettings as error:
                self._step_back(self._backoff.unreachable(), error.reason)
            except (DatabaseError, OSError) as error:
                self._step_back(self._backoff.unreachable(), reason_of(error))
            except Exception as error:  # noqa: BLE001 (the net of a mailbox: whatever happens to one, the others and its next try go on)
                log.error("mailbox=%s\n%s", self.settings.name, traceback.format_exc())
                self._step_back(
                    self._backoff.unreachable(), because("watch_failed", error=type(error).__name__)
                )

    def _connected(self) -> None:
        """One connection, for as long as it lasts."""
        with self.connect(account_of(self.desk, self.settings)) as box:
            self._catching_up.begin()
            self._beside.begin()
            while not self.stop.is_set():
                for name in reversed(self.settings.folders):
                    state = self._catching_up.enter(box, name)
                self._backoff = Backoff()
                self._pulse.beat()
                if self._beside.look(box):
                    state = self._catching_up.enter(box, self.settings.folders[0])
                round_ends = time.monotonic() + self._round_seconds
                while not self.stop.is_set() and time.monotonic() < round_ends:
                    box.wait(min(self.settings.poll_seconds, LONGEST_WAIT), self.stop)
                    self._catching_up.catch_up(box, state)
                    self._pulse.beat()

    @property
    def _round_seconds(self) -> float:
        """Only one folder can be waited in; the others, and a full look, come round by time."""
        if len(self.settings.folders) > 1:
            return self.settings.poll_seconds
        return self._beside.seconds if self._beside.is_wanted else RECONCILE_SECONDS

    def _step_back(self, backoff: Backoff, reason: Reason) -> None:
        self._backoff = backoff
        seconds = backoff.seconds(random.random)
        maillog.mailbox_trouble(self.settings.name, reason, again_in=seconds)
        try:
            with self.desk.database.transaction() as session:
                folders.trouble(session, self.settings.name, reason, at=self.clock())
        except DatabaseError:
            log.warning("mailbox=%s the database is away as well", self.settings.name)
        self._pause(seconds)

    def _pause(self, seconds: float) -> None:
        """Until it is time, or the password was changed: whoever mended it need not wait."""
        until, refused = time.monotonic() + seconds, self._password()
        while (left := until - time.monotonic()) > 0 and not self.stop.wait(min(left, LOOK_SECONDS)):
            if self._password() != refused:
                self._backoff = Backoff()
                return
            with suppress(DatabaseError):
                self._pulse.beat()

    def _password(self) -> str:
        try:
            return self.desk.settings.read_secret(self.settings.password)
        except BadSettings:
            return ""


def account_of(desk: Surroundings, settings: MailboxSettings) -> Account:
    return Account(
        name=settings.name,
        host=settings.host,
        port=settings.port,
        user=settings.user,
        password=lambda: desk.settings.read_secret(settings.password),
        security=settings.security,
        max_bytes=settings.max_megabytes * 1_000_000,
        by_token=settings.password.startswith(OAUTH),
        ca_file=settings.ca_file or None,
    )
