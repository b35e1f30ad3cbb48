"""What is promised and how it stands: policies with their targets, and the clocks that run on tickets.

A clock is its list of changes; what stands on its own row is a cache of them (`desk/clocks.py` counts).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.calendars import BusinessCalendar
from models.message import Message
from models.people import RequesterKind, Team
from models.reason import Reason
from models.ticket import Priority, Ticket


class Metric(StrEnum):
    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"


class Unit(StrEnum):
    """Minutes of opening time, or working days counted from the next one (hari kerja)."""

    MINUTES = "minutes"
    DAYS = "days"


class ClockChange(StrEnum):
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    MET = "met"
    RETURNED = "returned"
    """The answer that had met it never arrived."""
    MOVED = "moved"
    """Another target or calendar, from the clock's very start."""
    DROPPED = "dropped"
    """Ended without being met: merged, spam, resolved without an answer, no target any more."""
    WARNED = "warned"
    BREACHED = "breached"


class Policy(Base):
    """Which tickets get which targets. The first active one, by `position`, whose team and kind fit, counts.

    Without a calendar of its own the team's counts. `warn_percent` of a target used up: time for a warning.
    """

    __tablename__ = "policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    requester_kind: Mapped[RequesterKind | None] = mapped_column(EnumText(RequesterKind))
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("business_calendar.id"))
    warn_percent: Mapped[int] = mapped_column(default=75)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    team: Mapped[Team | None] = relationship()
    calendar: Mapped[BusinessCalendar | None] = relationship()
    targets: Mapped[list[Target]] = relationship(
        back_populates="policy", order_by="Target.id", cascade="all, delete-orphan"
    )

    def target(self, metric: Metric, priority: Priority) -> Target | None:
        return next(
            (each for each in self.targets if each.metric is metric and each.priority is priority), None
        )


class Target(Base):
    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("policy_id", "metric", "priority"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    metric: Mapped[Metric] = mapped_column(EnumText(Metric))
    priority: Mapped[Priority] = mapped_column(EnumText(Priority))
    amount: Mapped[int]
    unit: Mapped[Unit] = mapped_column(EnumText(Unit))

    policy: Mapped[Policy] = relationship(back_populates="targets")


class Clock(Base):
    """`due_at` only while it runs; `wakes_at`: the next moment to warn or to breach, claimed by whoever does it."""

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_wakes_at", "wakes_at", "id"),
        Index("ix_clock_ticket", "ticket_id", "metric", "id"),
        Index("ix_clock_breached_at", "breached_at", "metric", "ticket_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    metric: Mapped[Metric] = mapped_column(EnumText(Metric))
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendar.id"), index=True)
    amount: Mapped[int]
    unit: Mapped[Unit] = mapped_column(EnumText(Unit))
    warn_percent: Mapped[int]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    wakes_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[Reason | None]
    ended_at: Mapped[datetime | None]
    met_by_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    warned_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship()
    policy: Mapped[Policy] = relationship()
    calendar: Mapped[BusinessCalendar] = relationship()
    met_by: Mapped[Message | None] = relationship()
    changes: Mapped[list[ClockEvent]] = relationship(back_populates="clock", order_by="ClockEvent.id")

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.paused_at is None


class ClockEvent(Base):
    """One change of a clock; append-only. `facts` may hold a `reason`, a target, or a due moment before and after."""

    __tablename__ = "clock_event"
    __table_args__ = (Index("ix_clock_event_change", "change", "at", "clock_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), index=True)
    change: Mapped[ClockChange] = mapped_column(EnumText(ClockChange))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]

    clock: Mapped[Clock] = relationship(back_populates="changes")
