"""Reports about our own mail: a bounce or delay lands on the message it is about (RFC 3464), a receipt on its ticket.

Only an id that we issued, and whose secret verifies, changes anything: a forged report names none (T040).
"""

from __future__ import annotations

from datetime import datetime

from desk import deliveries, returned
from ingest.parsed import Kind, ParsedMail
from ingest.threads import answered_ids
from models.mail import Delivery
from models.reason import Reason, because
from models.session import Session
from models.ticket import Ticket


def file_report(session: Session, mail: ParsedMail, *, at: datetime) -> tuple[Ticket | None, Reason]:
    """The ticket it concerns, None when it is about nothing of ours."""
    delivery = _delivery_meant(session, mail)
    if delivery is None or delivery.ticket is None:
        return None, because("report_of_success" if mail.kind is Kind.RECEIPT else "bounce_of_nothing")
    if mail.kind is Kind.RECEIPT:
        return delivery.ticket, because("report_of_success")
    failed = [each for each in mail.bounces if each.permanent is not False and each.action != "delayed"]
    words = _words(mail)
    if mail.kind is Kind.BOUNCE and (failed or not mail.bounces):
        returned.bounce(session, delivery, text=words, at=at)
    else:
        returned.delay(session, delivery, text=words, at=at)
    return delivery.ticket, because("bounce_of_ours")


def _delivery_meant(session: Session, mail: ParsedMail) -> Delivery | None:
    named = [each.original_message_id for each in mail.bounces if each.original_message_id]
    held = (deliveries.holder_of(session, each) for each in dict.fromkeys((*named, *answered_ids(mail))))
    return next((delivery for delivery in held if delivery), None)


def _words(mail: ParsedMail) -> str:
    """The status and reason as the report gives them, short enough for one line."""
    told = [f"{each.status} {each.reason}".strip() for each in mail.bounces]
    return "; ".join(dict.fromkeys(filter(None, told)))[:300] or mail.subject[:300]
