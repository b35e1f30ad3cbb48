"""Parcels: files that go past the mail because they are too large for it; and mails too large to be taken whole.

A parcel to GET holds the files of a message for one recipient, who fetches them on a public page; one to GIVE lets
somebody outside bring files into their ticket. The link's token is derived from the row, never stored.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.mail import Mail
from models.message import Message
from models.reason import Reason
from models.ticket import Ticket


class Way(StrEnum):
    GET = "get"
    GIVE = "give"


class Parcel(Base):
    """`message`: whose files are fetched; of a parcel to give, the last one that brought files. `used_at`: when a file
    was last fetched or brought; whoever ends it early moves `expires_at`."""

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
    times_used: Mapped[int] = mapped_column(default=0)

    ticket: Mapped[Ticket] = relationship()
    message: Mapped[Message | None] = relationship()

    def has_expired(self, at: datetime) -> bool:
        return at >= self.expires_at


class LargeMail(Base):
    """Of a mail that is not whole: how large the whole is, which files are missing, and what became of the wish for it.

    `size` is what the server announced, 0 when it said nothing. `asked_at`: somebody wants the whole, and nobody has
    begun to fetch it. `sha256` names the whole once it is here; `trouble` says why it is not.
    """

    __tablename__ = "large_mail"

    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[list[str]] = mapped_column(default=list)
    asked_at: Mapped[datetime | None] = mapped_column(index=True)
    fetched_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    trouble: Mapped[Reason | None]

    mail: Mapped[Mail] = relationship()
