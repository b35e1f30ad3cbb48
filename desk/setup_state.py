"""How the parts of a desk stand that coordinators set up: how many of each, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from desk import texts
from models.addresses import Address
from models.base import Base
from models.calendars import BusinessCalendar
from models.people import Agent, Team
from models.session import Session
from models.sla import Policy


@dataclass(frozen=True)
class SetupState:
    """Of agents, addresses and policies, the active ones."""

    teams: int
    teams_without_members: list[str]
    agents: int
    addresses: int
    calendars: int
    policies: int
    rewritten_texts: int


def setup_state(session: Session) -> SetupState:
    alone = select(Team.name).where(~Team.members.any(Agent.is_active)).order_by(Team.name)
    return SetupState(
        teams=_count(session, Team),
        teams_without_members=list(session.scalars(alone)),
        agents=_count(session, Agent, Agent.is_active.is_(True)),
        addresses=_count(session, Address, Address.is_active.is_(True)),
        calendars=_count(session, BusinessCalendar),
        policies=_count(session, Policy, Policy.is_active.is_(True)),
        rewritten_texts=len(texts.list_own(session)),
    )


def _count(session: Session, table: type[Base], *terms: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*terms)) or 0
