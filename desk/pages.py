"""Reads that only pages need: what waits for attention, one message, the bytes of a mail or a file."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from desk.errors import NotFound
from desk.risky_files import ENDS
from desk.surroundings import Surroundings
from models.mail import Fate, Mail
from models.message import Attachment, HeldReply, Message
from models.people import Agent
from models.reason import because
from models.session import Session


@dataclass(frozen=True)
class Attention:
    """How much waits for a person."""

    held_replies: int
    mails: int


def attention(session: Session) -> Attention:
    held = select(func.count()).select_from(HeldReply).where(HeldReply.decided_at.is_(None))
    mails = select(func.count()).select_from(Mail).where(Mail.fate == Fate.NEEDS_LOOK)
    return Attention(session.scalar(held) or 0, session.scalar(mails) or 0)


def get_message(session: Session, message_id: int) -> Message:
    message = session.get(Message, message_id)
    if message is None:
        raise NotFound(because("no_such_message"))
    return message


def active_agents(session: Session) -> list[Agent]:
    """Who can be given work."""
    return list(session.scalars(select(Agent).where(Agent.is_active).order_by(Agent.name, Agent.id)))


def file_bytes(desk: Surroundings, attachment: Attachment) -> bytes:
    """Raises NotFound when the file was removed from the disk."""
    try:
        return desk.files.read(attachment.sha256)
    except FileNotFoundError:
        raise NotFound(because("no_such_attachment")) from None


def file_ends(desk: Surroundings, attachment: Attachment) -> tuple[bytes, bytes]:
    """What `risky_files` looks at; nothing of a file that was removed from the disk."""
    try:
        return desk.files.ends(attachment.sha256, ENDS)
    except FileNotFoundError:
        return b"", b""
