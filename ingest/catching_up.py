"""A mailbox's folders against the ledger: what it does not know is kept, then marked, as the role of the folder says.

The inbox is read by `first_connection` and marked; what is kept of Junk and Sent begins with the first connection,
and nothing there is ever touched. Takes an open connection; gives how far a folder was read (`FolderState`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from desk import deliveries, folders, maillog
from desk.failpoints import failpoint
from desk.life import Pulse
from desk.settings import MailboxSettings
from desk.surroundings import Surroundings
from ingest.intake import Arrival, Place, keep
from ingest.mailbox import Fetched, Folder, Glance, Mailbox
from models.mail import FolderRole, FolderState, Treatment

log = logging.getLogger("meja.watch")

CHUNK = 50
RECONCILE_SECONDS = 600
CLOCKS_DIFFER = timedelta(hours=1)
TREATMENTS = {
    FolderRole.INBOX: Treatment.LIVE,
    FolderRole.JUNK: Treatment.SUSPECTED,
    FolderRole.SENT: Treatment.BY_HAND,
}


@dataclass
class CatchingUp:
    """`wake` tells a worker that a mail was kept; `stop` ends a long reading early."""

    desk: Surroundings
    settings: MailboxSettings
    clock: Callable[[], datetime]
    wake: Callable[[int], object]
    stop: Event
    pulse: Pulse
    _reconciled: dict[str, float] = field(default_factory=dict)
    _named: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """A new connection: every folder is read whole once."""
        self._reconciled.clear()
        self._named.clear()

    def enter(
        self,
        box: Mailbox,
        name: str,
        role: FolderRole = FolderRole.INBOX,
        *,
        missing_at: datetime | None = None,
    ) -> FolderState:
        """Open it and keep what is new. `missing_at`: when it was looked for last and was not there, so that what it
        holds has come since."""
        folder = box.select(name) if role is FolderRole.INBOX else box.select(name, read_only=True)
        state = self._state(box, folder, role=role, missing_at=missing_at)
        if role is FolderRole.INBOX:
            self._mark(box, state, self._unmarked(state))
        kept = self.catch_up(box, state)
        if name not in self._named:
            self._named.add(name)
            maillog.mailbox_connected(self.settings.name, name, known=folder.count - kept, new=kept)
        return state

    def catch_up(self, box: Mailbox, state: FolderState) -> int:
        """Keep everything in the selected folder that the ledger does not know; how many mails were kept."""
        unknown = self._unknown(box, state)
        old = [uid for uid in unknown if uid < state.old_below]
        new = [uid for uid in unknown if uid >= state.old_below]
        return self._take_old(box, state, old) + self._take(box, state, new)

    def _state(
        self, box: Mailbox, folder: Folder, *, role: FolderRole, missing_at: datetime | None
    ) -> FolderState:
        """Made at the first connection; another UIDVALIDITY makes every UID of before void."""
        old_below = self._old_below(box, folder, missing_at=missing_at)
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
            state.role, state.seen_at = role, self.clock()
            state.trouble = state.trouble_since = None
            return state

    def _old_below(self, box: Mailbox, folder: Folder, *, missing_at: datetime | None) -> int:
        """Counts for a folder that was never seen: the first UID of what comes from now on, or came since then."""
        old_below = folder.uidnext or max(box.uids(), default=0) + 1
        with self.desk.database.reading() as session:
            is_known = folders.folder_state(session, self.settings.name, folder.name) is not None
        if is_known or missing_at is None:
            return old_below
        return min(self._newer_than(box, box.uids(), since=missing_at - CLOCKS_DIFFER), default=old_below)

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
        """What was there before Meja, as the administrator chose; among junk and sent mail it is left alone."""
        is_inbox = state.role is FolderRole.INBOX
        choice, _, days = (self.settings.first_connection if is_inbox else "from-now").partition(":")
        if not uids or choice == "archive":
            return self._take(box, state, uids, treatment=Treatment.ARCHIVE)
        since = self.clock() - timedelta(days=int(days)) if choice == "days" else None
        wanted = self._newer_than(box, uids, since=since) if since else set()
        self._leave_alone(box, state, [uid for uid in uids if uid not in wanted])
        return self._take(box, state, sorted(wanted))

    def _newer_than(self, box: Mailbox, uids: Sequence[int], *, since: datetime) -> set[int]:
        dated = ((glance.uid, glance.internal_date) for glance in box.glances(uids))
        return {uid for uid, date in dated if date and date >= since}

    def _leave_alone(self, box: Mailbox, state: FolderState, uids: list[int]) -> None:
        for chunk in _chunks(uids, 500):
            self._note(state, list(box.glances(chunk)))
            self.pulse.beat()

    def _note(self, state: FolderState, alone: Sequence[Glance]) -> None:
        with self.desk.database.transaction() as session:
            seen = [(each.uid, each.message_id) for each in alone]
            folders.leave_alone(session, state, seen, at=self.clock())

    def _take(
        self, box: Mailbox, state: FolderState, uids: Sequence[int], *, treatment: Treatment | None = None
    ) -> int:
        kept = 0
        treatment = treatment or TREATMENTS[state.role]
        for chunk in _chunks(self._worth_taking(box, state, uids), CHUNK):
            taken = [self._keep(fetched, state, treatment=treatment) for fetched in box.fetch(chunk)]
            if state.role is FolderRole.INBOX:
                self._mark(box, state, taken)
            kept += len(taken)
            self.pulse.beat()
            if self.stop.is_set():
                break
        return kept

    def _worth_taking(self, box: Mailbox, state: FolderState, uids: Sequence[int]) -> list[int]:
        """After a UIDVALIDITY change, mail of before the first connection is known by Message-ID and left alone. So
        is, among sent mail, what we sent ourselves."""
        if not uids or (state.old_below and state.role is not FolderRole.SENT):
            return list(uids)
        glances = list(box.glances(uids))
        with self.desk.database.reading() as session:
            ours = (
                deliveries.issued_among(session, [each.message_id for each in glances])
                if state.role is FolderRole.SENT
                else set()
            )
            alone = [
                each
                for each in glances
                if each.message_id.lower() in ours
                or (not state.old_below and folders.was_left_alone(session, state, each.message_id))
            ]
        self._note(state, alone)
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
            size=fetched.size,
            files=fetched.files,
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


def _chunks(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (uids[start : start + size] for start in range(0, len(uids), size))
