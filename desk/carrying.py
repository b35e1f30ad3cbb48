"""What a newer database knows that an older one must not forget: which mails came, and what became of deliveries.

A roll back puts an earlier database in the place of a newer one. Mails that came meanwhile are carried along: their
bytes lie on our disk whichever door they came through. What was filed was acknowledged or not, once, and is filed
again without any mail because of it; what was sent is not sent again. Both schemas may differ from this Meja's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    String,
    TableClause,
    Update,
    column,
    insert,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.types import TypeEngine

from models.base import UtcDateTime
from models.mail import Fate, Treatment

UNSURE = timedelta(days=1)
"""Clocks are set back now and then. What the older database knows already is not carried twice."""
CARRIED = (Treatment.LIVE, Treatment.QUIET, Treatment.ARCHIVE, Treatment.RETURNED)
"""Mail out of Junk and Sent is found there again, and nobody is ever written to because of it."""
WAITING = (Fate.RECEIVED, Fate.NEEDS_LOOK)


class CarriedMail(msgspec.Struct, frozen=True):
    sha256: str
    size: int
    is_whole: bool
    fate: str
    treatment: str
    door: str
    delivered_to: str
    arrived_at: datetime
    kept_at: datetime
    internet_id: str

    @property
    def treatment_again(self) -> Treatment:
        """What nobody had answered yet is filed as it would have been. RETURNED is too new for an older Meja."""
        was = Treatment(self.treatment)
        unanswered = was is Treatment.LIVE and self.fate in WAITING
        return was if was is Treatment.ARCHIVE or unanswered else Treatment.QUIET


class CarriedSighting(msgspec.Struct, frozen=True):
    sha256: str | None
    mailbox: str
    folder: str
    uidvalidity: int
    uid: int
    internet_id: str
    at: datetime
    marked_at: datetime | None


class CarriedEnd(msgspec.Struct, frozen=True):
    """Of a delivery that has ended."""

    internet_id: str
    state: str
    phase: str | None
    attempts: int
    eml_sha256: str | None
    ended_at: datetime
    smtp_code: int | None
    smtp_text: str


class Carried(msgspec.Struct, frozen=True):
    mails: list[CarriedMail]
    sightings: list[CarriedSighting]
    ends: list[CarriedEnd]
    words: int
    """Replies and notes that agents wrote in the newer database. They are not carried: nobody could send them twice."""


def _table(name: str, fields: tuple[str, ...], *more: str) -> TableClause:
    kinds: dict[str, TypeEngine[Any]] = {"at": UtcDateTime(), "evidence": JSON(), "is_whole": Boolean()}
    columns = (
        column(each, kinds.get(each) or (UtcDateTime() if each.endswith("_at") else None))
        for each in (*fields, *more)
    )
    return table(name, *columns)


MAIL = _table(
    "mail",
    CarriedMail.__struct_fields__,
    *("id", "filed_at", "trace", "attempts", "sender", "subject", "kind", "evidence"),
)
SIGHTING = _table("sighting", CarriedSighting.__struct_fields__[1:], "mail_id")
DELIVERY = _table("delivery", CarriedEnd.__struct_fields__)
MESSAGE = table("message", column("author", String()), column("at", UtcDateTime()))


def carried_since(connection: Connection, made_at: datetime) -> Carried:
    """What this database learned after the moment an earlier one was made."""
    since = made_at - UNSURE
    mails = select(*(MAIL.c[each] for each in CarriedMail.__struct_fields__)).where(
        or_(MAIL.c.kept_at > since, MAIL.c.filed_at > since), MAIL.c.treatment.in_(CARRIED)
    )
    sightings = (
        select(MAIL.c.sha256, *(SIGHTING.c[each] for each in CarriedSighting.__struct_fields__[1:]))
        .select_from(SIGHTING.outerjoin(MAIL, MAIL.c.id == SIGHTING.c.mail_id))
        .where(SIGHTING.c.at > since, or_(SIGHTING.c.mail_id.is_(None), MAIL.c.treatment.in_(CARRIED)))
    )
    ends = select(*(DELIVERY.c[each] for each in CarriedEnd.__struct_fields__)).where(
        DELIVERY.c.ended_at > since
    )
    words = select(MESSAGE.c.at).where(MESSAGE.c.author == "agent", MESSAGE.c.at > made_at)
    return Carried(
        mails=[CarriedMail(*row) for row in connection.execute(mails.order_by(MAIL.c.id))],
        sightings=[CarriedSighting(*row) for row in connection.execute(sightings)],
        ends=[CarriedEnd(*row) for row in connection.execute(ends)],
        words=len(connection.execute(words).all()),
    )


def carry_into(connection: Connection, carried: Carried) -> int:
    """How many mails the database did not know. Doing it twice is harmless."""
    known = {row.sha256: row for row in connection.execute(select(MAIL.c.sha256, MAIL.c.id, MAIL.c.fate))}
    new = [each for each in carried.mails if each.sha256 not in known]
    for each in carried.mails:
        if each.sha256 in known and known[each.sha256].fate in WAITING:
            connection.execute(_treat(each))
    for each in new:
        connection.execute(insert(MAIL).values(_row(each)))
    _carry_sightings(connection, carried)
    for end in carried.ends:
        connection.execute(_end(end))
    return len(new)


def _treat(mail: CarriedMail) -> Update:
    return update(MAIL).where(MAIL.c.sha256 == mail.sha256).values(treatment=mail.treatment_again.value)


def _row(mail: CarriedMail) -> dict[str, object]:
    """Received anew: a worker files it."""
    unread = {"trace": "", "attempts": 0, "sender": "", "subject": "", "kind": "", "evidence": {}}
    anew = {"fate": Fate.RECEIVED.value, "treatment": mail.treatment_again.value}
    return msgspec.structs.asdict(mail) | unread | anew


def _carry_sightings(connection: Connection, carried: Carried) -> None:
    ids = {row.sha256: row.id for row in connection.execute(select(MAIL.c.sha256, MAIL.c.id))}
    place = (SIGHTING.c.mailbox, SIGHTING.c.folder, SIGHTING.c.uidvalidity, SIGHTING.c.uid)
    known = {tuple(row) for row in connection.execute(select(*place))}
    for each in carried.sightings:
        if (each.mailbox, each.folder, each.uidvalidity, each.uid) not in known:
            row = msgspec.structs.asdict(each)
            mail_id = ids.get(row.pop("sha256"))
            connection.execute(insert(SIGHTING).values(**row, mail_id=mail_id))


def _end(end: CarriedEnd) -> Update:
    row = msgspec.structs.asdict(end)
    return (
        update(DELIVERY)
        .where(DELIVERY.c.internet_id == row.pop("internet_id"), DELIVERY.c.ended_at.is_(None))
        .values(**row)
    )
