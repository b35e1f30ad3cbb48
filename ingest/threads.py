"""Which ticket a mail belongs to: three clues, tried in order, each with its reason ("why here?").

Finding the ticket says nothing about who speaks: a clue that proves less also gives less. An id we issued
leads to its ticket whoever uses it; a code in the subject only for somebody who belongs to the ticket.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desk import people, threads
from desk.codes import codes_in
from ingest.parsed import ParsedMail
from models.mail import Delivery
from models.people import canonical
from models.reason import Reason, because
from models.session import Session
from models.ticket import Ticket


@dataclass(frozen=True)
class Match:
    """`ticket` None: a new matter. `issued`: the delivery whose secret the mail carries, whoever holds it."""

    ticket: Ticket | None
    reason: Reason
    issued: Delivery | None = None


Clue = Callable[[Session, ParsedMail, str], Match | None]


def find_ticket(session: Session, mail: ParsedMail) -> Match:
    sender = mail.sender.address if mail.sender and not mail.sender_ambiguous else ""
    matches = (clue(session, mail, sender) for clue in THREADING_CLUES)
    return next((match for match in matches if match), Match(None, because("new_matter")))


def belongs(ticket: Ticket, address: str) -> bool:
    """Whether this address is the requester's or a follower's."""
    known = ticket.requester.writes_from(address) or ticket.is_followed_by(canonical(address))
    return bool(address) and known


def by_secret(session: Session, mail: ParsedMail, sender: str) -> Match | None:
    """An id we issued, whose secret verifies (RFC 5322 section 3.6.4 brings it back)."""
    delivery = threads.issued_to(session, answered_ids(mail), sender)
    if delivery is None or delivery.ticket is None:
        return None
    own = bool(sender) and threads.is_holder(delivery, sender)
    reason = (
        because("holds_secret") if own else because("holds_anothers_secret", recipient=delivery.recipient)
    )
    return Match(delivery.ticket.living, reason, delivery)


def by_references(session: Session, mail: ParsedMail, sender: str) -> Match | None:
    """An id we received before: whoever was in that conversation may know it. The sender's own ticket goes first."""
    tickets = threads.tickets_received_in(session, answered_ids(mail))
    own = next((ticket for ticket in tickets if belongs(ticket, sender)), None)
    if own:
        return Match(own, because("references"))
    return Match(tickets[0], because("references_outsider")) if tickets else None


def by_subject(session: Session, mail: ParsedMail, sender: str) -> Match | None:
    """A code anybody may have guessed: it counts for those who belong, and only points for others."""
    tickets = threads.tickets_with_codes(session, codes_in(mail.subject))
    is_agent = bool(tickets and sender) and people.find_agent(session, sender) is not None
    for ticket in tickets:
        if is_agent or belongs(ticket, sender):
            return Match(ticket, because("subject_code"))
    return Match(None, because("code_of_stranger", code=tickets[0].code)) if tickets else None


THREADING_CLUES: tuple[Clue, ...] = (by_secret, by_references, by_subject)


def answered_ids(mail: ParsedMail) -> tuple[str, ...]:
    """What it answers, the nearest first."""
    return tuple(dict.fromkeys(filter(None, (mail.in_reply_to, *reversed(mail.references)))))
