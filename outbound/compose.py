"""A delivery becomes a mail: headers that thread, the words, the files, and bytes that hold only what was meant.

RFC 5322; RFC 3834 for automatic mail. The id of the delivery stands in its own References as well, so that
it returns when a host replaces Message-ID.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as MailboxHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from desk.surroundings import desk_of
from desk.threads import last_issued_before, newest_from_outside
from desk.words import say
from models.mail import Delivery, DeliveryKind
from models.message import Attachment, Message
from models.session import Session
from models.ticket import Ticket
from outbound.frozen import check_headers, clean_header, clean_name
from outbound.render import as_html, render
from outbound.wire import Envelope, sealed

ADDED_BY_CONTENT = ("MIME-Version", "Content-Type")
INSIDE = (DeliveryKind.NEW_MATTER, DeliveryKind.NEW_MESSAGE, DeliveryKind.ASSIGNED)
MAX_FILES = 15_000_000
"""Bytes of attachments a mail carries; what does not fit stays on the ticket's page, and the mail says so."""


@dataclass(frozen=True)
class Outgoing:
    """The bytes to hand over, and the envelope's sender ("" is the null return path)."""

    raw: bytes
    envelope_sender: str


def compose(session: Session, delivery: Delivery, *, at: datetime) -> Outgoing:
    """Raises HeadersDiffer when the serialised headers are not the intended ones (T075), PermanentFailure when
    nobody can write to this address."""
    ticket, message = _subject_of(session, delivery)
    recipient = sealed(Envelope("", delivery.recipient, 0)).recipient
    mail = EmailMessage(policy=SMTP if recipient.isascii() else SMTPUTF8)
    wording = render(session, delivery, ticket=ticket, message=message)
    mail["From"] = _sender(delivery, ticket, message)
    mail["To"] = _mailbox(_recipient_name(delivery), recipient)
    mail["Subject"] = clean_header(wording.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{delivery.internet_id}>"
    _thread(session, mail, delivery=delivery, ticket=ticket)
    if delivery.is_automatic:
        _mark_automatic(mail, delivery)
    intended = [*mail.keys(), *ADDED_BY_CONTENT]
    _fill(session, mail, delivery=delivery, text=wording.body, message=message)
    raw = mail.as_bytes()
    check_headers(raw, intended)
    return Outgoing(raw, envelope_sender(delivery))


def envelope_sender(delivery: Delivery) -> str:
    """Automatic mail has no return path: nobody answers it by machine (RFC 3834 section 3.3)."""
    return "" if delivery.is_automatic else delivery.address.address


def _subject_of(session: Session, delivery: Delivery) -> tuple[Ticket, Message | None]:
    ticket = session.get_one(Ticket, delivery.ticket_id)
    message = session.get(Message, delivery.message_id) if delivery.message_id else None
    return ticket, message


def _sender(delivery: Delivery, ticket: Ticket, message: Message | None) -> MailboxHeader:
    """Always the address that was written to; the name tells who speaks."""
    name = clean_name(ticket.address.display_name)
    if delivery.kind is DeliveryKind.REPLY and message and message.agent:
        name = f"{clean_name(message.agent.name)} ({name})"
    elif delivery.kind in INSIDE:
        name = f"{clean_name(ticket.requester.shown_name.replace('@', ' at '))} ({name})"
    return _mailbox(name, ticket.address.address)


def _recipient_name(delivery: Delivery) -> str:
    """Who is not proven to have written may have been given the name of an advertisement (T042)."""
    unproven = delivery.kind is DeliveryKind.ACKNOWLEDGEMENT and not delivery.facts.get("echo_subject")
    return "" if unproven else clean_name(delivery.recipient_name)


def _mailbox(name: str, address: str) -> MailboxHeader:
    local, _, domain = address.rpartition("@")
    return MailboxHeader(name, local.strip('"'), domain)


def _thread(session: Session, mail: EmailMessage, *, delivery: Delivery, ticket: Ticket) -> None:
    answered = _answered_id(session, delivery, ticket)
    if answered:
        mail["In-Reply-To"] = f"<{answered}>"
    references = dict.fromkeys(filter(None, (ticket.root_message_id, answered, delivery.internet_id)))
    mail["References"] = " ".join(f"<{each}>" for each in references)


def _answered_id(session: Session, delivery: Delivery, ticket: Ticket) -> str:
    """Outside, the newest mail of the requester; inside, the mail this agent was last sent about the ticket."""
    if delivery.agent_id:
        return last_issued_before(session, delivery)
    message = newest_from_outside(session, ticket)
    return message.internet_id if message and _may_stand_in_a_header(message.internet_id) else ""


def _may_stand_in_a_header(internet_id: str) -> bool:
    """T013: an odd Message-ID of somebody else's is not repeated."""
    return (
        len(internet_id) <= 250
        and internet_id.isascii()
        and not set(internet_id) & set(' <>"\\\t\r\n()')
        and "@" in internet_id
    )


def _mark_automatic(mail: EmailMessage, delivery: Delivery) -> None:
    """RFC 3834 section 5, and what the vendors' responders heed."""
    answers = delivery.kind is DeliveryKind.ACKNOWLEDGEMENT
    mail["Auto-Submitted"] = "auto-replied" if answers else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if answers:
        mail["Precedence"] = "bulk"


def _fill(
    session: Session, mail: EmailMessage, *, delivery: Delivery, text: str, message: Message | None
) -> None:
    files = message.attachments if message and delivery.kind in (DeliveryKind.REPLY, *INSIDE) else []
    enclosed = _that_fit(files)
    left_out = ", ".join(each.filename for each in files if each not in enclosed)
    if left_out:
        text += "\n" + say(
            "Too large for a mail, so not attached: {names}", delivery.language, names=left_out
        )
    mail.set_content(text, charset="utf-8", cte="quoted-printable" if text.isascii() else "base64")
    mail.add_alternative(as_html(text), subtype="html", charset="utf-8", cte="base64")
    for attachment in enclosed:
        _attach(session, mail, attachment)


def _that_fit(files: Sequence[Attachment]) -> list[Attachment]:
    enclosed: list[Attachment] = []
    for each in files:
        if sum(file.size for file in enclosed) + each.size <= MAX_FILES:
            enclosed.append(each)
    return enclosed


def _attach(session: Session, mail: EmailMessage, attachment: Attachment) -> None:
    """A mail inside a mail travels as plain bytes: its own headers must not be touched."""
    content = desk_of(session).files.read(attachment.sha256)
    main, _, sub = attachment.content_type.partition("/")
    if (
        main not in ("text", "image", "audio", "video", "application", "font")
        or not sub.replace("-", "").replace(".", "").replace("+", "").isalnum()
    ):
        main, sub = "application", "octet-stream"
    mail.add_attachment(
        content, maintype=main, subtype=sub, filename=clean_header(attachment.filename, 150) or "file"
    )
