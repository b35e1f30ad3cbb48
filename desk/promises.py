"""How the promises stand: what is overdue and due soon in each team, what stands still, what was kept and missed.

Counted over the unfinished tickets, and over what ended in the last thirty days: old tickets cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from desk.horizons import Horizon
from desk.terms import Term, has_breached, has_breached_today, is_due_this_week, is_due_today, is_overdue
from models.people import Team
from models.session import Session
from models.sla import Clock, ClockChange, ClockEvent, Metric
from models.ticket import Status, Ticket

SHORT, LONG = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """Of unfinished tickets, by their nearest clock; `week` includes today, neither includes what is overdue."""

    unfinished: int = 0
    overdue: int = 0
    today: int = 0
    week: int = 0
    pending: int = 0
    on_hold: int = 0
    breached: int = 0


@dataclass(frozen=True)
class Kept:
    """Clocks that were met in time, and those whose moment passed, in the last 7 and 30 days."""

    metric: Metric
    kept_short: int = 0
    missed_short: int = 0
    kept_long: int = 0
    missed_long: int = 0


@dataclass(frozen=True)
class Promises:
    teams: list[tuple[Team, Standing]]
    all_teams: Standing
    breached_today: int
    kept: list[Kept]


def promises(session: Session, horizon: Horizon) -> Promises:
    standings = _standings(session, horizon)
    teams = session.scalars(select(Team).order_by(Team.name, Team.id))
    return Promises(
        teams=[(team, standings.get(team.id, Standing())) for team in teams],
        all_teams=_sum(list(standings.values())),
        breached_today=session.scalar(select(func.count(Ticket.id)).where(has_breached_today(horizon))) or 0,
        kept=_kept(session, horizon.now),
    )


def held(session: Session, *, limit: int = 10) -> list[Ticket]:
    """Those on hold, whose end comes first; those without an end last."""
    on_hold = and_(Ticket.turn_at.is_not(None), Ticket.status == Status.ON_HOLD)
    query = select(Ticket).where(on_hold)
    return list(session.scalars(query.order_by(Ticket.held_until.nulls_last(), Ticket.id).limit(limit)))


def _standings(session: Session, horizon: Horizon) -> dict[int, Standing]:
    counted: tuple[Term, ...] = (
        is_overdue(horizon),
        is_due_today(horizon),
        is_due_this_week(horizon),
        Ticket.status == Status.PENDING,
        Ticket.status == Status.ON_HOLD,
        has_breached(horizon),
    )
    counts = [func.count().filter(term) for term in counted]
    query = select(Ticket.team_id, func.count(), *counts).where(Ticket.turn_at.is_not(None))
    return {row[0]: Standing(*list(row)[1:]) for row in session.execute(query.group_by(Ticket.team_id))}


def _sum(standings: list[Standing]) -> Standing:
    names = Standing.__dataclass_fields__
    return Standing(**{name: sum(getattr(each, name) for each in standings) for name in names})


def _kept(session: Session, now: datetime) -> list[Kept]:
    missed, met = _missed(session, now), _met(session, now)
    nothing = (0, 0)
    return [
        Kept(
            metric,
            kept_short=met.get(metric, nothing)[0],
            missed_short=missed.get(metric, nothing)[0],
            kept_long=met.get(metric, nothing)[1],
            missed_long=missed.get(metric, nothing)[1],
        )
        for metric in Metric
    ]


def _missed(session: Session, now: datetime) -> dict[Metric, tuple[int, int]]:
    lately = func.count().filter(Clock.breached_at > now - SHORT)
    query = select(Clock.metric, lately, func.count()).where(Clock.breached_at > now - LONG)
    return {row[0]: (row[1], row[2]) for row in session.execute(query.group_by(Clock.metric))}


def _met(session: Session, now: datetime) -> dict[Metric, tuple[int, int]]:
    """Whose last change was to be met: an answer that never arrived, or a ticket opened again, does not count."""
    lately = func.count().filter(ClockEvent.at > now - SHORT)
    query = (
        select(Clock.metric, lately, func.count())
        .join(ClockEvent.clock)
        .where(ClockEvent.change == ClockChange.MET, ClockEvent.at > now - LONG)
        .where(Clock.ended_at == ClockEvent.at, Clock.breached_at.is_(None))
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query.group_by(Clock.metric))}
