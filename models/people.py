"""The people of a desk: requesters outside, agents and their teams inside, and the addresses they write from."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, EnumText
from models.calendars import BusinessCalendar


class Role(StrEnum):
    """Each role includes the one before it."""

    AGENT = "agent"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"

    def includes(self, other: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


class Hears(StrEnum):
    """What Meja writes to an agent about at once: what is theirs alone; their teams' new matters too; or nothing,
    but all of it together in a digest."""

    MINE = "mine"
    TEAM = "team"
    DIGEST = "digest"


def canonical(address: str) -> str:
    """The form addresses are compared in: NFC, lower case, no dot at the end of the domain.

    Dots and +tags of the local part are kept: `a.b@` and `ab@` are two people (T022).
    """
    return unicodedata.normalize("NFC", address.strip()).lower().rstrip(".")


class Team(Base):
    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("business_calendar.id"))
    created_at: Mapped[datetime]

    calendar: Mapped[BusinessCalendar | None] = relationship()
    members: Mapped[list[Agent]] = relationship(
        secondary="membership", back_populates="teams", order_by="Agent.id"
    )


class Membership(Base):
    __tablename__ = "membership"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), primary_key=True, index=True)


class Agent(Base):
    """A person who works tickets. `login` is the address used to sign in; `stamp` changes to end all sessions."""

    __tablename__ = "agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    login: Mapped[str] = mapped_column(String(320), unique=True)
    role: Mapped[Role] = mapped_column(EnumText(Role), default=Role.AGENT)
    language: Mapped[str] = mapped_column(String(10), default="id")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    stamp: Mapped[str] = mapped_column(String(40))
    is_active: Mapped[bool] = mapped_column(default=True)
    hears: Mapped[Hears] = mapped_column(EnumText(Hears), default=Hears.TEAM)
    created_at: Mapped[datetime]

    teams: Mapped[list[Team]] = relationship(
        secondary="membership", back_populates="members", order_by="Team.id"
    )
    addresses: Mapped[list[AgentAddress]] = relationship(back_populates="agent", order_by="AgentAddress.id")

    @property
    def is_coordinator(self) -> bool:
        return self.role.includes(Role.COORDINATOR)

    @property
    def mail_address(self) -> str:
        """Where Meja writes to this agent."""
        return self.login

    def writes_from(self, address: str) -> bool:
        """Whether this is one of the agent's confirmed addresses."""
        known = {each.address for each in self.addresses if each.confirmed_at is not None}
        return canonical(address) in known


class AgentAddress(Base):
    __tablename__ = "agent_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    address: Mapped[str] = mapped_column(String(320), unique=True)
    confirmed_at: Mapped[datetime | None]

    agent: Mapped[Agent] = relationship(back_populates="addresses")


class RequesterKind(StrEnum):
    """Whom a desk may promise different things, and count apart in its reports."""

    PUBLIC = "public"
    PARTNER = "partner"
    INSTITUTION = "institution"
    STAFF = "staff"


class Organization(Base):
    """New requesters who write from its domain belong to it."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    domain: Mapped[str | None] = mapped_column(String(255), unique=True)
    created_at: Mapped[datetime]


class Requester(Base):
    """A partner outside. Has no account; known by the addresses they wrote from, or by telephone alone.

    Who turned out to be somebody known stays, `joined_into` that person, for what was said under this name.
    """

    __tablename__ = "requester"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str | None] = mapped_column(String(10))
    phone: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[RequesterKind | None] = mapped_column(EnumText(RequesterKind))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    joined_into_id: Mapped[int | None] = mapped_column(ForeignKey("requester.id"), index=True)
    created_at: Mapped[datetime]

    joined_into: Mapped[Requester | None] = relationship(remote_side="Requester.id")
    organization: Mapped[Organization | None] = relationship()
    addresses: Mapped[list[RequesterAddress]] = relationship(
        back_populates="requester", order_by="RequesterAddress.id"
    )

    @property
    def mail_address(self) -> str:
        """ "" for somebody who has none."""
        return self.addresses[0].address if self.addresses else ""

    @property
    def has_mail(self) -> bool:
        return bool(self.addresses)

    @property
    def shown_name(self) -> str:
        return self.name or self.person.mail_address or self.phone

    @property
    def person(self) -> Requester:
        """Who this is by now."""
        return self.joined_into if self.joined_into_id and self.joined_into else self

    def writes_from(self, address: str) -> bool:
        return canonical(address) in {each.address for each in self.person.addresses}


class RequesterAddress(Base):
    __tablename__ = "requester_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey("requester.id"), index=True)
    address: Mapped[str] = mapped_column(String(320), unique=True)

    requester: Mapped[Requester] = relationship(back_populates="addresses")
