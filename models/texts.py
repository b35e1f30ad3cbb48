"""The texts of automatic mail as coordinators wrote them. What nobody wrote comes from the shipped templates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Agent, Team


class MailText(Base):
    """One version of a text; the newest of its (kind, language, team) counts. Without a team: for all teams."""

    __tablename__ = "mail_text"
    __table_args__ = (Index("ix_mail_text_newest", "kind", "language", "team_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    at: Mapped[datetime]

    team: Mapped[Team | None] = relationship()
    agent: Mapped[Agent | None] = relationship()
