"""Reports about our own mail: a bounce or delay lands on the message it is about (RFC 3464), a receipt on its ticket.

Only an id that we issued, and whose secret verifies, changes anything: a forged report names none (T040). Of an answer
sent by hand the id and somebody it went to must be named: who does not have it knows neither.
"""

from __future__ import annotations

from datetime import datetime

from desk import by_hand, deliveries, returned
from ingest.parsed import Bounced, Kind, ParsedMail
from ingest.threads import answered_ids
from models.mail import Delivery
from models.message import Message
from models.people import canonical
from models.reason import Reason, because
from models.session import Session
from models.ticket import Ticket


def file_report(session: Session, mail: ParsedMail, *, at: datetime) -> tuple[Ticket | None, Reason]:
    """The ticket it concerns, None when it is about nothing of ours."""
    delivery = _delivery_meant(session, mail)
    if delivery is None or delivery.ticket is None:
        answer = _answer_by_hand(session, mail, at=at)
        if answer:
            return answer.ticket.living, because("bounce_of_ours")
        return None, because("report_of_success" if mail.kind is Kind.RECEIPT else "bounce_of_nothing")
    if mail.kind is Kind.RECEIPT:
        return delivery.ticket, because("report_of_success")
    words = _words(mail)
    if mail.kind is Kind.BOUNCE and (_failed(mail) or not mail.bounces):
        returned.bounce(session, delivery, text=words, at=at)
    else:
        returned.delay(session, delivery, text=words, at=at)
    return delivery.ticket, because("bounce_of_ours")


def _answer_by_hand(session: Session, mail: ParsedMail, *, at: datetime) -> Message | None:
    """The answer that came back, if it is one that somebody sent by hand."""
    for each in _failed(mail):
        message = by_hand.sent_as(session, each.original_message_id) if each.original_message_id else None
        if message and canonical(each.recipient) in map(canonical, (*message.to, *message.cc)):
            by_hand.came_back(session, message, recipient=each.recipient, text=_words(mail), at=at)
            return message
    return None


def _failed(mail: ParsedMail) -> list[Bounced]:
    return [each for each in mail.bounces if each.permanent is not False and each.action != "delayed"]


def _delivery_meant(session: Session, mail: ParsedMail) -> Delivery | None:
    named = [each.original_message_id for each in mail.bounces if each.original_message_id]
    held = (deliveries.holder_of(session, each) for each in dict.fromkeys((*named, *answered_ids(mail))))
    return next((delivery for delivery in held if delivery), None)


def _words(mail: ParsedMail) -> str:
    """The status and reason as the report gives them, short enough for one line."""
    told = [f"{each.status} {each.reason}".strip() for each in mail.bounces]
    return "; ".join(dict.fromkeys(filter(None, told)))[:300] or mail.subject[:300]
