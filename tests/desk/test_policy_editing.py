"""SLA policies as coordinators make, order and switch them, and what follows for clocks that run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk import calendar_presets, people, policy_presets, tickets
from desk.calendar_editing import CalendarPlan, add_calendar
from desk.calendars import work_calendar
from desk.errors import Invalid, NotAllowed
from desk.policies import get_policy
from desk.policy_editing import (
    PolicyPlan,
    add_policy,
    due,
    edit_policy,
    list_policies,
    move_policy,
    targets_of,
)
from desk.spans import Span
from desk.surroundings import Surroundings
from desk.work import work
from models.session import Session
from models.sla import Metric, Policy, Unit
from models.ticket import Priority
from tests.desks import NOON, a_ticket, agent

FIRST = (Metric.FIRST_REPLY, Priority.NORMAL)
ONE_HOUR, TWO_HOURS, TWO_DAYS = Span(60, Unit.MINUTES), Span(120, Unit.MINUTES), Span(2, Unit.DAYS)
PLAN = PolicyPlan("Semua", targets={FIRST: TWO_HOURS})


def policy(session: Session, plan: PolicyPlan = PLAN) -> Policy:
    return add_policy(session, plan, by=agent(session, "citra"), at=NOON)


def around_the_clock(session: Session) -> None:
    plan = CalendarPlan("24 jam", "Asia/Jakarta", calendar_presets.hours_of("around_the_clock"))
    add_calendar(session, plan, by=None, at=NOON)


@pytest.mark.parametrize(
    "plan",
    [replace(PLAN, name=""), replace(PLAN, warn_percent=0), replace(PLAN, warn_percent=101)],
    ids=["without a name", "warning at once", "warning after the end"],
)
def test_policy_that_cannot_be_is_refused(plan: PolicyPlan, desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(Invalid):
        policy(session, plan)


def test_agent_promises_nothing(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(NotAllowed):
        add_policy(session, PLAN, by=agent(session, "ana"), at=NOON)


def test_target_changed_taken_away_and_added(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        known = policy(session, replace(PLAN, targets=policy_presets.PRESETS["customer_service"]))
        targets = {FIRST: ONE_HOUR, (Metric.RESOLUTION, Priority.LOW): TWO_DAYS}
        edit_policy(session, known, replace(PLAN, targets=targets), by=None, at=NOON)
    with desk.database.reading() as session:
        assert targets_of(get_policy(session, "semua")) == targets


def test_newest_policy_is_tried_first_and_can_be_moved(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        for name in ("Umum", "Mitra", "Lembaga"):
            policy(session, replace(PLAN, name=name))
        before = [each.name for each in list_policies(session)]
        move_policy(session, get_policy(session, "lembaga"), 1, by=None, at=NOON)
        move_policy(session, get_policy(session, "umum"), 1, by=None, at=NOON)

        assert before == ["Lembaga", "Mitra", "Umum"]
        assert [each.name for each in list_policies(session)] == ["Mitra", "Lembaga", "Umum"]


def test_running_clock_follows_a_changed_target(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        around_the_clock(session)
        known = policy(session)
        code = a_ticket(session).code
    with work(desk, at=NOON) as session:
        plan = replace(PLAN, targets={FIRST: ONE_HOUR})
        edit_policy(session, get_policy(session, known.slug), plan, by=agent(session, "citra"), at=NOON)
    with desk.database.reading() as session:
        assert tickets.get_ticket(session, code).turn_at == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def test_running_clock_follows_the_next_policy_when_its_own_is_switched_off(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        around_the_clock(session)
        policy(session, replace(PLAN, name="Umum"))
        special = policy(session, replace(PLAN, name="Khusus", targets={FIRST: ONE_HOUR}))
        code = a_ticket(session).code
    with work(desk, at=NOON) as session:
        off = replace(PLAN, name="Khusus", is_active=False)
        edit_policy(session, get_policy(session, special.slug), off, by=None, at=NOON)
    with desk.database.reading() as session:
        assert tickets.get_ticket(session, code).turn_at == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def test_policy_of_another_team_leaves_a_ticket_alone(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        around_the_clock(session)
        policy(session, replace(PLAN, name="Umum"))
        billing = people.get_team(session, "billing")
        policy(session, replace(PLAN, name="Tagihan", team=billing, targets={FIRST: ONE_HOUR}))
        code = a_ticket(session).code
    with desk.database.reading() as session:
        assert tickets.get_ticket(session, code).turn_at == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("preset", policy_presets.PRESETS)
def test_preset_promises_the_urgent_sooner(preset: str, desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        around_the_clock(session)
        plan = CalendarPlan("Hari kerja", "Asia/Jakarta", calendar_presets.hours_of("five_days"))
        calendar = work_calendar(add_calendar(session, plan, by=None, at=NOON))
        targets = policy_presets.PRESETS[preset]
        for metric in Metric:
            dues = [due(calendar, NOON, targets[metric, priority]) for priority in Priority]

            assert dues == sorted(filter(None, dues), reverse=True)
