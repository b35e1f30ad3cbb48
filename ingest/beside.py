"""The folders beside the inbox, for junk and for sent mail: found again and again, and looked into by time.

A host may have none of them, or make one only when the first mail is put there: what lies in a folder that was not
there when we looked last has come since.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from desk.settings import MailboxSettings
from ingest.catching_up import RECONCILE_SECONDS, CatchingUp
from ingest.mailbox import FolderRefused, Mailbox
from ingest.special_folders import special_folders
from models.mail import FolderRole

log = logging.getLogger("meja.watch")

LEAST_SECONDS = 2.0
"""Between two looks, however quickly the inbox is asked."""


@dataclass
class Beside:
    settings: MailboxSettings
    clock: Callable[[], datetime]
    catching_up: CatchingUp
    _found: dict[str, FolderRole] = field(default_factory=dict)
    _came_after: dict[str, datetime] = field(default_factory=dict)
    """When each folder was missing for the last time; those that were there from the first look are not named."""
    _listed_at: datetime | None = None
    _list_due: float = 0.0
    _look_due: float = 0.0

    @property
    def is_wanted(self) -> bool:
        return bool(self.settings.junk or self.settings.sent)

    @property
    def seconds(self) -> float:
        return max(self.settings.poll_seconds, LEAST_SECONDS)

    def begin(self) -> None:
        """A new connection: everything is asked again."""
        self._list_due = self._look_due = 0.0

    def look(self, box: Mailbox) -> bool:
        """Whether any was opened, so that another folder is selected now."""
        if not self.is_wanted or time.monotonic() < self._look_due:
            return False
        self._find(box)
        for name, role in self._found.items():
            try:
                self.catching_up.enter(box, name, role, missing_at=self._came_after.get(name))
            except FolderRefused as error:
                log.warning("mailbox=%s folder=%s why=%s", self.settings.name, name, error.reason.code)
        self._look_due = time.monotonic() + self.seconds
        return bool(self._found)

    def _find(self, box: Mailbox) -> None:
        """At each connection and now and then; as long as one is missing, each time."""
        if time.monotonic() < self._list_due and not self._is_any_missing:
            return
        settings = self.settings
        never = (*settings.folders, settings.move_to)
        found = dict(special_folders(box.folders(), junk=settings.junk, sent=settings.sent, never=never))
        if self._listed_at:
            self._came_after |= dict.fromkeys(found.keys() - self._found.keys(), self._listed_at)
        self._found, self._listed_at = found, self.clock()
        self._list_due = time.monotonic() + RECONCILE_SECONDS

    @property
    def _is_any_missing(self) -> bool:
        wanted = {FolderRole.JUNK: self.settings.junk, FolderRole.SENT: self.settings.sent}
        return any(key and role not in self._found.values() for role, key in wanted.items())
