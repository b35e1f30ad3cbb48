"""The morning summary for coordinators: what is overdue, due today, held by nobody. By mail, once a working day.

It covers the coordinator's own teams, or all of them for who is in none. A morning without anything to say
brings no mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from desk import people
from desk.addresses import sender_for
from desk.calendars import list_calendars, work_calendar
from desk.deliveries import Letter, queue_letter
from desk.surroundings import desk_of
from desk.worktime import local_day_bounds
from models.mail import DeliveryKind
from models.people import Agent, Requester
from models.session import Session
from models.ticket import Ticket

NAMED = 15
"""How many tickets of each list a summary names; the others are counted."""


@dataclass(frozen=True)
class Lists:
    """What a summary says of each list: how many, and the first of them."""

    overdue: list[Ticket]
    today: list[Ticket]
    unassigned: list[Ticket]
    counts: dict[str, int]


def send_summaries(session: Session, *, at: datetime) -> int:
    """Those not sent yet today, once the hour has come on a working day; how many were queued."""
    return (
        sum(_send(session, agent, at=at) for agent in _coordinators(session)) if _is_time(session, at) else 0
    )


def lists_for(session: Session, agent: Agent, *, at: datetime) -> Lists:
    """Nearest first."""
    _, tonight = local_day_bounds(_zone(session), at)
    terms = {
        "overdue": Ticket.turn_at <= at,
        "today": (Ticket.turn_at > at) & (Ticket.turn_at < tonight),
        "unassigned": Ticket.turn_at.is_not(None) & Ticket.assignee_id.is_(None),
    }
    scope = [team.id for team in agent.teams]
    found = {name: _first(session, term, scope) for name, term in terms.items()}
    return Lists(**found, counts={name: _count(session, term, scope) for name, term in terms.items()})


def _is_time(session: Session, at: datetime) -> bool:
    hour = desk_of(session).settings.desk.morning_summary
    if not hour:
        return False
    local = at.astimezone(_zone(session))
    calendars = list_calendars(session)
    works = not calendars or any(work_calendar(each).stretches_on(local.date()) for each in calendars)
    return works and local.time() >= time.fromisoformat(hour)


def _send(session: Session, agent: Agent, *, at: datetime) -> bool:
    """Whether one was queued: not twice a day, and not without anything to say."""
    day = at.astimezone(_zone(session)).date().isoformat()
    found = lists_for(session, agent, at=at)
    address = sender_for(session, agent)
    if address is None or not any(found.counts.values()):
        return False
    facts = {"day": day, "counts": found.counts, **_told(found)}
    letter = Letter(DeliveryKind.MORNING, agent, address, once=day, facts=facts)
    return queue_letter(session, letter, at=at) is not None


def _told(found: Lists) -> dict[str, list[dict[str, str]]]:
    lists = {"overdue": found.overdue, "today": found.today, "unassigned": found.unassigned}
    return {name: [_line(ticket) for ticket in tickets] for name, tickets in lists.items()}


def _line(ticket: Ticket) -> dict[str, str]:
    return {
        "code": ticket.code,
        "subject": ticket.subject,
        "requester": ticket.requester.shown_name,
        "assignee": ticket.assignee.name if ticket.assignee else "",
        "due": ticket.turn_at.isoformat() if ticket.turn_at else "",
    }


def _coordinators(session: Session) -> list[Agent]:
    return [agent for agent in people.list_agents(session) if agent.is_active and agent.is_coordinator]


def _first(session: Session, term: ColumnElement[bool], scope: Sequence[int]) -> list[Ticket]:
    query = select(Ticket).where(term, *_within(scope)).order_by(Ticket.turn_at, Ticket.id).limit(NAMED)
    query = query.options(
        joinedload(Ticket.requester).selectinload(Requester.addresses), joinedload(Ticket.assignee)
    )
    return list(session.scalars(query).unique())


def _count(session: Session, term: ColumnElement[bool], scope: Sequence[int]) -> int:
    return session.scalar(select(func.count()).select_from(Ticket).where(term, *_within(scope))) or 0


def _within(scope: Sequence[int]) -> list[ColumnElement[bool]]:
    return [Ticket.team_id.in_(scope)] if scope else []


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(desk_of(session).settings.desk.time_zone)
