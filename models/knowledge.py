"""The knowledge base: articles in one or more languages, their versions, and what came of suggesting them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.people import Agent
from models.ticket import Ticket


class Audience(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


class Article(Base):
    """`key` names it in addresses of pages and in imported files. A retired one is kept, shown to agents only."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    audience: Mapped[Audience] = mapped_column(EnumText(Audience), default=Audience.PUBLIC)
    category: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    texts: Mapped[list[ArticleText]] = relationship(back_populates="article", order_by="ArticleText.id")

    @property
    def is_public(self) -> bool:
        return self.audience is Audience.PUBLIC and self.retired_at is None


class ArticleText(Base):
    """One version in one language; the newest of its (article, language) counts. `body` is Markdown."""

    __tablename__ = "article_text"
    __table_args__ = (UniqueConstraint("article_id", "language", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    language: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    keywords: Mapped[str] = mapped_column(String(500), default="")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    at: Mapped[datetime]

    article: Mapped[Article] = relationship(back_populates="texts")
    agent: Mapped[Agent | None] = relationship()


class Place(StrEnum):
    """Where an article was offered."""

    ACKNOWLEDGEMENT = "acknowledgement"
    TICKET_PAGE = "ticket_page"


class Suggestion(Base):
    """An article offered for a ticket, with what the gate saw and what came of it; later ones learn from it.

    `token` names it in the link of a mail.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("ticket_id", "article_id", "place"),
        Index("ix_suggestion_article", "article_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    place: Mapped[Place] = mapped_column(EnumText(Place))
    position: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    probability: Mapped[float]
    features: Mapped[dict[str, Any]] = mapped_column(default=dict)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    inserted_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship()
    article: Mapped[Article] = relationship()


class Learned(Base):
    """Words of a ticket that an article answered: the article is found by them too, until it is rewritten."""

    __tablename__ = "learned"
    __table_args__ = (UniqueConstraint("ticket_id", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]
