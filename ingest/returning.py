"""After a restore: take back from a mailbox what the restored desk has forgotten, and write to nobody because of it.

What lies in the mailbox when the restored desk first looks into it may have been answered by the desk that was lost,
so it is kept as RETURNED; what arrives afterwards is new. No clock is compared with another host's. Only the folder
that kept mails are moved to is asked by date, with a day to spare: what is known of it is known by its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk import folders
from desk.keeping import RESTORED
from desk.life import beat, last_sign
from desk.settings import MailboxSettings
from desk.surroundings import Surroundings
from ingest.intake import Arrival, Place, keep
from ingest.mailbox import Account, Folder, Mailbox, MailboxUnreachable
from models.life import LifeSign
from models.mail import FolderRole, FolderState, Treatment

TO_SPARE = timedelta(days=1)


@dataclass(frozen=True)
class FirstLook:
    """Connects as `Mailbox.connect` does; the first connection after a restore brings back what is there."""

    desk: Surroundings
    settings: MailboxSettings
    clock: Callable[[], datetime]
    wake: Callable[[int], object]

    def connect(self, account: Account) -> Mailbox:
        """Raises as Mailbox does; then it is tried again at the next connection."""
        box = Mailbox.connect(account)
        try:
            restored = self._restored()
            if restored:
                self._bring_back(box, restored)
        except MailboxUnreachable:
            box.close()
            raise
        return box

    def _restored(self) -> LifeSign | None:
        """The last restore, unless this mailbox was looked into since."""
        with self.desk.database.reading() as session:
            restored, returned = last_sign(session, RESTORED), last_sign(session, self._sign)
        is_done = restored is None or (returned is not None and returned.at >= restored.at)
        return None if is_done else restored

    @property
    def _sign(self) -> str:
        return f"returned:{self.settings.name}"

    def _bring_back(self, box: Mailbox, restored: LifeSign) -> None:
        with self.desk.database.reading() as session:
            known = [each for each in folders.list_folders(session) if self._is_read(each)]
        count = sum(self._from_folder(box, state) for state in known)
        if self.settings.move_to and known:
            made_at = datetime.fromisoformat(restored.facts["made_at"])
            count += self._from_moved(box, since=made_at - TO_SPARE)
        with self.desk.database.transaction() as session:
            beat(session, self._sign, at=self.clock(), mails=count)

    def _is_read(self, state: FolderState) -> bool:
        """Junk and Sent are read as always: nobody is ever written to because of what lies there."""
        return state.mailbox == self.settings.name and state.role is FolderRole.INBOX

    def _from_folder(self, box: Mailbox, state: FolderState) -> int:
        folder = box.select(state.folder)
        if folder.uidvalidity == state.uidvalidity:
            with self.desk.database.reading() as session:
                known = folders.known_uids(session, state)
            return self._keep(
                box, folder, (uid for uid in box.uids() if uid >= state.old_below and uid not in known)
            )
        glances = list(box.glances(box.uids()))
        with self.desk.database.reading() as session:
            alone = {each.uid for each in glances if folders.was_left_alone(session, state, each.message_id)}
        return self._keep(box, folder, (each.uid for each in glances if each.uid not in alone))

    def _from_moved(self, box: Mailbox, *, since: datetime) -> int:
        try:
            folder = box.select(self.settings.move_to)
        except MailboxUnreachable as error:
            if error.reason.code == "folder_refused":  # nothing was ever moved
                return 0
            raise
        dated = ((each.uid, each.internal_date) for each in box.glances(box.uids()))
        return self._keep(box, folder, [uid for uid, date in dated if date and date >= since])

    def _keep(self, box: Mailbox, folder: Folder, uids: Iterable[int]) -> int:
        count = 0
        for fetched in box.fetch(list(uids)):
            arrival = Arrival(
                door=self.settings.name,
                arrived_at=fetched.internal_date or self.clock(),
                treatment=Treatment.RETURNED,
                is_whole=fetched.whole,
                size=fetched.size,
                files=fetched.files,
                place=Place(self.settings.name, folder.name, folder.uidvalidity, fetched.uid),
            )
            self.wake(keep(self.desk, fetched.raw, arrival, at=self.clock()))
            count += 1
        return count
