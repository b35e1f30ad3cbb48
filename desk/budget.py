"""What a sending account may still let leave, and when there is room again: people's words first.

A host counts over the last hour and the last day, and so do we: what left, what may have left, and what is leaving.
Words may use all of it. Acknowledgements and notices keep off a part, so that words do not wait behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from desk import digests
from desk.settings import SendingSettings
from models.mail import Delivery, DeliveryState, Lane
from models.reason import because
from models.session import Session

SHARES = {Lane.WORDS: 100, Lane.ACKNOWLEDGEMENT: 85, Lane.NOTICE: 60}
"""In percent. Of 300 mails an hour, 45 stay for words alone, and 75 more for words and acknowledgements."""
LEFT = (DeliveryState.SENT, DeliveryState.UNKNOWN)
MOST = 1000
"""How many of those that wait are looked at."""
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


@dataclass(frozen=True)
class Window:
    """No more than `limit` mails within `length`."""

    length: timedelta
    limit: int

    def room_for(self, lane: Lane) -> int:
        """One at least, or a small budget would never let a notice leave."""
        return max(self.limit * SHARES[lane] // 100, 1)


@dataclass
class Budget:
    """`spent`: when mails left, the oldest first. Of an account without limits, without windows."""

    windows: tuple[Window, ...]
    spent: list[datetime]

    def room_at(self, lane: Lane, now: datetime) -> datetime:
        """The first moment, not before now, at which one more mail of this lane may leave."""
        return max([_room_at(each, self.spent, lane=lane, now=now) for each in self.windows], default=now)

    def spend(self, now: datetime) -> None:
        if self.windows:
            self.spent.append(now)


def windows_of(sending: SendingSettings) -> tuple[Window, ...]:
    hour, day = Window(timedelta(hours=1), sending.per_hour), Window(timedelta(days=1), sending.per_day)
    return tuple(each for each in (hour, day) if each.limit)


def budget_of(session: Session, account: str, windows: tuple[Window, ...], *, now: datetime) -> Budget:
    """One look at the table, and none where nothing is limited."""
    if not windows:
        return Budget((), [])
    since = now - max(each.length for each in windows)
    left = Delivery.state.in_(LEFT) & (Delivery.ended_at > since)
    leaving = Delivery.state == DeliveryState.SENDING
    query = select(Delivery.ended_at).where(Delivery.sending_account == account, or_(left, leaving))
    return Budget(windows, sorted(ended or now for ended in session.scalars(query)))


def put_off(session: Session, account: str, lane: Lane, *, until: datetime, at: datetime) -> None:
    """What is due in this lane and behind it waits for room. Notices that wait together are told together."""
    due = (
        Delivery.sending_account == account,
        Delivery.state.in_(WAITING),
        Delivery.not_before <= at,
        Delivery.lane >= lane,
    )
    query = select(Delivery).where(*due).order_by(Delivery.id).with_for_update(skip_locked=True)
    late = list(session.scalars(query))
    for each in late:
        each.not_before = until
        each.reason = each.reason or because("budget_spent", account=account)
    digests.fold(session, [each for each in late if each.lane == Lane.NOTICE], at=at)


def waiting_for_room(session: Session) -> dict[str, list[Delivery]]:
    """By account: the words and acknowledgements that wait for room, the oldest first."""
    query = select(Delivery).where(Delivery.state.in_(WAITING), Delivery.lane < Lane.NOTICE)
    waiting: dict[str, list[Delivery]] = {}
    for each in session.scalars(query.order_by(Delivery.id).limit(MOST)):
        if each.reason and each.reason.code == "budget_spent":
            waiting.setdefault(each.sending_account, []).append(each)
    return waiting


def _room_at(window: Window, spent: Sequence[datetime], *, lane: Lane, now: datetime) -> datetime:
    """When so many have grown older than the window that one more fits."""
    recent = [at for at in spent if at > now - window.length]
    too_many = len(recent) - window.room_for(lane)
    return now if too_many < 0 else recent[too_many] + window.length
