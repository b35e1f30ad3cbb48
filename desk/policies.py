"""Which promise a ticket gets: the first active policy whose team and kind of requester fit, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from desk.calendars import team_calendar
from desk.errors import NotFound
from models.calendars import BusinessCalendar
from models.reason import because
from models.session import Session
from models.sla import Metric, Policy, Target
from models.ticket import Ticket


@dataclass(frozen=True)
class Promise:
    """A target of a policy, and the calendar it is counted on."""

    policy: Policy
    target: Target
    calendar: BusinessCalendar


def promise_for(session: Session, ticket: Ticket, metric: Metric) -> Promise | None:
    """None when no policy fits, or when it promises nothing of this metric at this priority."""
    policy = policy_for(session, ticket)
    target = policy.target(metric, ticket.priority) if policy else None
    if policy is None or target is None:
        return None
    calendar = policy.calendar or team_calendar(session, ticket.team)
    return Promise(policy, target, calendar) if calendar else None


def policy_for(session: Session, ticket: Ticket) -> Policy | None:
    return next((policy for policy in active_policies(session) if fits(policy, ticket)), None)


def fits(policy: Policy, ticket: Ticket) -> bool:
    of_team = policy.team_id is None or policy.team_id == ticket.team.id
    kind = policy.requester_kind
    return of_team and (kind is None or kind is ticket.requester.kind)


def active_policies(session: Session) -> list[Policy]:
    """In the order they are tried; read once in a transaction."""
    known: list[Policy] | None = session.info.get("policies")
    if known is None:
        query = select(Policy).where(Policy.is_active).order_by(Policy.position, Policy.id)
        query = query.options(selectinload(Policy.targets), joinedload(Policy.calendar))
        known = session.info["policies"] = list(session.scalars(query).unique())
    return known


def get_policy(session: Session, slug: str) -> Policy:
    policy = session.scalars(select(Policy).where(Policy.slug == slug)).one_or_none()
    if policy is None:
        raise NotFound(because("no_such_policy", slug=slug))
    return policy
