"""What people said in a ticket: messages, their attachments, and the replies that wait for a proof."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.people import Agent, Requester
from models.reason import Reason
from models.ticket import Channel, Ticket


class MessageKind(StrEnum):
    REPLY = "reply"
    NOTE = "note"


class Author(StrEnum):
    """Who speaks. An outsider holds a thread without being its requester or a follower."""

    REQUESTER = "requester"
    FOLLOWER = "follower"
    AGENT = "agent"
    OUTSIDER = "outsider"
    MACHINE = "machine"


class Message(Base):
    """`reply` holds the words written now; `quoted` and `signature` what was split off. Notes never leave."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[MessageKind] = mapped_column(EnumText(MessageKind))
    author: Mapped[Author] = mapped_column(EnumText(Author))
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("requester.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    from_name: Mapped[str] = mapped_column(String(200), default="")
    from_address: Mapped[str] = mapped_column(String(320), default="")
    to: Mapped[list[str]] = mapped_column(default=list)
    cc: Mapped[list[str]] = mapped_column(default=list)
    subject: Mapped[str] = mapped_column(String(300), default="")
    reply: Mapped[str] = mapped_column(Text)
    quoted: Mapped[str] = mapped_column(Text, default="")
    signature: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(10))
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    internet_id: Mapped[str] = mapped_column(String(255), default="", index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Of Message-ID, sender and text: the same words seen again through another door."""
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the page it was written on, so that a form sent twice says it once."""
    why_here: Mapped[Reason | None]
    at: Mapped[datetime]

    ticket: Mapped[Ticket] = relationship()
    agent: Mapped[Agent | None] = relationship()
    requester: Mapped[Requester | None] = relationship()
    attachments: Mapped[list[Attachment]] = relationship(back_populates="message", order_by="Attachment.id")
    held: Mapped[HeldReply | None] = relationship(back_populates="message")

    @property
    def is_public(self) -> bool:
        return self.kind is MessageKind.REPLY


class Attachment(Base):
    """A file of a message; its bytes lie in the file store under `sha256`. `key` is what links show (T110)."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    content_id: Mapped[str] = mapped_column(String(255), default="")
    inline: Mapped[bool] = mapped_column(default=False)

    message: Mapped[Message] = relationship(back_populates="attachments")


class HeldReply(Base):
    """An agent's mail kept inside (as a note) until it is proven or released; `reason` says what was missing."""

    __tablename__ = "held_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), unique=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    reason: Mapped[Reason]
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    released: Mapped[bool] = mapped_column(default=False)

    message: Mapped[Message] = relationship(back_populates="held")
    agent: Mapped[Agent] = relationship(foreign_keys=[agent_id])
    decided_by: Mapped[Agent | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None
