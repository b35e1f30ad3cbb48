"""What doctor examines: an installation's settings and desk, and which part of it was asked about.

`Tools` are the clocks and the disk, which a test may set as it likes. What an earlier check learned and a later one
needs (which hosts are down, what a mailbox's newest mails say) is noted on the case.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from desk.addresses import list_addresses
from desk.settings import MailboxSettings, SendingSettings, Settings
from desk.surroundings import Surroundings
from desk.trouble import reason_of
from ingest.mailbox_visit import VisitedMailbox
from ingest.watch import account_of
from models.addresses import Address
from models.reason import Reason, because
from models.schema import Fit, schema_of
from models.session import DatabaseError
from ops.clock import now
from ops.probe import Probe
from ops.wiring import REFUSALS

READ_BYTES = 100_000
LOCAL = ("", "localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Tools:
    """`clock` gives aware UTC moments, `ticks` the seconds of a clock that nobody sets."""

    clock: Callable[[], datetime] = now
    ticks: Callable[[], float] = time.monotonic
    disk: Callable[[Path], os.statvfs_result] = os.statvfs


@dataclass
class Case:
    """`only` names the one mailbox to look at, "" all; `wait` is how many seconds a probe may take to come back.

    Learned on the way: which hosts are `down`; of each mailbox's newest mails, how many bear results of
    authentication in whose name on top ("" for none); and the probes that were sent.
    """

    settings: Settings
    desk: Surroundings
    path: Path
    only: str = ""
    wait: float = 60
    tools: Tools = field(default_factory=Tools)
    down: set[str] = field(default_factory=set)
    results: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    probes: list[Probe] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.began = (self.tools.clock(), self.tools.ticks())

    @property
    def mailboxes(self) -> list[MailboxSettings]:
        return [each for each in self.settings.mailbox if self.only in ("", each.name)]

    @property
    def accounts(self) -> list[SendingSettings]:
        """Those that mail of the mailboxes in question leaves through."""
        used = {each.sending_account for each in self.addresses} | {self.only}
        return [each for each in self.settings.sending if not self.only or each.name in used]

    @cached_property
    def unfit(self) -> Reason | None:
        """Why the database cannot be asked; None when it can. An SQLite file that is not there is not made."""
        path = self.sqlite_file
        if path is not None and not path.exists():
            return because("schema_missing")
        try:
            schema = schema_of(self.desk.database)
        except (DatabaseError, OSError) as error:
            return reason_of(error)
        if schema.fit is Fit.RIGHT:
            return None
        return because(REFUSALS[schema.fit], found=schema.found, wanted=schema.wanted)

    @cached_property
    def addresses(self) -> list[Address]:
        """Those in use that are read in the mailboxes in question; none when the database cannot be asked."""
        if self.unfit:
            return []
        with self.desk.database.reading() as session:
            active = [each for each in list_addresses(session) if each.is_active]
        return [each for each in active if self.only in ("", each.mailbox)]

    def visit(self, mailbox: MailboxSettings) -> VisitedMailbox:
        """Larger mails are read as headers only: doctor wants nothing else. Raises MailboxError, BadSettings."""
        return VisitedMailbox.connect(replace(account_of(self.desk, mailbox), max_bytes=READ_BYTES))

    @property
    def sqlite_file(self) -> Path | None:
        _, _, path = self.settings.database_url.partition("sqlite:///")
        return Path(path) if path else None


def is_local(url: str) -> bool:
    """Whether a page or host can only mean this very machine."""
    host = urlsplit(url).hostname if "//" in url else url
    return (host or "") in LOCAL
