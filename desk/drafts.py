"""A message about to be recorded: what somebody said, through whatever door it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex

from sqlalchemy import select

from models.message import Attachment, Author, Message, MessageKind
from models.people import Agent, Requester
from models.reason import Reason
from models.session import Session, take_turns
from models.ticket import Channel, Ticket


@dataclass(frozen=True)
class Upload:
    """A file that already lies in the file store."""

    filename: str
    content_type: str
    size: int
    sha256: str
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True)
class Draft:
    reply: str
    quoted: str = ""
    signature: str = ""
    html: str | None = None
    subject: str = ""
    language: str | None = None
    channel: Channel = Channel.WEB
    from_name: str = ""
    from_address: str = ""
    to: Sequence[str] = ()
    cc: Sequence[str] = ()
    internet_id: str = ""
    fingerprint: str = ""
    mail_id: int | None = None
    form_key: str | None = None
    why_here: Reason | None = None
    uploads: tuple[Upload, ...] = ()


def fingerprint(internet_id: str, address: str, words: str) -> str:
    """Of what was said, by whom, under which Message-ID: equal for one mail seen in two mailboxes. "" without an id."""
    said = "\0".join((internet_id, address, " ".join(words.split())))
    return sha256(said.encode("utf-8", "replace")).hexdigest() if internet_id else ""


def write(
    session: Session,
    ticket: Ticket,
    draft: Draft,
    *,
    kind: MessageKind,
    author: Author,
    by: Agent | Requester | None,
    at: datetime,
) -> Message:
    """Add the message and its attachments to the ticket; no event, no consequence."""
    message = Message(
        ticket=ticket,
        kind=kind,
        author=author,
        channel=draft.channel,
        requester=by if isinstance(by, Requester) else None,
        agent=by if isinstance(by, Agent) else None,
        from_name=draft.from_name[:200],
        from_address=draft.from_address[:320],
        to=list(draft.to),
        cc=list(draft.cc),
        subject=draft.subject[:300],
        reply=draft.reply,
        quoted=draft.quoted,
        signature=draft.signature,
        html=draft.html,
        language=draft.language,
        mail_id=draft.mail_id,
        internet_id=draft.internet_id[:255],
        fingerprint=draft.fingerprint,
        form_key=draft.form_key,
        why_here=draft.why_here,
        at=at,
        attachments=[attachment_of(upload) for upload in draft.uploads],
    )
    session.add(message)
    session.flush()
    return message


def written_on(session: Session, form_key: str | None) -> Message | None:
    """What was said on this form; whoever sends it a second time meanwhile waits for the first."""
    if form_key is None:
        return None
    take_turns(session, f"form {form_key}")
    return session.scalars(select(Message).where(Message.form_key == form_key)).one_or_none()


def attachment_of(upload: Upload) -> Attachment:
    return Attachment(
        key=token_hex(16),
        filename=upload.filename[:200],
        content_type=upload.content_type[:120],
        size=upload.size,
        sha256=upload.sha256,
        content_id=upload.content_id[:255],
        inline=upload.inline,
    )
