"""Hands and eyes of the people in the story: they write by SMTP, look into their mailbox and at the desk.

Whatever is waited for is waited for a bounded time. When the desk already knows why it will not come, it
is not waited for at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TypeVar

from desk import deliveries, mails, search, tickets
from desk.surroundings import Surroundings
from desk.words import say, word
from models.mail import Delivery, DeliveryKind, DeliveryState, Fate
from models.message import Author, Message
from models.session import Session
from models.ticket import Status
from ops.clock import now
from ops.seed_people import AgentSeed, Partner
from ops.world import Letter, World
from web.letters import answer_to, new_letter, opened

PATIENCE = 8.0
"""Seconds. What is waited for takes a fraction of one."""

T = TypeVar("T")


class NotSeen(Exception):
    """It did not happen; the message says why, as far as anybody knows."""


@dataclass(frozen=True)
class Said:
    """A mail as the desk filed it. `held`: why it was kept inside, "" when it was not."""

    code: str
    team: str
    status: Status
    author: Author
    held: str


@dataclass
class Sight:
    desk: Surroundings
    world: World
    language: str
    code: str = ""
    """Of the story's ticket, once it is open."""
    seconds: float = PATIENCE

    def writes(self, person: Partner | AgentSeed, *, to: str, subject: str, words: str) -> Letter:
        """A new mail; what was sent."""
        raw = new_letter((person.name, person.address), words, to=to, subject=subject, at=now())
        return self._post(raw, person, to)

    def answers(self, person: Partner | AgentSeed, letter: Letter, *, words: str) -> Letter:
        """From the mail client: the words on top, what is answered quoted below."""
        answered = opened(letter.raw, letter.at)
        raw = answer_to(answered, (person.name, person.address), words, at=now())
        return self._post(raw, person, answered.answers_go_to)

    def filed(self, letter: Letter) -> Said:
        """The mail as the desk has filed it."""
        said = self._wait(lambda session: self._said(session, letter), self._why_not_filed)
        self.code = self.code or said.code
        return said

    def receives(self, address: str, *, kind: str, number: int = 1) -> Letter:
        """The mail of this kind about the ticket that this person got, the `number`th of them."""
        return self._wait(
            lambda session: self._arrived(session, address, kind, number=number),
            lambda session: self._why_not_sent(session, address),
        )

    def told(self, address: str, *, kind: str) -> Letter:
        """The first mail of this kind to this person, about whichever ticket, or about none."""
        return self._wait(
            lambda session: self._letter_of(self._of_kind(session, address, kind), address),
            lambda session: _failure(self._of_kind(session, address, kind), self.language),
        )

    def _post(self, raw: bytes, person: Partner | AgentSeed, to: str) -> Letter:
        try:
            self.world.send(raw, sender=person.address, recipients=[to])
        except OSError as error:
            raise NotSeen(str(error)) from error
        return Letter(raw, now(), person.address, to)

    def _wait(self, look: Callable[[Session], T | None], why_not: Callable[[Session], str]) -> T:
        end = monotonic() + self.seconds
        while True:
            with self.desk.database.reading() as session:
                found, trouble = look(session), why_not(session)
            if found is not None:
                return found
            if trouble or monotonic() > end:
                raise NotSeen(
                    trouble or say("not within {seconds} s", self.language, seconds=round(self.seconds))
                )
            sleep(0.05)

    def _said(self, session: Session, letter: Letter) -> Said | None:
        filed = (mail for mail in mails.list_mails(session) if mail.internet_id == letter.message_id)
        ticket = next((mail.ticket for mail in filed if mail.ticket), None)
        if ticket is None:
            return None
        page = search.ticket_page(session, ticket.code)
        message = next(each for each in page.messages if each.internet_id == letter.message_id)
        return Said(ticket.code, ticket.team.name, ticket.status, message.author, self._why_held(message))

    def _why_held(self, message: Message) -> str:
        return word(message.held.reason, self.language) if message.held else ""

    def _why_not_filed(self, session: Session) -> str:
        waiting = mails.list_mails(session, fate=Fate.NEEDS_LOOK)
        reasons = [word(mail.reason, self.language) for mail in waiting if mail.reason]
        return reasons[0] if reasons else ""

    def _arrived(self, session: Session, address: str, kind: str, *, number: int) -> Letter | None:
        sent = [each for each in self._deliveries(session, address) if each.kind == kind]
        return self._letter_of(sent[number - 1 : number], address)

    def _letter_of(self, sent: list[Delivery], address: str) -> Letter | None:
        """By its Message-ID, which the desk fixed when it queued it."""
        wanted = sent[0].internet_id if sent else None
        return next((letter for letter in self.world.letters(address) if letter.message_id == wanted), None)

    def _why_not_sent(self, session: Session, address: str) -> str:
        return _failure(self._deliveries(session, address), self.language)

    def _of_kind(self, session: Session, address: str, kind: str) -> list[Delivery]:
        return deliveries.to_person(session, address, DeliveryKind(kind))

    def _deliveries(self, session: Session, address: str) -> list[Delivery]:
        ticket = tickets.get_ticket(session, self.code)
        return [each for each in deliveries.deliveries_of(session, ticket) if each.recipient == address]


def _failure(sent: list[Delivery], language: str) -> str:
    """Why the first of these that has not left has not; "" when nothing went wrong."""
    failed = [each for each in sent if each.state is not DeliveryState.SENT]
    return next((word(each.reason, language) for each in failed if each.reason), "")
