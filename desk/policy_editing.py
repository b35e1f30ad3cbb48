"""SLA policies, made and changed by coordinators: for whom, on which calendar, how much time for what.

After each change the clocks that run are counted anew by it. A policy is never deleted, since clocks of the
past name it: it is switched off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from desk import people, sla
from desk.calendars import team_calendar
from desk.errors import Invalid
from desk.people import Editor
from desk.policy_presets import Targets
from desk.slugs import unused_slug
from desk.spans import Span
from desk.worktime import WorkCalendar, add_working_days, add_working_time
from models.calendars import BusinessCalendar
from models.people import RequesterKind, Team
from models.reason import because
from models.session import Session
from models.sla import Policy, Target, Unit

WARN_PERCENT = 75


@dataclass(frozen=True)
class PolicyPlan:
    """What a policy is to be. Without team, kind or calendar: for all, and on the calendar of the team.

    One without targets promises nothing, on purpose: the first policy that fits a ticket counts.
    """

    name: str
    team: Team | None = None
    requester_kind: RequesterKind | None = None
    calendar: BusinessCalendar | None = None
    warn_percent: int = WARN_PERCENT
    is_active: bool = True
    targets: Targets = field(default_factory=dict)


def add_policy(session: Session, plan: PolicyPlan, *, by: Editor, at: datetime) -> Policy:
    """Before all others, as the newest is mostly meant for a special case. Raises Invalid."""
    people.require_editor(by, "edit_policies")
    first = session.scalar(select(func.min(Policy.position)))
    policy = Policy(
        slug=unused_slug(plan.name, _taken(session)),
        position=0 if first is None else first - 1,
        created_at=at,
    )
    _apply(policy, plan)
    session.add(policy)
    _changed(session, at=at)
    return policy


def edit_policy(session: Session, policy: Policy, plan: PolicyPlan, *, by: Editor, at: datetime) -> None:
    """Raises Invalid."""
    people.require_editor(by, "edit_policies")
    _apply(policy, plan)
    _changed(session, at=at)


def move_policy(session: Session, policy: Policy, steps: int, *, by: Editor, at: datetime) -> None:
    """Earlier with less than nought: the first that fits a ticket counts. Stops at the ends of the list."""
    people.require_editor(by, "edit_policies")
    order = list_policies(session)
    place = min(max(order.index(policy) + steps, 0), len(order) - 1)
    order.remove(policy)
    order.insert(place, policy)
    for position, each in enumerate(order):
        each.position = position
    _changed(session, at=at)


def list_policies(session: Session) -> list[Policy]:
    """In the order they are tried, switched-off ones too."""
    return list(session.scalars(select(Policy).order_by(Policy.position, Policy.id)))


def due(calendar: WorkCalendar, start: datetime, span: Span) -> datetime | None:
    """When a target would be due that starts now; None: the calendar does not open that long."""
    if span.unit is Unit.DAYS:
        return add_working_days(calendar, start, span.amount)
    return add_working_time(calendar, start, timedelta(minutes=span.amount))


def calendar_of(session: Session, plan: PolicyPlan) -> BusinessCalendar | None:
    """What the plan would count on: its own, the team's, or the desk's first; None before there is any."""
    if plan.calendar or plan.team is None:
        return (
            plan.calendar or session.scalars(select(BusinessCalendar).order_by(BusinessCalendar.id)).first()
        )
    return team_calendar(session, plan.team)


def targets_of(policy: Policy) -> Targets:
    return {(each.metric, each.priority): Span(each.amount, each.unit) for each in policy.targets}


def _apply(policy: Policy, plan: PolicyPlan) -> None:
    if not 1 <= plan.warn_percent <= 100:
        raise Invalid(because("warn_percent_wrong"))
    policy.name = people.checked_name(plan.name)
    policy.team, policy.calendar = plan.team, plan.calendar
    policy.requester_kind = plan.requester_kind
    policy.warn_percent = plan.warn_percent
    policy.is_active = plan.is_active
    _set_targets(policy, plan.targets)


def _set_targets(policy: Policy, wanted: Targets) -> None:
    """Row by row: a target that stays keeps its row, as no policy holds two of a kind."""
    known = {(each.metric, each.priority): each for each in policy.targets}
    for key in known.keys() - wanted.keys():
        policy.targets.remove(known[key])
    for (metric, priority), span in wanted.items():
        target = known.get((metric, priority))
        if target is None:
            target = Target(metric=metric, priority=priority)
            policy.targets.append(target)
        target.amount, target.unit = span.amount, span.unit


def _changed(session: Session, *, at: datetime) -> None:
    session.flush()
    sla.recount_for_policies(session, at=at)


def _taken(session: Session) -> Callable[[str], bool]:
    return lambda slug: session.scalars(select(Policy).filter_by(slug=slug)).first() is not None
