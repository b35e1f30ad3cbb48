"""What an agent is told later, all in one mail: lines that wait for the agent's next digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.mail import DeliveryKind
from models.people import Agent
from models.ticket import Ticket


class DigestLine(Base):
    """`kind`: what the notice would have been. `told_at`: when the digest that says it was queued."""

    __tablename__ = "digest_line"
    __table_args__ = (Index("ix_digest_line_waiting", "told_at", "agent_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[DeliveryKind] = mapped_column(EnumText(DeliveryKind))
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    agent: Mapped[Agent] = relationship()
    ticket: Mapped[Ticket] = relationship()
