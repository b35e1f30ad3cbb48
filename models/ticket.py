"""A ticket: one matter, one code, one requester, one team that owns it."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.addresses import Address
from models.base import Base, EnumText
from models.people import Agent, Requester, Team
from models.reason import Reason


class Status(StrEnum):
    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Channel(StrEnum):
    MAIL = "mail"
    WEB = "web"
    PORTAL = "portal"
    API = "api"
    CHAT = "chat"
    PHONE = "phone"
    COUNTER = "counter"


DONE = (Status.RESOLVED, Status.CLOSED)
WAITING = (Status.PENDING, Status.ON_HOLD)

NO_HURRY = datetime(9000, 1, 1, tzinfo=UTC)
"""When it is the turn of a ticket on which no clock runs: after all others."""


class Ticket(Base):
    """`root_message_id` stands in the References of every mail of the ticket, so that clients thread.

    `version` refuses a lost update when two people change the ticket at once.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_list", "updated_at", "id"),
        Index("ix_ticket_status_list", "status", "updated_at", "id"),
        Index("ix_ticket_team_list", "team_id", "status", "updated_at", "id"),
        Index("ix_ticket_assignee_list", "assignee_id", "status", "updated_at", "id"),
        Index("ix_ticket_turn", "turn_at", "id"),
        Index("ix_ticket_team_turn", "team_id", "turn_at", "id"),
        Index("ix_ticket_assignee_turn", "assignee_id", "turn_at", "id"),
        Index(
            "ix_ticket_unfinished",
            *("team_id", "assignee_id", "status", "turn_at", "opened_at"),
            sqlite_where=text("turn_at IS NOT NULL"),
            postgresql_where=text("turn_at IS NOT NULL"),
        ),
        Index(
            "ix_ticket_spam",
            "id",
            sqlite_where=text("spam_at IS NOT NULL"),
            postgresql_where=text("spam_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    subject: Mapped[str] = mapped_column(String(300))
    status: Mapped[Status] = mapped_column(EnumText(Status), default=Status.NEW)
    priority: Mapped[Priority] = mapped_column(EnumText(Priority), default=Priority.NORMAL)
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    language: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"))
    requester_id: Mapped[int] = mapped_column(ForeignKey("requester.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    root_message_id: Mapped[str] = mapped_column(String(255), unique=True)
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    turn_at: Mapped[datetime | None]
    """Its nearest due moment while it is not done, NO_HURRY when no clock runs; None once it is done."""
    held_because: Mapped[str] = mapped_column(String(300), default="")
    held_until: Mapped[datetime | None] = mapped_column(index=True)
    spam_at: Mapped[datetime | None]
    spam_because: Mapped[Reason | None]
    """Why Meja set it aside by itself; None where a person said that it is spam."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    team: Mapped[Team] = relationship()
    address: Mapped[Address] = relationship()
    requester: Mapped[Requester] = relationship()
    assignee: Mapped[Agent | None] = relationship()
    merged_into: Mapped[Ticket | None] = relationship(remote_side="Ticket.id")
    followers: Mapped[list[Follower]] = relationship(back_populates="ticket", order_by="Follower.id")

    @property
    def is_done(self) -> bool:
        return self.status in DONE

    @property
    def is_waiting(self) -> bool:
        """For the requester, or for somebody else: its clocks pause."""
        return self.status in WAITING

    @property
    def is_spam(self) -> bool:
        return self.spam_at is not None

    @property
    def is_suspected(self) -> bool:
        """Of being spam, before any person has looked."""
        return self.is_spam and self.spam_because is not None

    @property
    def living(self) -> Ticket:
        """Where its conversation goes on: itself, or the ticket it was merged into."""
        return self.merged_into.living if self.merged_into else self

    @property
    def is_closed(self) -> bool:
        return self.status is Status.CLOSED

    def is_followed_by(self, address: str) -> bool:
        return any(each.address == address for each in self.followers)


class Follower(Base):
    """Someone copied on a ticket. Gets no mail before an agent approved it, and never the history (T024)."""

    __tablename__ = "follower"
    __table_args__ = (UniqueConstraint("ticket_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    address: Mapped[str] = mapped_column(String(320), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    approved_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    ticket: Mapped[Ticket] = relationship(back_populates="followers")


class TicketLink(Base):
    """`ticket` goes on from `other`, or belongs beside it."""

    __tablename__ = "ticket_link"
    __table_args__ = (UniqueConstraint("ticket_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    created_at: Mapped[datetime]

    ticket: Mapped[Ticket] = relationship(foreign_keys=[ticket_id])
    other: Mapped[Ticket] = relationship(foreign_keys=[other_id])
