"""What agents leave lying about while they work: drafts of replies, and deeds on many tickets that can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.message import MessageKind
from models.people import Agent
from models.ticket import Ticket


class KeptDraft(Base):
    """What an agent has written on a ticket's page and not sent yet."""

    __tablename__ = "kept_draft"
    __table_args__ = (UniqueConstraint("ticket_id", "agent_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    kind: Mapped[MessageKind] = mapped_column(EnumText(MessageKind))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class BulkDeed(Base):
    """One click on many tickets; `before` holds for each ticket's code what undoing brings back."""

    __tablename__ = "bulk_deed"
    __table_args__ = (Index("ix_bulk_deed_agent", "agent_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    deed: Mapped[str] = mapped_column(String(30))
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    agent: Mapped[Agent] = relationship()


class BlockedSender(Base):
    """`pattern` is an address, or `@domain` for all of one."""

    __tablename__ = "blocked_sender"

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern: Mapped[str] = mapped_column(String(320), unique=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    at: Mapped[datetime]

    agent: Mapped[Agent | None] = relationship()
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    ticket: Mapped[Ticket | None] = relationship()
