"""The ledger of mail: what arrived (bytes and sightings), what leaves (deliveries and their attempts)."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.addresses import Address
from models.base import Base, EnumText
from models.message import Message
from models.people import Agent, Requester
from models.reason import Reason
from models.ticket import Ticket


class Fate(StrEnum):
    RECEIVED = "received"
    FILED = "filed"
    IGNORED = "ignored"
    NEEDS_LOOK = "needs_look"


class Treatment(StrEnum):
    """How a mail is filed: as it came; without any mail because of it; as a closed, silent archive; as suspected spam
    (it lay in Junk); as an answer that somebody wrote by hand (it lay in Sent); or without any mail because of it,
    and an agent's words held (it came back after a restore, and may have been dealt with before)."""

    LIVE = "live"
    QUIET = "quiet"
    ARCHIVE = "archive"
    SUSPECTED = "suspected"
    BY_HAND = "by_hand"
    RETURNED = "returned"


class FolderRole(StrEnum):
    """What a watched folder is for, as the server says or settings.toml does."""

    INBOX = "inbox"
    JUNK = "junk"
    SENT = "sent"


class Mail(Base):
    """The bytes of one mail, named by their sha256, and what became of them.

    `attempts` is committed before the mail is parsed, `claimed_until` while somebody files it.
    """

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_waiting", "fate", "claimed_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    is_whole: Mapped[bool] = mapped_column(default=True)
    fate: Mapped[Fate] = mapped_column(EnumText(Fate), default=Fate.RECEIVED)
    reason: Mapped[Reason | None]
    trace: Mapped[str] = mapped_column(Text, default="")
    treatment: Mapped[Treatment] = mapped_column(EnumText(Treatment), default=Treatment.LIVE)
    door: Mapped[str] = mapped_column(String(60))
    """The mailbox it was read in, or "files" or "pipe"."""
    delivered_to: Mapped[str] = mapped_column(String(320), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(60))
    claimed_until: Mapped[datetime | None]
    arrived_at: Mapped[datetime]
    """When the receiving host took it; our own clock where there is no host."""
    kept_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    caught_at: Mapped[datetime | None] = mapped_column(index=True)
    """When its sender's block had it ignored. Once somebody lets it go it is not caught again."""
    internet_id: Mapped[str] = mapped_column(String(255), default="", index=True)
    sender: Mapped[str] = mapped_column(String(320), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[str] = mapped_column(String(30), default="")
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)

    ticket: Mapped[Ticket | None] = relationship()

    @property
    def short_name(self) -> str:
        """How people name a mail: the first twelve digits of its sha256."""
        return self.sha256[:12]


class Sighting(Base):
    """A mail seen in a folder. Without `mail_id`: known, and left alone at the first connection."""

    __tablename__ = "sighting"
    __table_args__ = (
        UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),
        Index("ix_sighting_left_alone", "mailbox", "folder", "internet_id"),
        Index("ix_sighting_unmarked", "mailbox", "folder", "marked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    mailbox: Mapped[str] = mapped_column(String(60))
    folder: Mapped[str] = mapped_column(String(255))
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    internet_id: Mapped[str] = mapped_column(String(255), default="")
    at: Mapped[datetime]
    marked_at: Mapped[datetime | None]

    mail: Mapped[Mail | None] = relationship()


class FolderState(Base):
    """What is known of a watched folder: its UIDVALIDITY, since when, and what last went wrong."""

    __tablename__ = "folder_state"
    __table_args__ = (UniqueConstraint("mailbox", "folder"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(60))
    folder: Mapped[str] = mapped_column(String(255))
    role: Mapped[FolderRole] = mapped_column(EnumText(FolderRole), default=FolderRole.INBOX)
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    old_below: Mapped[int] = mapped_column(BigInteger)
    """UIDs below this were there before Meja first connected; `first_connection` says what becomes of them."""
    first_connected_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    trouble: Mapped[Reason | None]
    trouble_since: Mapped[datetime | None]


class DeliveryKind(StrEnum):
    REPLY = "reply"
    ACKNOWLEDGEMENT = "acknowledgement"
    NEW_MATTER = "new_matter"
    NEW_MESSAGE = "new_message"
    ASSIGNED = "assigned"
    HELD = "held"
    UNDELIVERED = "undelivered"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MORNING = "morning"
    DIGEST = "digest"
    TOO_LARGE = "too_large"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 (a kind of mail)


class Lane(IntEnum):
    """Who goes first when the sending account must choose: people's words, acknowledgements, notices."""

    WORDS = 1
    ACKNOWLEDGEMENT = 2
    NOTICE = 3


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    DEFERRED = "deferred"
    SENT = "sent"
    BOUNCED = "bounced"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    CONNECTING = "connecting"
    RCPT_OK = "rcpt_ok"
    DOT_PENDING = "dot_pending"
    ACCEPTED = "accepted"


class Delivery(Base):
    """One mail to one recipient. Its Message-ID is fixed here, its bytes at the first attempt (`eml_sha256`)."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "state", "not_before", "lane", "id"),
        Index("ix_delivery_lease", "state", "lease_until"),
        Index("ix_delivery_recipient", "recipient", "kind", "created_at"),
        Index("ix_delivery_spent", "sending_account", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idem_key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[DeliveryKind] = mapped_column(EnumText(DeliveryKind))
    lane: Mapped[int] = mapped_column(Integer)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"))
    sending_account: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(320))
    recipient_name: Mapped[str] = mapped_column(String(200), default="")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("requester.id"))
    language: Mapped[str] = mapped_column(String(10))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    internet_id: Mapped[str] = mapped_column(String(255), unique=True)
    eml_sha256: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[DeliveryState] = mapped_column(EnumText(DeliveryState), default=DeliveryState.QUEUED)
    phase: Mapped[Phase | None] = mapped_column(EnumText(Phase))
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(60))
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    smtp_code: Mapped[int | None]
    smtp_text: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[Reason | None]

    ticket: Mapped[Ticket | None] = relationship()
    message: Mapped[Message | None] = relationship()
    address: Mapped[Address] = relationship()
    agent: Mapped[Agent | None] = relationship()
    requester: Mapped[Requester | None] = relationship()

    @property
    def is_automatic(self) -> bool:
        """Automatic mail leaves at most once; people's words at least once."""
        return self.kind is not DeliveryKind.REPLY

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None


class Attempt(Base):
    """One try to hand a delivery over; never changed once written."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[DeliveryState] = mapped_column(EnumText(DeliveryState))
    smtp_code: Mapped[int | None]
    smtp_text: Mapped[str] = mapped_column(String(500), default="")
