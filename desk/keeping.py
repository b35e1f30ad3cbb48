"""What must be kept of a desk so that it can be put back: its blobs, the files that settings.toml names, and what
a restored desk must not do again.

A restored desk has forgotten what it did after the backup. What it was about to send then may have been sent:
machines' words are not sent a second time, people's words are (with the bytes and the Message-ID of before). A mail
it had not filed yet may have been acknowledged since: it is filed without any mail because of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text, update

from desk.life import beat
from desk.settings import Settings
from desk.ticket_page import ticket_page
from models.mail import Delivery, DeliveryKind, DeliveryState, Fate, Mail, Treatment
from models.reason import because
from models.session import Session
from models.ticket import Ticket

STORES = {"raw": ".eml", "files": "", "outgoing": ".eml"}
"""The folders of blobs in the data folder, and how the names in them end."""
NAMED_BY = (
    ("raw", "mail", "sha256"),
    ("raw", "large_mail", "sha256"),
    ("files", "attachment", "sha256"),
    ("outgoing", "delivery", "eml_sha256"),
)
"""The columns that name the blobs of each."""
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.SENDING)
RESTORED = "restored"
NEWEST = 50
_BLOB = re.compile(r"[0-9a-f]{64}(\.eml)?")


def blobs_in(data: Path) -> Iterator[Path]:
    """Relative to the data folder; unfinished ones are left out."""
    for store in STORES:
        for path in sorted((data / store).glob("??/*")):
            if _BLOB.fullmatch(path.name):
                yield path.relative_to(data)


def blobs_named(connection: Connection) -> Iterator[Path]:
    """Every blob that this database speaks of, whatever its schema; relative to the data folder."""
    tables = inspect(connection).get_table_names()
    for store, table, column in NAMED_BY:
        if table in tables:
            names = text(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608 (names from the table above)
            for name in connection.scalars(names):
                yield Path(store) / name[:2] / f"{name}{STORES[store]}"


def files_named_by(settings: Settings) -> dict[str, Path]:
    """Secrets that lie in files, tokens, and authorities' certificates: by how settings.toml names them, where they
    lie. They need not be there."""
    named = [each.removeprefix("file:") for each in _references(settings) if each.startswith("file:")]
    authorities = [each.ca_file for each in settings.mailbox] + [each.ca_file for each in settings.sending]
    named += filter(None, authorities)
    tokens = [settings.token_file(each) for each in settings.oauth]
    home = Path(settings.folder)
    return {each: home / each for each in named} | {os.path.relpath(each, home): each for each in tokens}


def secrets_in_environment(settings: Settings) -> list[str]:
    """The variables that settings.toml expects; no backup holds them."""
    return sorted({each.removeprefix("env:") for each in _references(settings) if each.startswith("env:")})


def settle_restored(session: Session, *, backup: str, made_at: datetime, at: datetime) -> None:
    """The desk that was lost may have done all that this one has before it; from now on this one may find in its
    mailboxes what the other one answered."""
    waiting = update(Delivery).where(Delivery.state.in_(WAITING), Delivery.kind != DeliveryKind.REPLY)
    reason = because("restored_meanwhile", backup=backup)
    session.execute(
        waiting.values(
            state=DeliveryState.UNKNOWN, ended_at=at, reason=reason, lease_owner=None, lease_until=None
        )
    )
    unsure = update(Mail).where(
        Mail.fate.in_((Fate.RECEIVED, Fate.NEEDS_LOOK)), Mail.treatment == Treatment.LIVE
    )
    session.execute(unsure.values(treatment=Treatment.RETURNED))
    beat(session, RESTORED, at=at, backup=backup, made_at=made_at.isoformat())


def open_newest_tickets(session: Session) -> None:
    """Whether the tickets of a database can be read as their pages read them. Raises whatever stands in the way."""
    newest = select(Ticket.code).order_by(Ticket.id.desc()).limit(NEWEST)
    for code in session.scalars(newest).all():
        ticket_page(session, code)


def _references(settings: Settings) -> list[str]:
    """Where every secret lies, as settings.toml says it."""
    return [
        settings.desk.secret,
        *settings.desk.previous_secrets,
        *(each.password for each in settings.mailbox),
        *(each.password for each in settings.sending),
        *(each.client_secret for each in settings.oauth),
    ]
