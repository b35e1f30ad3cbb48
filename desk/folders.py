"""The ledger of a watched folder: which UIDs are known, which mail was left alone, what last went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, update

from models.mail import FolderRole, FolderState, Mail, Sighting
from models.reason import Reason
from models.session import Session


def folder_state(session: Session, mailbox: str, folder: str) -> FolderState | None:
    query = select(FolderState).where(FolderState.mailbox == mailbox, FolderState.folder == folder)
    return session.scalars(query).one_or_none()


def list_folders(session: Session) -> list[FolderState]:
    return list(session.scalars(select(FolderState).order_by(FolderState.mailbox, FolderState.folder)))


def first_connected(session: Session, state: FolderState, *, at: datetime) -> None:
    """From here on nothing in this folder is decided by a time window."""
    state.first_connected_at = state.seen_at = at
    session.add(state)


def known_uids(session: Session, state: FolderState, *, above: int = 0) -> set[int]:
    query = select(Sighting.uid).where(
        Sighting.mailbox == state.mailbox,
        Sighting.folder == state.folder,
        Sighting.uidvalidity == state.uidvalidity,
        Sighting.uid > above,
    )
    return set(session.scalars(query))


def newest_uid(session: Session, state: FolderState) -> int:
    query = select(func.max(Sighting.uid)).where(
        Sighting.mailbox == state.mailbox,
        Sighting.folder == state.folder,
        Sighting.uidvalidity == state.uidvalidity,
    )
    return session.scalar(query) or 0


def leave_alone(
    session: Session, state: FolderState, mails: Iterable[tuple[int, str]], *, at: datetime
) -> None:
    """Known by (UID, Message-ID), never fetched."""
    session.add_all(
        Sighting(
            mailbox=state.mailbox,
            folder=state.folder,
            uidvalidity=state.uidvalidity,
            uid=uid,
            internet_id=internet_id[:255],
            at=at,
        )
        for uid, internet_id in mails
    )


def was_left_alone(session: Session, state: FolderState, internet_id: str) -> bool:
    """Under an earlier UIDVALIDITY."""
    query = select(Sighting.id).where(
        Sighting.mailbox == state.mailbox,
        Sighting.folder == state.folder,
        Sighting.internet_id == internet_id[:255],
        Sighting.mail_id.is_(None),
    )
    return bool(internet_id) and session.scalars(query).first() is not None


def last_seen(session: Session, mail: Mail) -> Sighting | None:
    """Where it was seen last; nowhere, if it came through no mailbox."""
    query = select(Sighting).where(Sighting.mail_id == mail.id).order_by(Sighting.id.desc()).limit(1)
    return session.scalars(query).first()


def unmarked_uids(session: Session, state: FolderState) -> list[int]:
    """Kept, but not yet recorded as marked in the mailbox."""
    query = select(Sighting.uid).where(
        Sighting.mailbox == state.mailbox,
        Sighting.folder == state.folder,
        Sighting.uidvalidity == state.uidvalidity,
        Sighting.mail_id.is_not(None),
        Sighting.marked_at.is_(None),
    )
    return list(session.scalars(query.order_by(Sighting.uid)))


def marked(session: Session, state: FolderState, uids: Iterable[int], *, at: datetime) -> None:
    rows = update(Sighting).where(
        Sighting.mailbox == state.mailbox,
        Sighting.folder == state.folder,
        Sighting.uidvalidity == state.uidvalidity,
        Sighting.uid.in_(list(uids)),
    )
    session.execute(rows.values(marked_at=at))


def trouble(session: Session, mailbox: str, reason: Reason, *, at: datetime) -> None:
    """Remember what is wrong, and since when. Other folders than those of the inbox may be gone for good."""
    query = select(FolderState).where(FolderState.mailbox == mailbox, FolderState.role == FolderRole.INBOX)
    for state in session.scalars(query):
        state.trouble = reason
        state.trouble_since = state.trouble_since or at
