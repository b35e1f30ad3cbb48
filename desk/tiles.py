"""How many tickets stand in the lists a coordinator looks at first: counted off the indexes of unfinished tickets."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from desk.horizons import Horizon
from desk.terms import Term, is_due_today, is_overdue
from models.people import Agent
from models.session import Session
from models.ticket import Ticket


@dataclass(frozen=True)
class Tiles:
    unassigned: int
    overdue: int
    today: int
    mine: int


def tiles(session: Session, agent: Agent, horizon: Horizon) -> Tiles:
    """In one statement, each number a walk along one index."""
    unfinished = Ticket.turn_at.is_not(None)
    counted: tuple[tuple[Term, ...], ...] = (
        (Ticket.assignee_id.is_(None), unfinished),
        (is_overdue(horizon),),
        (is_due_today(horizon),),
        (Ticket.assignee_id == agent.id, unfinished),
    )
    counts = [select(func.count(Ticket.id)).where(*terms).scalar_subquery() for terms in counted]
    return Tiles(*session.execute(select(*counts)).one())
