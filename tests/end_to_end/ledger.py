"""What was sent in against what the desk made of it, and what came out: every difference as a line of words.

Takes the letters, the desk's database and the mails the outside world received. An empty list of complaints
means: nothing lost, nothing doubled, everything in its ticket, and nobody told twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.mail import Delivery, DeliveryState, Fate, Mail
from models.message import Message
from models.session import Session
from tests.end_to_end.answers import Answer
from tests.end_to_end.desk_process import DeskProcess
from tests.end_to_end.generated import Letter, same_words
from tests.servers.sink import Taken

UNFINISHED = (DeliveryState.QUEUED, DeliveryState.SENDING)
IN_DOUBT = "may_have_arrived_twice"


@dataclass(frozen=True)
class Ledger:
    """The books of one desk at one moment."""

    letters: Sequence[Letter]
    messages: dict[str, list[Message]]
    deliveries: list[Delivery]
    received: Sequence[Taken]
    answers: Sequence[Answer] = ()

    def complaints(self) -> list[str]:
        """In the order in which they matter."""
        return [
            *self.lost(),
            *self.doubled(),
            *self.astray(),
            *self.garbled(),
            *self.wrongly_acknowledged(),
            *self.answers_unheard(),
            *self.delivered_otherwise(),
        ]

    def lost(self) -> Iterator[str]:
        for letter in self.letters:
            if not self.messages[letter.token]:
                yield f"lost: {letter.token}"

    def doubled(self) -> Iterator[str]:
        for letter in self.letters:
            count = len(self.messages[letter.token])
            if count > 1:
                yield f"{count} times: {letter.token}"

    def astray(self) -> Iterator[str]:
        """An answer elsewhere than its matter, or two matters in one ticket."""
        ticket_of = {token: found[0].ticket_id for token, found in self.messages.items() if found}
        for letter in self.letters:
            if ticket_of.get(letter.token) != ticket_of.get(letter.matter):
                yield f"in another ticket than {letter.matter}: {letter.token}"
        tickets = Counter(ticket_of.get(letter.token) for letter in self.letters if letter.is_new_matter)
        yield from (
            f"{count} matters in one ticket: {ticket}" for ticket, count in tickets.items() if count > 1
        )

    def garbled(self) -> Iterator[str]:
        for letter in self.letters:
            for message in self.messages[letter.token]:
                if not same_words(message.reply, letter.words):
                    yield f"{letter.token} wrote {letter.words!r}, the desk reads {message.reply!r}"
                files = {attachment.sha256 for attachment in message.attachments}
                if files != letter.files:
                    yield f"{letter.token}: {len(letter.files)} files sent, other {len(files)} kept"

    def wrongly_acknowledged(self) -> Iterator[str]:
        """Each new matter exactly once, as far as the desk can know; an answer never."""
        expected = Counter(letter.sender for letter in self.letters if letter.is_new_matter)
        found = Counter(mail.recipient for mail in self.received if is_acknowledgement(read(mail)))
        unknown = Counter(each.recipient for each in self.deliveries if each.state is DeliveryState.UNKNOWN)
        for address in {letter.sender for letter in self.letters}:
            if not expected[address] - unknown[address] <= found[address] <= expected[address]:
                yield f"{address}: {expected[address]} new matters, {found[address]} acknowledgements"

    def answers_unheard(self) -> Iterator[str]:
        """An agent's words reach the requester, unless nobody can know whether they did."""
        heard = "".join(text_of(read(mail)) for mail in self.received)
        in_doubt = {each.message_id for each in self.deliveries if is_in_doubt(each)}
        for answer in self.answers:
            messages = self.messages[answer.token]
            if [message.ticket.code for message in messages] != [answer.code]:
                yield f"{len(messages)} messages in {answer.code} for {answer.token}"
            elif answer.token not in heard and messages[0].id not in in_doubt:
                yield f"not heard outside: {answer.token}"

    def delivered_otherwise(self) -> Iterator[str]:
        """Each delivery arrived as often as the desk says, where it can know."""
        count = Counter(str(read(mail)["Message-ID"]).strip(" <>") for mail in self.received)
        for each in self.deliveries:
            least, most = _arrivals(each)
            if not least <= count[each.internet_id] <= most:
                yield f"{each.kind} delivery {each.id} is {each.state} and arrived {count[each.internet_id]} times"


def _arrivals(delivery: Delivery) -> tuple[int, int]:
    """How often at least and at most a delivery in this state may have arrived."""
    if delivery.state is DeliveryState.SENT:
        return 1, 2 if is_in_doubt(delivery) else 1
    return 0, 1 if is_in_doubt(delivery) or delivery.state is DeliveryState.UNKNOWN else 0


def is_in_doubt(delivery: Delivery) -> bool:
    """The connection or the worker ended around the final dot: RFC 1047's window."""
    return delivery.reason is not None and delivery.reason.code == IN_DOUBT


def ledger(
    desk: DeskProcess, letters: Sequence[Letter], received: Iterable[Taken], *, answers: Sequence[Answer] = ()
) -> Ledger:
    with desk.reading() as session:
        query = select(Message).where(Message.mail_id.is_not(None))
        query = query.options(joinedload(Message.attachments), joinedload(Message.ticket))
        messages = session.scalars(query.order_by(Message.id)).unique().all()
        by_id: dict[str, list[Message]] = {}
        for message in messages:
            by_id.setdefault(message.internet_id, []).append(message)
        deliveries = list(session.scalars(select(Delivery)))
    written: list[Letter | Answer] = [*letters, *answers]
    found = {each.token: by_id.get(each.message_id.strip("<>").lower(), []) for each in written}
    return Ledger(letters, found, deliveries, list(received), answers)


def waiting_for_a_look(desk: DeskProcess) -> list[str]:
    """As `meja mail` names them."""
    with desk.reading() as session:
        return [mail.short_name for mail in session.scalars(select(Mail).where(Mail.fate == Fate.NEEDS_LOOK))]


def fates(session: Session) -> list[Fate]:
    return list(session.scalars(select(Mail.fate)))


def read(taken: Taken) -> EmailMessage:
    mail = message_from_bytes(taken.raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


def is_notice(mail: EmailMessage) -> bool:
    return mail.get("Auto-Submitted") == "auto-generated"


def is_acknowledgement(mail: EmailMessage) -> bool:
    """RFC 3834: only an acknowledgement is auto-replied; notices are auto-generated."""
    return mail.get("Auto-Submitted") == "auto-replied"


def has_deferred_mail(session: Session) -> bool:
    query = select(Delivery.id).where(Delivery.state == DeliveryState.DEFERRED)
    return session.scalars(query).first() is not None


def has_mail_to_send(session: Session) -> bool:
    return session.scalars(select(Delivery.id).where(Delivery.state.in_(UNFINISHED))).first() is not None
