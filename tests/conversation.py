"""People who write to each other through the desk: rui.writes(...), ana.answers(notice, ...), rui.receives().

The way in is the real intake, parser (in this process) and pipeline; the way out the real postman. Only the
courier is made up: it keeps what it is given, or fails as it was told. Time stands still until `clock.passes`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from desk.surroundings import Surroundings
from ingest.intake import Arrival, Place, keep
from ingest.parse import parse
from ingest.pipeline import Pipeline
from models.event import Event
from models.mail import Delivery, Fate, Mail, Treatment
from models.message import HeldReply, Message
from models.ticket import Ticket
from outbound.deliver import Postman
from outbound.handover import Courier, Handover
from outbound.wire import Envelope
from tests.desks import NOON, RUI
from tests.mails import mail, proven

_UIDS = count(1)


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Letter:
    """A mail that was handed over, as its reader sees it."""

    envelope: Envelope
    raw: bytes

    @cached_property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    def __getitem__(self, name: str) -> str:
        return str(self.mail[name] or "")

    @property
    def subject(self) -> str:
        return self["Subject"]

    @property
    def message_id(self) -> str:
        return self["Message-ID"].strip("<>")

    @property
    def references(self) -> list[str]:
        return [each.strip("<>") for each in self["References"].split()]

    @property
    def text(self) -> str:
        part = self.mail.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    @property
    def files(self) -> dict[str, bytes]:
        parts = self.mail.iter_attachments()
        return {str(part.get_filename()): bytes(part.get_payload(decode=True) or b"") for part in parts}


@dataclass
class RecordingCourier(Courier):
    """Keeps letters. `fails(failure)`: the next offer ends so; `at="send"`: the next dot does.
    `before_answer` runs while the host has the mail and has not answered."""

    letters: list[Letter] = field(default_factory=list)
    offered: list[Envelope] = field(default_factory=list)
    before_answer: Callable[[], None] | None = None
    _failures: dict[str, list[Exception]] = field(default_factory=lambda: {"offer": [], "send": []})

    def fails(self, *failures: Exception, at: str = "offer") -> None:
        self._failures[at].extend(failures)

    def offer(self, envelope: Envelope) -> Handover:
        self.offered.append(envelope)
        self.fail_at("offer")
        return _Carrying(self, envelope)

    def close(self) -> None:
        return

    def fail_at(self, step: str) -> None:
        if self._failures[step]:
            raise self._failures[step].pop(0)


@dataclass
class _Carrying(Handover):
    courier: RecordingCourier
    envelope: Envelope

    def send(self, raw: bytes) -> str:
        self.courier.fail_at("send")
        self.courier.letters.append(Letter(self.envelope, raw))
        if self.courier.before_answer:
            self.courier.before_answer()
        return "250 2.0.0 taken"

    def drop(self) -> None:
        return


@dataclass(repr=False)
class Talk:
    """A desk at work, and what it has done."""

    desk: Surroundings
    clock: Clock = field(default_factory=Clock)
    courier: RecordingCourier = field(default_factory=RecordingCourier)

    @property
    def pipeline(self) -> Pipeline:
        return Pipeline(self.desk, parse, self.clock)

    @property
    def postman(self) -> Postman:
        return self.postmen.setdefault("main", Postman(self.desk, "main", self.courier, self.clock))

    @cached_property
    def postmen(self) -> dict[str, Postman]:
        return {}

    def arrives(
        self,
        raw: bytes,
        *,
        door: str = "",
        treatment: Treatment = Treatment.LIVE,
        age: timedelta = timedelta(),
    ) -> Mail:
        """The mail after it was kept and filed, as often as it takes. The door follows from who is written to."""
        mail_id = self.kept(raw, door=door, treatment=treatment, age=age)
        while self.pipeline.process(mail_id) is Fate.RECEIVED:
            pass
        filed: Mail = self.the(Mail, Mail.id == mail_id)
        return filed

    def kept(
        self,
        raw: bytes,
        *,
        door: str = "",
        treatment: Treatment = Treatment.LIVE,
        age: timedelta = timedelta(),
    ) -> int:
        door = door or ("strict" if b"billing@" in raw.partition(b"\r\n\r\n")[0] else "main")
        place = Place(door, "INBOX", 1, next(_UIDS))
        arrival = Arrival(door, self.clock() - age, treatment=treatment, place=place)
        return keep(self.desk, raw, arrival, at=self.clock())

    def delivers(self) -> None:
        self.postman.deliver_due()

    def all(self, kind: type[Any], *conditions: Any) -> list[Any]:
        with self.desk.database.reading() as session:
            return list(session.scalars(select(kind).where(*conditions).order_by(kind.id)))

    def the(self, kind: type[Any], *conditions: Any) -> Any:
        """The only one there is."""
        [found] = self.all(kind, *conditions)
        return found

    @property
    def ticket(self) -> Ticket:
        """The only one."""
        return self.the(Ticket)  # type: ignore[no-any-return]

    @property
    def tickets(self) -> list[Ticket]:
        return self.all(Ticket)

    @property
    def messages(self) -> list[Message]:
        return self.all(Message)

    @property
    def last(self) -> Message:
        return self.messages[-1]

    @property
    def why(self) -> str:
        """The code of the reason that brought the last message where it is."""
        return self.last.why_here.code if self.last.why_here else ""

    @property
    def held(self) -> list[HeldReply]:
        return self.all(HeldReply)

    @property
    def deliveries(self) -> list[Delivery]:
        return self.all(Delivery)

    def events(self) -> list[str]:
        return [each.kind.value for each in self.all(Event)]


@dataclass(repr=False)
class Person:
    """Somebody with a mailbox. `name` and `address` may be written otherwise for one mail: from_=..."""

    talk: Talk
    name: str
    address: str
    read: int = 0

    @property
    def mailbox(self) -> str:
        return f"{self.name} <{self.address}>"

    def writes(self, text: str = "The printer on floor 2 is on fire.", **fields: Any) -> Mail:
        """A new mail to the desk; further fields as for `mail`."""
        return self.sends(mail(text, **{"from_": self.mailbox} | fields))

    def answers(
        self, letter: Letter, text: str, *, quoting: bool = True, is_proven: bool = False, **fields: Any
    ) -> Mail:
        """As a mail client does it: subject, In-Reply-To, References, and the letter quoted below."""
        quote = "".join(f"> {line}\n" for line in letter.text.splitlines())
        body = f"{text}\n\nOn Tue, 24 Nov 2026, Desk wrote:\n{quote}" if quoting else text
        usual: dict[str, Any] = {
            "from_": self.mailbox,
            "to": letter["From"],
            "subject": f"Re: {letter.subject.removeprefix('Re: ')}",
            "in_reply_to": letter.message_id,
            "references": [*letter.references, letter.message_id],
        }
        if is_proven:
            usual["above"] = proven(self.address.rpartition("@")[2])
        return self.sends(mail(body, **usual | fields))

    def sends(self, raw: bytes, **arrival: Any) -> Mail:
        return self.talk.arrives(raw, **arrival)

    def inbox(self) -> list[Letter]:
        """All that has reached this person, after what is due was delivered."""
        self.talk.delivers()
        return [each for each in self.talk.courier.letters if each.envelope.recipient == self.address]

    def receives(self) -> Letter:
        """The newest."""
        letters = self.inbox()
        assert letters, f"nothing reached {self.name}"
        return letters[-1]


@pytest.fixture
def talk(desk: Surroundings) -> Talk:
    return Talk(desk)


@pytest.fixture
def rui(talk: Talk) -> Person:
    """The requester."""
    return Person(talk, "Rui Tan", RUI)


@pytest.fixture
def ana(talk: Talk) -> Person:
    return Person(talk, "Ana Lestari", "ana@desk.example")


@pytest.fixture
def ben(talk: Talk) -> Person:
    return Person(talk, "Ben Siregar", "ben@desk.example")


@pytest.fixture
def mallory(talk: Talk) -> Person:
    """A stranger."""
    return Person(talk, "Mallory", "mallory@evil.example")
