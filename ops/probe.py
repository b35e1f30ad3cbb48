"""A probe: a mail from an address of ours to itself, out through its sending account and back into its mailbox.

It looks like Meja's own mails and carries a mark (`desk.probes`) in three places. Results of authentication are forged
in it on purpose, in the name of each host that might receive it: a host should take them out (RFC 8601 section 5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from desk import probes
from desk.settings import MailboxSettings, SendingSettings
from ingest.parsed import Headers
from models.mail import FolderRole
from models.reason import Reason

RESULTS = "authentication-results"
BODY = """\
This mail was written by `meja doctor`, from this address to itself, to see what the mail hosts make of it.
It is removed again by itself. If you read it, you may delete it.
"""


@dataclass(frozen=True)
class Road:
    """From an address through its sending account, and back into its mailbox."""

    address: str
    sending: SendingSettings
    mailbox: MailboxSettings

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def plus_address(self) -> str:
        local, _, domain = self.address.rpartition("@")
        return f"{local}+probe@{domain}"


@dataclass(frozen=True)
class Return:
    """A probe as it came back. `arrived_at` by the clock of the host, `seen_at` by ours."""

    folder: str
    role: FolderRole
    headers: Headers = field(repr=False)
    arrived_at: datetime | None
    seen_at: datetime


@dataclass
class Probe:
    """One mail. `forged` are the hosts in whose name results were forged. At most one of the last three is set: why it
    could not be sent, that a report about it came instead, or the probe itself. None: it is lost, or late."""

    road: Road
    message_id: str
    recipient: str
    forged: tuple[str, ...]
    sent_at: datetime
    refused: Reason | None = None
    is_reported: bool = False
    back: Return | None = None

    @property
    def mark(self) -> str:
        return self.message_id.partition("@")[0]

    @property
    def subject(self) -> str:
        return f"Meja probe {self.mark}"

    @property
    def answered_id(self) -> str:
        return f"answered.{self.message_id}"

    @property
    def is_to_plus(self) -> bool:
        return self.recipient != self.road.address

    @property
    def has_ended(self) -> bool:
        return bool(self.refused or self.is_reported or self.back)

    @property
    def raw(self) -> bytes:
        lines = [f"{name}: {value}" for name, value in self._head()]
        return "\r\n".join([*lines, "", *BODY.splitlines(), ""]).encode()

    def is_itself(self, headers: Headers) -> bool:
        """Whether a mail that holds the mark is the probe, whatever became of its headers, and no report about it."""
        if headers.get("content-type").lower().startswith("multipart/report"):
            return False
        marked = (headers.get("message-id"), headers.get(probes.HEADER), headers.get("subject"))
        return any(self.mark in each.lower() for each in marked)

    def forged_in(self, headers: Headers) -> list[str]:
        """The results that we forged and that are still there."""
        return [value for value in headers.all(RESULTS) if self.mark in value.lower()]

    def written_in(self, headers: Headers) -> list[str]:
        """The results that hosts wrote, the topmost first."""
        return [value for value in headers.all(RESULTS) if self.mark not in value.lower()]

    def _head(self) -> list[tuple[str, str]]:
        domain = self.road.domain
        results = f"dkim=pass header.d={domain}; dmarc=pass header.from={domain} (forged {self.mark})"
        return [
            *((RESULTS.title(), f"{host}; {results}") for host in self.forged),
            ("From", self.road.address),
            ("To", self.recipient),
            ("Reply-To", self.road.address),
            ("Subject", self.subject),
            ("Date", format_datetime(self.sent_at)),
            ("Message-ID", f"<{self.message_id}>"),
            ("In-Reply-To", f"<{self.answered_id}>"),
            ("References", f"<{self.answered_id}> <{self.message_id}>"),
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            (probes.HEADER.title(), self.mark),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=us-ascii"),
        ]
