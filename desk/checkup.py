"""What an installation says about its own health: what waits for long, who is there, how much is sent. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from models.event import Event
from models.life import LifeSign
from models.mail import Delivery, DeliveryState, Fate, FolderState, Lane, Mail
from models.people import Agent, Hears, Role, Team
from models.session import Session

UNSENT = (DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.SENDING)


@dataclass(frozen=True)
class Waiting:
    """Mails that should have gone on by now. `oldest` is since when the first of them waits."""

    count: int
    oldest: datetime
    account: str = ""
    answer: str = ""
    """What the host last said to the oldest."""


@dataclass(frozen=True)
class Sent:
    """What an account was given to send: in its busiest hour, on its busiest day, and there in people's words."""

    days: int
    per_hour: int
    per_day: int
    words_per_day: int


def newest_moment(session: Session) -> datetime | None:
    """When something last happened here."""
    newest = (
        session.scalar(select(Mail.kept_at).order_by(Mail.id.desc()).limit(1)),
        session.scalar(select(Event.at).order_by(Event.id.desc()).limit(1)),
        session.scalar(select(func.max(LifeSign.at))),
    )
    return max(filter(None, newest), default=None)


def needs_a_look(session: Session) -> int:
    return session.scalar(select(func.count()).where(Mail.fate == Fate.NEEDS_LOOK)) or 0


def unfiled(session: Session, *, before: datetime) -> Waiting | None:
    """Kept before that moment, and nobody has filed them."""
    query = select(func.count(), func.min(Mail.kept_at)).where(
        Mail.fate == Fate.RECEIVED, Mail.kept_at < before
    )
    count, oldest = session.execute(query).one()
    return Waiting(count, oldest) if count else None


def unsent(session: Session, *, before: datetime) -> list[Waiting]:
    """By account: mails that were ordered before that moment and have not left, though nothing holds them back."""
    late = (
        Delivery.state.in_(UNSENT),
        Delivery.created_at < before,
        or_(Delivery.state != DeliveryState.QUEUED, Delivery.not_before < before),
    )
    query = select(Delivery.sending_account, func.count(), func.min(Delivery.id)).where(*late)
    rows = session.execute(query.group_by(Delivery.sending_account).order_by(Delivery.sending_account))
    return [_waiting(count, session.get_one(Delivery, first)) for _, count, first in rows.all()]


def troubled_folders(session: Session) -> list[FolderState]:
    return list(session.scalars(select(FolderState).where(FolderState.trouble_since.is_not(None))))


def has_administrator(session: Session) -> bool:
    """One who can sign in."""
    query = select(Agent.id).where(
        Agent.role == Role.ADMINISTRATOR, Agent.is_active, Agent.password_hash.is_not(None)
    )
    return session.scalars(query).first() is not None


def told_of_each_matter(session: Session, team_ids: Collection[int]) -> float:
    """How many agents of one of these teams, on average, are written to about every new matter at once."""
    teams = session.scalars(select(Team).where(Team.id.in_(team_ids))).all()
    told = [sum(each.is_active and each.hears is Hears.TEAM for each in team.members) for team in teams]
    busy = [number for number in told if number]
    return sum(busy) / len(busy) if busy else 0.0


def sent_since(session: Session, account: str, *, since: datetime) -> Sent:
    query = select(Delivery.created_at, Delivery.lane).where(
        Delivery.sending_account == account,
        Delivery.created_at >= since,
        Delivery.state != DeliveryState.CANCELLED,
    )
    rows = session.execute(query).all()
    hours = Counter(row.created_at.replace(minute=0, second=0, microsecond=0) for row in rows)
    days = Counter(row.created_at.date() for row in rows)
    words = Counter(row.created_at.date() for row in rows if row.lane == Lane.WORDS)
    return Sent(days=len(days), per_hour=_most(hours), per_day=_most(days), words_per_day=_most(words))


def _waiting(count: int, oldest: Delivery) -> Waiting:
    return Waiting(count, oldest.created_at, oldest.sending_account, oldest.smtp_text)


def _most(counted: Counter[datetime] | Counter[object]) -> int:
    return max(counted.values(), default=0)
