"""What a sending account may still let leave, and when there is room again: people's words first.

A host counts over the last hour and the last day, and so do we: what left, what may have left, and what is leaving.
Words may use all of it. Acknowledgements leave room for the words that may still come, notices for both: as many as
came in the busiest hour and on the busiest day of late, or a share of the limit until that is known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from desk import digests
from desk.settings import SendingSettings
from models.mail import Delivery, DeliveryState, Lane
from models.reason import because
from models.session import Session

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHARES = {Lane.WORDS: 50, Lane.ACKNOWLEDGEMENT: 40}
"""In percent of a limit: what is kept free for a lane while nobody knows what it needs."""
KNOWN_AFTER, LOOKS_BACK = timedelta(days=7), timedelta(days=21)
MARGIN = 1.2
"""A busier day than any of late may come."""
LEFT = (DeliveryState.SENT, DeliveryState.UNKNOWN)
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
MOST = 1000
"""How many of those that wait are looked at."""

Spent = Mapping[Lane, Sequence[datetime]]


@dataclass(frozen=True)
class Window:
    """No more than `limit` mails within `length`. `needs`: how many of a lane may be wanted within it."""

    length: timedelta
    limit: int
    needs: Mapping[Lane, int]

    def has_room(self, lane: Lane, spent: Spent, at: datetime) -> bool:
        """One mail at least may leave an idle account, whatever is kept free."""
        used = {each: _within(spent.get(each, ()), at - self.length, at) for each in Lane}
        kept_free = sum(max(need - used[each], 0) for each, need in self.needs.items() if each < lane)
        return sum(used.values()) + min(kept_free, self.limit - 1) < self.limit


@dataclass
class Budget:
    """`spent`: when mails of each lane left, the oldest first. Of an account without limits, without windows."""

    windows: tuple[Window, ...]
    spent: dict[Lane, list[datetime]] = field(default_factory=dict)

    def room_at(self, lane: Lane, now: datetime) -> datetime:
        """The first moment, not before now, at which one more mail of this lane may leave."""
        if self._has_room(lane, now):
            return now
        ends = {at + each.length for each in self.windows for left in self.spent.values() for at in left}
        return next(end for end in sorted(ends) if end > now and self._has_room(lane, end))

    def spend(self, lane: Lane, now: datetime) -> None:
        if self.windows:
            self.spent.setdefault(lane, []).append(now)

    def _has_room(self, lane: Lane, at: datetime) -> bool:
        return all(window.has_room(lane, self.spent, at) for window in self.windows)


def windows_of(session: Session, sending: SendingSettings, *, now: datetime) -> tuple[Window, ...]:
    """With what words and acknowledgements needed of late; one look at the table, none where nothing is limited."""
    limits = {length: limit for length, limit in ((HOUR, sending.per_hour), (DAY, sending.per_day)) if limit}
    history = _history(session, sending.name, now=now) if limits else {}
    return tuple(Window(length, limit, _needs(history, length, limit)) for length, limit in limits.items())


def budget_of(session: Session, account: str, windows: tuple[Window, ...], *, now: datetime) -> Budget:
    """One look at the table."""
    since = now - max(each.length for each in windows)
    left = Delivery.state.in_(LEFT) & (Delivery.ended_at > since)
    leaving = Delivery.state == DeliveryState.SENDING
    query = select(Delivery.lane, Delivery.ended_at)
    budget = Budget(windows)
    for row in session.execute(query.where(Delivery.sending_account == account, or_(left, leaving))):
        budget.spend(Lane(row.lane), row.ended_at or now)
    for moments in budget.spent.values():
        moments.sort()
    return budget


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


def _history(session: Session, account: str, *, now: datetime) -> dict[Lane, list[datetime]]:
    """When words and acknowledgements left in the last weeks; nothing of an account that is younger than a week."""
    query = select(Delivery.lane, Delivery.ended_at).where(
        Delivery.sending_account == account,
        Delivery.ended_at > now - LOOKS_BACK,
        Delivery.state.in_(LEFT),
        Delivery.lane < Lane.NOTICE,
    )
    history: dict[Lane, list[datetime]] = {}
    for row in session.execute(query.order_by(Delivery.ended_at)):
        history.setdefault(Lane(row.lane), []).append(row.ended_at)
    first = min((moments[0] for moments in history.values()), default=now)
    return history if now - first >= KNOWN_AFTER else {}


def _needs(history: Spent, length: timedelta, limit: int) -> dict[Lane, int]:
    """Of each lane the most that fell into one hour or day of the clock."""
    shares = {lane: limit * share // 100 for lane, share in SHARES.items()}
    if not history:
        return shares
    most = {
        lane: max(Counter(_number(at, length) for at in history.get(lane, ())).values(), default=0)
        for lane in SHARES
    }
    return {lane: min(int(most[lane] * MARGIN) + 1, shares[lane]) for lane in SHARES}


def _number(at: datetime, length: timedelta) -> int:
    return int(at.timestamp() // length.total_seconds())


def _within(moments: Sequence[datetime], start: datetime, end: datetime) -> int:
    """How many of them lie after the start and not after the end."""
    return bisect_right(moments, end) - bisect_right(moments, start)
