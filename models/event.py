"""Who did what to which ticket, when. Append-only: timeline, consequences, reports and audit read this table."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.message import Message
from models.people import Agent, Requester
from models.ticket import Ticket


class EventKind(StrEnum):
    OPENED = "opened"
    REPLY_RECEIVED = "reply_received"
    REPLIED = "replied"
    REPLIED_BY_HAND = "replied_by_hand"
    NOTED = "noted"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    LINKED = "linked"
    REPLY_HELD = "reply_held"
    REPLY_RELEASED = "reply_released"
    REPLY_REFUSED = "reply_refused"
    ACKNOWLEDGED = "acknowledged"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    BOUNCED = "bounced"
    DELAYED = "delayed"
    FOLLOWER_APPROVED = "follower_approved"
    FOLLOWER_LEFT_OUT = "follower_left_out"
    PRIORITISED = "prioritised"
    PUT_ON_HOLD = "put_on_hold"
    TAKEN_UP = "taken_up"
    MOVED = "moved"
    MERGED = "merged"
    ABSORBED = "absorbed"
    UNMERGED = "unmerged"
    MARKED_SPAM = "marked_spam"
    NOT_SPAM = "not_spam"
    RESCUED = "rescued"
    TAKEN_BACK = "taken_back"
    WARNED = "warned"
    BREACHED = "breached"
    ARTICLE_INSERTED = "article_inserted"
    REQUESTER_JOINED = "requester_joined"
    REQUESTER_CHANGED = "requester_changed"
    PARCEL_FETCHED = "parcel_fetched"
    PARCEL_ENDED = "parcel_ended"
    FILES_ASKED_FOR = "files_asked_for"
    FILES_NOT_ASKED_FOR = "files_not_asked_for"
    WHOLE_ASKED_FOR = "whole_asked_for"
    WHOLE_FETCHED = "whole_fetched"
    HANDED_OVER = "handed_over"


class Event(Base):
    """`agent` or `requester` acted; neither: Meja itself. `facts` may hold a reason (`code`, `facts`)."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_ticket_at", "ticket_id", "id"), Index("ix_event_kind_at", "kind", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[EventKind] = mapped_column(EnumText(EventKind))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    requester_id: Mapped[int | None] = mapped_column(ForeignKey("requester.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]

    ticket: Mapped[Ticket] = relationship()
    message: Mapped[Message | None] = relationship()
    agent: Mapped[Agent | None] = relationship()
    requester: Mapped[Requester | None] = relationship()
