"""Watch one mailbox for ever: keep what is new, mark it, wait; reconnect with growing patience.

Progress is the ledger of sightings, never `\\Seen` and never a time window. A mail that was there before
the first connection is treated as `first_connection` says. Nothing is fetched while the database is away.
"""

from __future__ import annotations

import logging
import random
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from desk import folders, maillog
from desk.errors import BadSettings
from desk.failpoints import failpoint
from desk.settings import OAUTH, MailboxSettings
from desk.surroundings import Surroundings
from desk.trouble import reason_of
from ingest.backoff import Backoff
from ingest.intake import Arrival, Place, keep
from ingest.mailbox import Account, Fetched, Folder, Mailbox, MailboxRefused, MailboxUnreachable
from models.mail import FolderState, Treatment
from models.reason import Reason, because
from models.session import DatabaseError

log = logging.getLogger("meja.watch")

CHUNK = 50
RECONCILE_SECONDS = 600
LOOK_SECONDS = 2.0
"""While a mailbox is left in peace: how often to look whether its password was changed."""


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
    _reconciled: dict[str, float] = field(default_factory=dict)

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

    def catch_up(self, box: Mailbox, state: FolderState) -> int:
        """Keep everything in the selected folder that the ledger does not know; how many mails were kept."""
        unknown = self._unknown(box, state)
        old = [uid for uid in unknown if uid < state.old_below]
        new = [uid for uid in unknown if uid >= state.old_below]
        return self._take_old(box, state, old) + self._take(box, state, new)

    def _connected(self) -> None:
        """One connection, for as long as it lasts."""
        with self.connect(account_of(self.desk, self.settings)) as box:
            self._reconciled.clear()
            while not self.stop.is_set():
                for name in reversed(self.settings.folders):
                    state = self._enter(box, name)
                self._backoff = Backoff()
                round_ends = time.monotonic() + self._round_seconds
                while not self.stop.is_set() and time.monotonic() < round_ends:
                    box.wait(self.settings.poll_seconds, self.stop)
                    self.catch_up(box, state)

    def _enter(self, box: Mailbox, name: str) -> FolderState:
        folder = box.select(name)
        old_below = folder.uidnext or max(box.uids(), default=0) + 1
        state = self._state(folder, old_below=old_below)
        self._mark(box, state, self._unmarked(state))
        kept = self.catch_up(box, state)
        maillog.mailbox_connected(self.settings.name, name, known=folder.count - kept, new=kept)
        return state

    @property
    def _round_seconds(self) -> float:
        """Only one folder can be waited in; the others, and a full look, come round by time."""
        return self.settings.poll_seconds if len(self.settings.folders) > 1 else RECONCILE_SECONDS

    def _state(self, folder: Folder, *, old_below: int) -> FolderState:
        """Made at the first connection; another UIDVALIDITY makes every UID of before void."""
        with self.desk.database.transaction() as session:
            state = folders.folder_state(session, self.settings.name, folder.name)
            if state is None:
                state = FolderState(
                    mailbox=self.settings.name,
                    folder=folder.name,
                    uidvalidity=folder.uidvalidity,
                    old_below=old_below,
                )
                folders.first_connected(session, state, at=self.clock())
            elif state.uidvalidity != folder.uidvalidity:
                log.warning("mailbox=%s folder=%s uidvalidity changed", self.settings.name, folder.name)
                state.uidvalidity, state.old_below = folder.uidvalidity, 0
                self._reconciled.pop(folder.name, None)
            state.seen_at = self.clock()
            state.trouble = state.trouble_since = None
            return state

    def _unknown(self, box: Mailbox, state: FolderState) -> list[int]:
        """All of the folder against the ledger now and then; in between only what came after the newest."""
        due = time.monotonic() - self._reconciled.get(state.folder, -RECONCILE_SECONDS) >= RECONCILE_SECONDS
        with self.desk.database.reading() as session:
            newest = 0 if due else folders.newest_uid(session, state)
            failpoint("I0.before_fetch")
            uids = box.uids(newest or None)
            known = folders.known_uids(session, state, above=newest) if uids else set()
        if due:
            self._reconciled[state.folder] = time.monotonic()
        return [uid for uid in uids if uid not in known]

    def _take_old(self, box: Mailbox, state: FolderState, uids: list[int]) -> int:
        """What was there before Meja, as the administrator chose."""
        choice, _, days = self.settings.first_connection.partition(":")
        if not uids or choice == "archive":
            return self._take(box, state, uids, treatment=Treatment.ARCHIVE)
        wanted = self._newer_than(box, uids, days=int(days)) if choice == "days" else set()
        self._leave_alone(box, state, [uid for uid in uids if uid not in wanted])
        return self._take(box, state, sorted(wanted))

    def _newer_than(self, box: Mailbox, uids: list[int], *, days: int) -> set[int]:
        since = self.clock() - timedelta(days=days)
        dated = ((glance.uid, glance.internal_date) for glance in box.glances(uids))
        return {uid for uid, date in dated if date and date >= since}

    def _leave_alone(self, box: Mailbox, state: FolderState, uids: list[int]) -> None:
        for chunk in _chunks(uids, 500):
            seen = [(glance.uid, glance.message_id) for glance in box.glances(chunk)]
            with self.desk.database.transaction() as session:
                folders.leave_alone(session, state, seen, at=self.clock())

    def _take(
        self, box: Mailbox, state: FolderState, uids: Sequence[int], *, treatment: Treatment = Treatment.LIVE
    ) -> int:
        kept = 0
        for chunk in _chunks(self._never_left_alone(box, state, uids), CHUNK):
            taken = [self._keep(fetched, state, treatment=treatment) for fetched in box.fetch(chunk)]
            self._mark(box, state, taken)
            kept += len(taken)
            if self.stop.is_set():
                break
        return kept

    def _never_left_alone(self, box: Mailbox, state: FolderState, uids: Sequence[int]) -> list[int]:
        """After a UIDVALIDITY change, mail of before the first connection is known by Message-ID and left alone."""
        if not uids or state.old_below:
            return list(uids)
        glances = list(box.glances(uids))
        with self.desk.database.transaction() as session:
            alone = [each for each in glances if folders.was_left_alone(session, state, each.message_id)]
            folders.leave_alone(
                session, state, [(each.uid, each.message_id) for each in alone], at=self.clock()
            )
        skip = {each.uid for each in alone}
        return [uid for uid in uids if uid not in skip]

    def _keep(self, fetched: Fetched, state: FolderState, *, treatment: Treatment) -> int:
        now = self.clock()
        place = Place(self.settings.name, state.folder, state.uidvalidity, fetched.uid)
        arrival = Arrival(
            door=self.settings.name,
            arrived_at=fetched.internal_date or now,
            treatment=treatment,
            is_whole=fetched.whole,
            place=place,
        )
        mail_id = keep(self.desk, fetched.raw, arrival, at=now)
        self.wake(mail_id)
        return fetched.uid

    def _unmarked(self, state: FolderState) -> list[int]:
        with self.desk.database.reading() as session:
            return folders.unmarked_uids(session, state)

    def _mark(self, box: Mailbox, state: FolderState, uids: list[int]) -> None:
        """Only now is the mailbox touched; a crash before costs nothing, since the ledger knows the mail."""
        if not uids:
            return
        if not (self.settings.move_to and box.move(uids, self.settings.move_to)):
            box.mark_taken(uids)
        failpoint("I7.marked")
        with self.desk.database.transaction() as session:
            folders.marked(session, state, uids, at=self.clock())

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


def _chunks(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (uids[start : start + size] for start in range(0, len(uids), size))
