"""Who has how much to do: unfinished tickets by team and by agent, in one statement.

Overdue time is counted on the wall, from the nearest due moment until now, nights and weekends included: it
says how long people have waited, in a figure that can be added up across calendars.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from sqlalchemy import Row, extract, func, or_, select

from desk.horizons import Horizon
from desk.terms import is_due_today, is_overdue
from models.people import Agent, Team
from models.session import Session
from models.ticket import Status, Ticket


@dataclass(frozen=True)
class Load:
    """`oldest`: when the oldest of them was opened."""

    unfinished: int = 0
    unassigned: int = 0
    today: int = 0
    overdue: int = 0
    overdue_time: timedelta = timedelta()
    pending: int = 0
    on_hold: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class Workload:
    teams: list[tuple[Team, Load]]
    agents: list[tuple[Agent, Load]]
    """The active ones, and who left with work in hand."""

    @property
    def most(self) -> int:
        """The largest number of tickets in any line, to draw the others beside it."""
        return max((load.unfinished for _, load in (*self.teams, *self.agents)), default=0)


@dataclass(frozen=True)
class _Share:
    """What one agent, or nobody, holds in one team."""

    team_id: int
    assignee_id: int | None
    load: Load


def workload(session: Session, horizon: Horizon) -> Workload:
    shares = _shares(session, horizon)
    holders = {share.assignee_id for share in shares if share.assignee_id}
    agents = select(Agent).where(or_(Agent.is_active, Agent.id.in_(holders))).order_by(Agent.name, Agent.id)
    return Workload(
        teams=[
            (team, _sum(share.load for share in shares if share.team_id == team.id))
            for team in session.scalars(select(Team).order_by(Team.name, Team.id))
        ],
        agents=[
            (agent, _sum(share.load for share in shares if share.assignee_id == agent.id))
            for agent in session.scalars(agents)
        ],
    )


def _shares(session: Session, horizon: Horizon) -> list[_Share]:
    overdue = is_overdue(horizon)
    query = select(
        Ticket.team_id,
        Ticket.assignee_id,
        func.count().label("unfinished"),
        func.count().filter(is_due_today(horizon)).label("today"),
        func.count().filter(overdue).label("overdue"),
        func.sum(extract("epoch", Ticket.turn_at)).filter(overdue).label("due_seconds"),
        func.count().filter(Ticket.status == Status.PENDING).label("pending"),
        func.count().filter(Ticket.status == Status.ON_HOLD).label("on_hold"),
        func.min(Ticket.opened_at).label("oldest"),
    ).where(Ticket.turn_at.is_not(None))
    rows = session.execute(query.group_by(Ticket.team_id, Ticket.assignee_id))
    return [_Share(row.team_id, row.assignee_id, _load(row, horizon.now)) for row in rows]


def _load(row: Row[*tuple[Any, ...]], now: datetime) -> Load:
    late = row.overdue * int(now.timestamp()) - int(row.due_seconds or 0)
    return Load(
        unfinished=row.unfinished,
        unassigned=0 if row.assignee_id else row.unfinished,
        today=row.today,
        overdue=row.overdue,
        overdue_time=timedelta(seconds=late),
        pending=row.pending,
        on_hold=row.on_hold,
        oldest=row.oldest,
    )


def _sum(loads: Iterable[Load]) -> Load:
    return reduce(_added, loads, Load())


def _added(one: Load, other: Load) -> Load:
    return Load(
        unfinished=one.unfinished + other.unfinished,
        unassigned=one.unassigned + other.unassigned,
        today=one.today + other.today,
        overdue=one.overdue + other.overdue,
        overdue_time=one.overdue_time + other.overdue_time,
        pending=one.pending + other.pending,
        on_hold=one.on_hold + other.on_hold,
        oldest=min(filter(None, (one.oldest, other.oldest)), default=None),
    )
