"""Parcels: files that go past the mail because they are too large for it.

A parcel to GET holds the files of a message for one recipient, who fetches them on a public page; one to GIVE lets
somebody outside bring files into their ticket. The link's token is derived from the row, never stored.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.message import Message
from models.ticket import Ticket


class Way(StrEnum):
    GET = "get"
    GIVE = "give"


class Parcel(Base):
    """`message`: whose files are fetched; of a parcel to give, the last one that brought files."""

    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    way: Mapped[Way] = mapped_column(EnumText(Way))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship()
    message: Mapped[Message | None] = relationship()

    def has_expired(self, at: datetime) -> bool:
        return at >= self.expires_at
