"""The whole of a mail that was too large to be taken whole: asked for by an agent, fetched by the worker, filed here.

The mail stays what it was, the beginning that was kept. The whole is a blob of its own, offered as a download;
its files join the message.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from desk import folders, people
from desk.blobs import Kept
from desk.drafts import Draft, attachment_of
from desk.errors import Conflict, NotFound
from desk.events import record
from desk.surroundings import desk_of
from models.event import EventKind
from models.mail import Mail
from models.message import Author, Message
from models.parcels import LargeMail
from models.people import Agent
from models.reason import Reason, because
from models.session import Session


def note(session: Session, mail: Mail, *, size: int, files: Iterable[str]) -> None:
    """What the server said of a mail that was not taken whole."""
    session.add(LargeMail(mail=mail, size=size, files=list(files)))


def ask(session: Session, mail: Mail, *, by: Agent, at: datetime) -> None:
    """The worker takes it up within seconds. Asking twice changes nothing. Raises Conflict where nothing is left."""
    people.require(by, "reply")
    large = _large(session, mail)
    if mail.is_whole or folders.last_seen(session, mail) is None:
        raise Conflict(because("whole_nowhere"))
    if large.sha256 or large.asked_at:
        return
    large.asked_at, large.trouble = at, None
    for message in _messages_of(session, mail):
        record(session, message.ticket, EventKind.WHOLE_ASKED_FOR, by=by, at=at, message=message)


def asked_for(session: Session, *, limit: int = 20) -> list[int]:
    """The mails whose whole nobody has begun to fetch, the longest wish first."""
    query = select(LargeMail.mail_id).where(LargeMail.asked_at.is_not(None)).order_by(LargeMail.asked_at)
    return list(session.scalars(query.limit(limit)))


def begin(session: Session, mail_id: int) -> bool:
    """Whether it is ours to fetch. The wish ends here, so that a mail that breaks every connection is not fetched
    for ever; an agent may ask again."""
    wish = select(LargeMail).where(LargeMail.mail_id == mail_id, LargeMail.asked_at.is_not(None))
    large = session.scalars(wish.with_for_update(skip_locked=True)).one_or_none()
    if large is None:
        return False
    large.asked_at, large.trouble = None, because("whole_begun")
    return True


def failed(session: Session, mail_id: int, reason: Reason) -> None:
    session.get_one(LargeMail, mail_id).trouble = reason


def arrived(session: Session, mail_id: int, kept: Kept, *, at: datetime) -> None:
    """The whole is on our disk; nobody has looked into it yet."""
    large = session.get_one(LargeMail, mail_id)
    large.sha256, large.size, large.fetched_at, large.trouble = kept.name, kept.size, at, None


def take_apart(session: Session, mail_id: int, read: Draft, *, at: datetime) -> None:
    """Its files join the message. So do words that stood behind them, unless somebody here has made them theirs."""
    mail = session.get_one(Mail, mail_id)
    for message in _messages_of(session, mail):
        if message.attachments:
            continue
        message.attachments = [attachment_of(upload) for upload in read.uploads]
        if message.author is not Author.AGENT:
            message.reply, message.html = read.reply, read.html
            message.quoted, message.signature = read.quoted, read.signature
        record(session, message.ticket, EventKind.WHOLE_FETCHED, by=None, at=at, message=message)


def of_mails(session: Session, mails: Iterable[Mail]) -> dict[int, LargeMail]:
    """By the mail's id; also for mails whose size nobody noted."""
    cut = {mail.id: mail for mail in mails if not mail.is_whole}
    noted = select(LargeMail).where(LargeMail.mail_id.in_(cut))
    known = {large.mail_id: large for large in session.scalars(noted)} if cut else {}
    return {number: known.get(number) or _unnoted(mail) for number, mail in cut.items()}


def what_is_missing(session: Session, large: LargeMail, *, size: str) -> Reason:
    """For the ticket's page. `size` in words."""
    seen, names = folders.last_seen(session, large.mail), ", ".join(large.files)
    moved_to = _moved_to(session, seen.mailbox) if seen else ""
    where = {"mailbox": seen.mailbox if seen else large.mail.door, "folder": moved_to or (seen.folder if seen else "-")}
    if names:
        return because("files_missing_named", size=size, names=names, **where)
    return because("files_missing", size=size, **where)


def get_whole(session: Session, mail: Mail) -> str:
    """The name of its blob. Raises NotFound."""
    large = session.get(LargeMail, mail.id)
    if large is None or large.sha256 is None:
        raise NotFound(because("no_whole_mail"))
    return large.sha256


def _moved_to(session: Session, mailbox: str) -> str:
    settings = desk_of(session).settings.mailbox_named(mailbox)
    return settings.move_to if settings else ""


def _large(session: Session, mail: Mail) -> LargeMail:
    large = session.get(LargeMail, mail.id, with_for_update=True) or _unnoted(mail)
    session.add(large)
    return large


def _unnoted(mail: Mail) -> LargeMail:
    return LargeMail(mail=mail, size=0, files=[])


def _messages_of(session: Session, mail: Mail) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.mail_id == mail.id).order_by(Message.id)))
