"""Keep the mail before understanding it: its bytes on our disk and in the ledger, before the mailbox is touched.

Every door comes through `keep`: mailboxes, files, the pipe of an MTA. Keeping twice is harmless: the same
bytes are one mail, the same UID one sighting.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from desk import maillog, wholes
from desk.failpoints import failpoint
from desk.surroundings import Surroundings
from models.mail import Fate, Mail, Sighting, Treatment
from models.session import Session, take_turns

FILES = "files"
PIPE = "pipe"
HEAD = 64_000
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([!-;=?-~]{1,250})>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where in a mailbox a mail was seen."""

    mailbox: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class Arrival:
    """How a mail came. `arrived_at`: when the receiving host took it (aware UTC). `size` and `files` are those of the
    whole, of a mail that is not."""

    door: str
    arrived_at: datetime
    treatment: Treatment = Treatment.LIVE
    delivered_to: str = ""
    is_whole: bool = True
    size: int = 0
    files: tuple[str, ...] = ()
    place: Place | None = None


def keep(desk: Surroundings, raw: bytes, arrival: Arrival, *, at: datetime) -> int:
    """The id of the mail, kept and committed. Raises OSError or DatabaseError; then nothing may be marked."""
    failpoint("I2.fetched")
    sha256 = desk.raw.keep(raw)
    failpoint("I4.file_durable")
    with desk.database.transaction(desk=desk) as session:
        take_turns(session, sha256)
        is_new_here = arrival.place is not None and not _is_sighted(session, arrival.place)
        mail = _mail(session, sha256, raw=raw, arrival=arrival, at=at)
        if arrival.place and is_new_here:
            session.add(Sighting(mail=mail, at=at, **asdict(arrival.place)))
        failpoint("I5.before_keep_commit")
    place = arrival.place
    maillog.kept(
        mail, mailbox=arrival.door, folder=place.folder if place else "-", uid=place.uid if place else None
    )
    failpoint("I6.kept")
    return mail.id


def _mail(session: Session, sha256: str, *, raw: bytes, arrival: Arrival, at: datetime) -> Mail:
    known = session.scalars(select(Mail).where(Mail.sha256 == sha256)).one_or_none()
    if known:
        _take_out_of_junk(session, known, arrival)
        return known
    mail = Mail(
        sha256=sha256,
        size=len(raw),
        internet_id=_message_id(raw),
        is_whole=arrival.is_whole,
        treatment=arrival.treatment,
        door=arrival.door,
        delivered_to=arrival.delivered_to,
        arrived_at=min(arrival.arrived_at, at),
        kept_at=at,
    )
    session.add(mail)
    if not arrival.is_whole:
        wholes.note(session, mail, size=arrival.size, files=arrival.files)
    return mail


def _take_out_of_junk(session: Session, mail: Mail, arrival: Arrival) -> None:
    """The very mail that lay in Junk came to the inbox, since somebody moved it: it is filed anew, like any there."""
    if mail.treatment is not Treatment.SUSPECTED or arrival.treatment is not Treatment.LIVE:
        return
    session.refresh(mail, with_for_update=True)  # a worker may be filing it at this moment
    mail.treatment = Treatment.LIVE
    mail.fate, mail.attempts = Fate.RECEIVED, 0
    mail.claimed_by = mail.claimed_until = None


def _message_id(raw: bytes) -> str:
    """A first look, before the mail is read in earnest: a reply that overtakes it can tell that it is coming."""
    found = _MESSAGE_ID.search(raw[:HEAD])
    return found[1].decode("ascii") if found else ""


def _is_sighted(session: Session, place: Place) -> bool:
    query = select(Sighting.id).where(
        Sighting.mailbox == place.mailbox,
        Sighting.folder == place.folder,
        Sighting.uidvalidity == place.uidvalidity,
        Sighting.uid == place.uid,
    )
    return session.scalars(query).first() is not None
