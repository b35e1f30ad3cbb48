"""The road a mail travels in these tests: a real Postfix, a real Dovecot, and the world behind a sink."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import pytest

from models.mail import Fate
from tests.end_to_end.answers import Answer
from tests.end_to_end.desk_process import DeskProcess, MailHosts, eventually, set_up_desk
from tests.end_to_end.generated import Letter
from tests.end_to_end.ledger import fates, has_mail_to_send
from tests.servers import or_skipped
from tests.servers.sink import Sink, Taken

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot
    from tests.servers.postfix import Postfix

DOMAIN = "desk.example"
MAILBOXES = 60
_NUMBERS = count(1)


@dataclass(frozen=True)
class Road:
    """Mail to `address` goes by Postfix into a mailbox of its own; what the desk sends arrives in `sink`."""

    postfix: Postfix
    dovecot: Dovecot
    sink: Sink
    user: str

    @property
    def address(self) -> str:
        return f"{self.user}@{DOMAIN}"

    @property
    def partners(self) -> str:
        """The domain of the partners who write along this road."""
        return f"{self.user}.partner.example"

    @property
    def admin(self) -> str:
        return f"ana@{self.user}.agency.example"

    def hosts(self, *, first_connection: str = "from-now") -> MailHosts:
        return MailHosts(
            address=self.address,
            imap_port=self.dovecot.imap_port,
            imap_user=self.user,
            smtp_port=self.postfix.port,
            first_connection=first_connection,
            admin=self.admin,
        )

    def send(self, letters: Iterable[Letter | Answer]) -> None:
        """As fast as Postfix takes them; it may deliver them in another order."""
        for letter in letters:
            self.submit(letter.raw, sender=letter.sender)

    def send_in_order(self, letters: Iterable[Letter]) -> None:
        """Each as soon as the one before lies in the mailbox."""
        for letter in letters:
            before = self.in_mailbox()
            self.submit(letter.raw, sender=letter.sender)
            assert eventually(lambda: self.in_mailbox() > before, pause=0.002), self.postfix.log()[-2000:]  # noqa: B023

    def in_mailbox(self) -> int:
        return sum(1 for _ in (self.dovecot.folder / "mail" / self.user).glob("[cn][ue][rw]/*"))

    def submit(self, raw: bytes, *, sender: str) -> None:
        with smtplib.SMTP("127.0.0.1", self.postfix.port) as smtp:
            smtp.sendmail(sender, [self.address], raw)

    def is_quiet(self, desk: DeskProcess, *, mails: int) -> bool:
        """Whether so many mails were kept, each has its fate, and nothing is on its way out."""
        with desk.reading() as session:
            known = fates(session)
            busy = Fate.RECEIVED in known or has_mail_to_send(session)
        return len(known) >= mails and not busy and not self._in_transit()

    def received(self) -> list[Taken]:
        """All that came out along this road so far."""
        domains = (self.partners, self.admin.partition("@")[2])
        return [mail for mail in list(self.sink.taken) if mail.recipient.endswith(domains)]

    def _in_transit(self) -> bool:
        """In Postfix's queue, looked at in the order in which a mail moves through it."""
        queues = (self.postfix.folder / "spool" / name for name in ("incoming", "deferred", "active"))
        return any(path.is_file() for queue in queues for path in queue.rglob("*"))


NewRoad = Callable[[], Road]


@pytest.fixture(scope="session")
def relay(dovecot: Dovecot, postfix_sink: Sink) -> Iterator[Postfix]:
    """A Postfix with a mailbox for each test."""
    from tests.servers.postfix import running_postfix
    from tests.servers.process import short_folder

    addresses = [f"desk{number}@{DOMAIN}" for number in range(1, MAILBOXES + 1)]
    with (
        or_skipped(),
        short_folder("er") as folder,
        running_postfix(
            folder,
            lmtp_port=dovecot.lmtp_port,
            sink_port=postfix_sink.port,
            domains=[DOMAIN],
            addresses=addresses,
        ) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def new_road(relay: Postfix, dovecot: Dovecot, postfix_sink: Sink) -> NewRoad:
    return lambda: Road(relay, dovecot, postfix_sink, dovecot.add_user(f"desk{next(_NUMBERS)}"))


@pytest.fixture
def road(new_road: NewRoad) -> Road:
    return new_road()


@pytest.fixture
def desk(road: Road) -> Iterator[DeskProcess]:
    """Set up along this road, not running."""
    with set_up_desk(road.hosts()) as desk:
        yield desk
