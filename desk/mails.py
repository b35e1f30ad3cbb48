"""Mails and their fate, as people see them: what needs a look, try again, ignore, the raw bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from desk.errors import Conflict, NotFound
from models.mail import Fate, Mail
from models.message import Attachment
from models.reason import because
from models.session import Session


def list_mails(session: Session, *, fate: Fate | None = None, limit: int = 100) -> list[Mail]:
    """The newest first."""
    query = select(Mail).order_by(Mail.id.desc()).limit(limit)
    return list(session.scalars(query.where(Mail.fate == fate) if fate else query))


def get_mail(session: Session, name: str) -> Mail:
    """By the first digits of its sha256, six at least. Raises NotFound, or Conflict when two begin so."""
    wanted = name.lower()
    if len(wanted) < 6 or not set(wanted) <= set("0123456789abcdef"):
        raise NotFound(because("no_such_mail", name=name))
    found = session.scalars(select(Mail).where(Mail.sha256.startswith(wanted)).limit(2)).all()
    if len(found) > 1:
        raise Conflict(because("mail_name_short", name=name))
    if not found:
        raise NotFound(because("no_such_mail", name=name))
    return found[0]


def is_any_waiting(session: Session, internet_ids: Sequence[str], *, before: Mail) -> bool:
    """Whether a mail with one of these ids was kept earlier than this one and is not filed yet."""
    query = select(Mail.id).where(
        Mail.internet_id.in_(internet_ids), Mail.fate == Fate.RECEIVED, Mail.id < before.id
    )
    return bool(internet_ids) and session.scalars(query).first() is not None


def retry(mail: Mail) -> None:
    """File it anew, with fresh attempts. Raises Conflict unless it needs a look or was ignored."""
    if mail.fate not in (Fate.NEEDS_LOOK, Fate.IGNORED):
        raise Conflict(because("mail_not_waiting", name=mail.short_name))
    mail.fate, mail.attempts = Fate.RECEIVED, 0
    mail.claimed_by = mail.claimed_until = None
    mail.reason, mail.trace = None, ""


def ignore(mail: Mail, *, at: datetime) -> None:
    """A person decided that it needs no ticket; its bytes stay."""
    if mail.fate is not Fate.NEEDS_LOOK:
        raise Conflict(because("mail_not_waiting", name=mail.short_name))
    mail.fate, mail.reason, mail.filed_at = Fate.IGNORED, because("ignored_by_hand"), at


def get_attachment(session: Session, key: str) -> Attachment:
    attachment = session.scalars(select(Attachment).where(Attachment.key == key)).one_or_none()
    if attachment is None:
        raise NotFound(because("no_such_attachment"))
    return attachment
