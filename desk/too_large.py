"""Tell whoever sent a mail too large to be taken whole that its files are missing, and how else to send them.

Under all rules of confirming receipt: no machine, no forger, nobody twice too often. Silence is recorded.
"""

from __future__ import annotations

from datetime import datetime

from desk import acknowledgements, bringing
from desk.deliveries import Order, address_of, queue
from desk.events import record
from models.event import Event, EventKind
from models.mail import DeliveryKind, Mail
from models.message import Author, Message
from models.people import Requester, canonical
from models.reason import Reason, because
from models.session import Session
from models.ticket import Follower, Ticket

WORDS_CAME = (EventKind.OPENED, EventKind.REPLY_RECEIVED, EventKind.RESCUED)


def react(session: Session, event: Event, at: datetime) -> None:
    message = event.message
    if event.kind not in WORDS_CAME or message is None or message.mail_id is None:
        return
    mail = session.get(Mail, message.mail_id)
    if mail is None or mail.is_whole or message.author is Author.AGENT:
        return
    recipient = _writer(event.ticket, message)
    to = address_of(recipient) if recipient else ""
    case = acknowledgements.case_of(session, event, mail, kind=DeliveryKind.TOO_LARGE, to=to, at=at)
    reason = acknowledgements.reason_for_silence(case)
    if reason or recipient is None:
        _say_nothing(session, event, reason or because("stranger_brings_nothing"), at=at)
    else:
        _ask(session, event, recipient, proof=case.proof, at=at)


def _writer(ticket: Ticket, message: Message) -> Requester | Follower | None:
    if message.author in (Author.REQUESTER, Author.MACHINE):
        return ticket.requester
    address = canonical(message.from_address)
    if message.author is Author.FOLLOWER:
        return next((each for each in ticket.followers if each.address == address), None)
    return None


def _ask(session: Session, event: Event, recipient: Requester | Follower, *, proof: str, at: datetime) -> None:
    """Of the writer's own words nothing goes back to an unproven address (T042)."""
    ticket, address = event.ticket, address_of(recipient)
    parcel = bringing.invite(session, ticket, recipient=address, language=ticket.language, at=at)
    session.flush()
    facts = {
        "parcel": parcel.id,
        "echo_subject": proof == "proven",
        "both_languages": not ticket.requester.language,
    }
    order = Order(
        DeliveryKind.TOO_LARGE, ticket, recipient, ticket.language, message=event.message, facts=facts
    )
    if queue(session, order, at=at):
        record(session, ticket, EventKind.FILES_ASKED_FOR, by=None, at=at, recipient=address)


def _say_nothing(session: Session, event: Event, reason: Reason, *, at: datetime) -> None:
    kind = EventKind.FILES_NOT_ASKED_FOR
    record(session, event.ticket, kind, by=None, at=at, message=event.message, reason=reason.as_json())
