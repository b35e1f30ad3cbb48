"""A delivery becomes a mail: headers that thread, the words, the files, and bytes that hold only what was meant.

RFC 5322; RFC 3834 for automatic mail. The id of the delivery stands in its own References as well, so that
it returns when a host replaces Message-ID.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from desk.mail_sizes import largest_mail, that_fit
from desk.surroundings import desk_of
from desk.threads import last_issued_before, newest_from_outside
from desk.words import say
from models.mail import Delivery, DeliveryKind
from models.message import Attachment, Message
from models.session import Session
from models.ticket import Ticket
from outbound.frozen import check_headers, clean_header, clean_name
from outbound.mime import file_part, mailbox, multipart, text_part, words
from outbound.render import ANSWERING, as_html, render
from outbound.wire import Envelope, sealed

ADDED_BY_CONTENT = ("Content-Type",)
INSIDE = (
    DeliveryKind.NEW_MATTER,
    DeliveryKind.NEW_MESSAGE,
    DeliveryKind.ASSIGNED,
    DeliveryKind.DUE_SOON,
    DeliveryKind.OVERDUE,
)
_FILE_TYPE = re.compile(r"(?:text|image|audio|video|application|font)/[A-Za-z0-9.+-]+")


@dataclass(frozen=True)
class Outgoing:
    """The bytes to hand over, and the envelope's sender ("" is the null return path)."""

    raw: bytes
    envelope_sender: str


def compose(session: Session, delivery: Delivery, *, at: datetime) -> Outgoing:
    """Raises HeadersDiffer when the serialised headers are not the intended ones (T075), PermanentFailure when
    nobody can write to this address."""
    wire = sealed(Envelope(delivery.address.address, delivery.recipient, 0))
    wording = render(session, delivery)
    head = {
        "From": mailbox(_sender_name(delivery), wire.sender),
        "To": mailbox(_recipient_name(delivery), wire.recipient),
        "Subject": words(clean_header(wording.subject)),
        "Date": format_datetime(at),
        "Message-ID": f"<{delivery.internet_id}>",
        **_thread(session, delivery),
        **_marks(delivery),
        "MIME-Version": "1.0",
    }
    raw = _with_content(session, head, delivery=delivery, text=wording.body, message=delivery.message)
    check_headers(raw, [*head, *ADDED_BY_CONTENT])
    return Outgoing(raw, envelope_sender(delivery))


def envelope_sender(delivery: Delivery) -> str:
    """Automatic mail has no return path: nobody answers it by machine (RFC 3834 section 3.3)."""
    return "" if delivery.is_automatic else delivery.address.address


def _sender_name(delivery: Delivery) -> str:
    """The address is the one that was written to; the name tells who speaks."""
    ticket, message = delivery.ticket, delivery.message
    name = clean_name(delivery.address.display_name)
    if delivery.kind is DeliveryKind.REPLY and message and message.agent:
        return f"{clean_name(message.agent.name)} ({name})"
    if ticket and delivery.kind in INSIDE:
        return f"{clean_name(ticket.requester.shown_name.replace('@', ' at '))} ({name})"
    return name


def _recipient_name(delivery: Delivery) -> str:
    """Who is not proven to have written may have been given the name of an advertisement (T042)."""
    unproven = delivery.kind in ANSWERING and not delivery.facts.get("echo_subject")
    return "" if unproven else clean_name(delivery.recipient_name)


def _thread(session: Session, delivery: Delivery) -> dict[str, str]:
    """A mail about no ticket begins a thread of its own."""
    ticket = delivery.ticket
    if ticket is None:
        return {"References": f"<{delivery.internet_id}>"}
    answered = _answered_id(session, delivery, ticket=ticket, message=delivery.message)
    references = dict.fromkeys(filter(None, (ticket.root_message_id, answered, delivery.internet_id)))
    answer = {"In-Reply-To": f"<{answered}>"} if answered else {}
    return {**answer, "References": " ".join(f"<{each}>" for each in references)}


def _answered_id(session: Session, delivery: Delivery, *, ticket: Ticket, message: Message | None) -> str:
    """An acknowledgement answers the mail it confirms (RFC 3834 section 3.1.5), a reply the newest mail of the
    requester; inside it is the mail this agent was last sent about the ticket."""
    if delivery.agent_id:
        return last_issued_before(session, delivery)
    answered = message if delivery.kind in ANSWERING else newest_from_outside(session, ticket)
    return answered.internet_id if answered and _may_stand_in_a_header(answered.internet_id) else ""


def _may_stand_in_a_header(internet_id: str) -> bool:
    """T013: an odd Message-ID of somebody else's is not repeated."""
    return (
        len(internet_id) <= 250
        and internet_id.isascii()
        and not set(internet_id) & set(' <>"\\\t\r\n()')
        and "@" in internet_id
    )


def _marks(delivery: Delivery) -> dict[str, str]:
    """Of automatic mail: RFC 3834 section 5, and what the vendors' responders heed."""
    if delivery.kind in ANSWERING:
        return {
            "Auto-Submitted": "auto-replied",
            "X-Auto-Response-Suppress": "All",
            "Precedence": "bulk",
        }
    if delivery.is_automatic:
        return {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    return {}


def _with_content(
    session: Session, head: dict[str, str], *, delivery: Delivery, text: str, message: Message | None
) -> bytes:
    brings_files = delivery.kind in (DeliveryKind.REPLY, *INSIDE) and "parcel" not in delivery.facts
    files = message.attachments if message and brings_files else []
    enclosed = _that_go_along(session, delivery, files)
    left_out = ", ".join(each.filename for each in files if each not in enclosed)
    if left_out:
        text += "\n" + say(
            "Too large for a mail, so not attached: {names}", delivery.language, names=left_out
        )
    said = [text_part(text), text_part(as_html(text), subtype="html")]
    if not enclosed:
        return multipart("alternative", said, above=head)
    files_read = [_enclosed(session, each) for each in enclosed]
    return multipart("mixed", [multipart("alternative", said), *files_read], above=head)


def _that_go_along(session: Session, delivery: Delivery, files: Sequence[Attachment]) -> Sequence[Attachment]:
    """A reply was sized when it was queued and takes all; what a notice cannot carry stays on the ticket's page."""
    if delivery.kind is DeliveryKind.REPLY:
        return files
    return that_fit(files, largest=largest_mail(desk_of(session).settings, delivery.sending_account))


def _enclosed(session: Session, attachment: Attachment) -> bytes:
    """A mail inside a mail travels as plain bytes: its own headers must not be touched."""
    known = _FILE_TYPE.fullmatch(attachment.content_type)
    return file_part(
        desk_of(session).files.read(attachment.sha256),
        content_type=attachment.content_type if known else "application/octet-stream",
        filename=clean_header(attachment.filename, 150) or "file",
    )
