"""Whatever befalls a ticket, its clocks say what replaying its events says, and what counting minutes says."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from desk import calendars, holding, people, sla, tickets, timekeeping
from desk.returned import bounce
from desk.surroundings import Surroundings
from desk.work import work
from models.calendars import CalendarDay
from models.mail import Delivery, DeliveryKind
from models.message import Author
from models.people import Agent
from models.session import Session
from models.sla import Clock, ClockEvent, Target, Unit
from models.ticket import Priority, Ticket
from tests.desks import a_ticket, agent, rui, said
from tests.minutes import PlainCalendar, Table, Tape, days_that_count, minutes_that_count, passed_by, table
from tests.promises import OFFICE, PROMISED, a_calendar, a_policy

BEGIN = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HISTORIES = 25
TURNS = 12
FACTORS = {Priority.LOW: 4, Priority.NORMAL: 2, Priority.HIGH: 1, Priority.URGENT: 1}


@dataclass
class Scene:
    session: Session
    ticket: Ticket
    by: Agent
    at: datetime
    chance: random.Random


def asks(scene: Scene) -> None:
    by = rui(scene.session)
    tickets.receive_reply(scene.session, scene.ticket, said(), author=Author.REQUESTER, by=by, at=scene.at)


def replies(scene: Scene) -> None:
    tickets.reply(scene.session, scene.ticket, said("Done."), by=scene.by, at=scene.at)


def is_put_on_hold(scene: Scene) -> None:
    if not scene.ticket.is_done:
        holding.hold(scene.session, scene.ticket, reason="Toner", by=scene.by, at=scene.at)


def is_taken_up(scene: Scene) -> None:
    holding.take_up(scene.session, scene.ticket, by=scene.by, at=scene.at)


def changes_priority(scene: Scene) -> None:
    priority = scene.chance.choice(list(Priority))
    tickets.set_priority(scene.session, scene.ticket, priority, by=scene.by, at=scene.at)


def changes_team(scene: Scene) -> None:
    team = people.get_team(scene.session, scene.chance.choice(("support", "billing")))
    tickets.move(scene.session, scene.ticket, team, by=scene.by, at=scene.at)


def is_resolved(scene: Scene) -> None:
    tickets.resolve(scene.session, scene.ticket, by=scene.by, at=scene.at)


def is_reopened(scene: Scene) -> None:
    tickets.reopen(scene.session, scene.ticket, by=scene.by, at=scene.at)


def has_its_reply_bounced(scene: Scene) -> None:
    query = select(Delivery).where(Delivery.kind == DeliveryKind.REPLY).order_by(Delivery.id.desc())
    newest = scene.session.scalars(query).first()
    if newest:
        bounce(scene.session, newest, text="550 no such user", at=scene.at)


def gets_a_holiday(scene: Scene) -> None:
    calendar = calendars.get_calendar(scene.session, scene.chance.choice(("office", "far")))
    day = date(2026, 11, 16) + timedelta(days=scene.chance.randrange(20))
    if day not in {each.day for each in calendar.days}:
        calendar.days.append(CalendarDay(day=day, name="Off"))
        calendar.revision += 1
        scene.session.flush()
        sla.recount_for_calendar(scene.session, calendar, at=scene.at)


def gets_another_target(scene: Scene) -> None:
    target = scene.chance.choice(list(scene.session.scalars(select(Target))))
    target.amount = scene.chance.randint(1, 4) if target.unit is Unit.DAYS else scene.chance.randint(5, 900)
    scene.session.flush()
    sla.recount_for_policies(scene.session, at=scene.at)


TURNS_OF_FATE: tuple[Callable[[Scene], None], ...] = (
    *(asks, replies) * 3,
    is_put_on_hold,
    is_taken_up,
    changes_priority,
    changes_team,
    is_resolved,
    is_reopened,
    has_its_reply_bounced,
    gets_a_holiday,
    gets_another_target,
)


def promise(session: Session) -> None:
    """Two calendars in two zones; a target of every metric at every priority, so that no clock is ever dropped."""
    billing = people.get_team(session, "billing")
    everybody = a_policy(session, calendar=a_calendar(session))
    far = a_calendar(session, slug="far", zone="Asia/Jayapura")
    of_billing = a_policy(session, calendar=far, slug="billing", team=billing, position=-1)
    for policy in (everybody, of_billing):
        policy.targets = [
            Target(metric=metric, priority=priority, amount=max(amount * factor // 2, 1), unit=unit)
            for priority, factor in FACTORS.items()
            for metric, (amount, unit) in PROMISED.items()
        ]
    session.flush()


def live(desk: Surroundings, seed: int) -> str:
    """One ticket's life; its code."""
    chance = random.Random(seed)
    at = BEGIN + MINUTE * chance.randrange(3 * 24 * 60)
    with work(desk, at=at) as session:
        promise(session)
        code = a_ticket(session, at=at).code
    for _ in range(TURNS):
        at += MINUTE * chance.choice((1, 7, 50, 200, 600, 1700)) * chance.randint(0, 2)
        with work(desk, at=at) as session:
            scene = Scene(session, tickets.get_ticket(session, code), agent(session, "Ben"), at, chance)
            chance.choice(TURNS_OF_FATE)(scene)
    return code


def rows(session: Session, code: str) -> list[tuple[object, ...]]:
    found = timekeeping.clocks_of(session, tickets.get_ticket(session, code))
    return [(each.metric, each.started_at, each.due_at, each.paused_at, each.ended_at) for each in found]


def naive_due(clock: Clock, tables: dict[str, Table]) -> datetime | None:
    """By counting the minutes of the calendar it runs on now."""
    tape, on = Tape(), tables[clock.calendar.slug]
    for change in timekeeping.changes_of(clock):
        tape.play(change.kind, (change.at - BEGIN) // MINUTE, change.target)
    if not tape.is_running or tape.target is None:
        return None
    if tape.target.unit is Unit.MINUTES:
        passed = passed_by(minutes_that_count(tape, on), tape.target.amount * 100)
        return None if passed is None else BEGIN + MINUTE * passed / 100
    closings = [closes for _, closes in days_that_count(tape, on)]
    return BEGIN + MINUTE * closings[tape.target.amount - 1] if len(closings) >= tape.target.amount else None


def tables(session: Session) -> dict[str, Table]:
    return {
        each.slug: table(
            PlainCalendar(each.time_zone, [OFFICE] * 5 + [[], []], {day.day for day in each.days}, {}), BEGIN
        )
        for each in calendars.list_calendars(session)
    }


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_clocks_say_what_replaying_and_counting_minutes_say(desk: Surroundings, seed: int) -> None:
    code = live(desk, seed)
    with desk.database.transaction(desk=desk) as session:
        before = rows(session, code)
        ticket = tickets.get_ticket(session, code)
        turn = ticket.turn_at
        counted = tables(session)
        by_minutes = [naive_due(clock, counted) for clock in timekeeping.clocks_of(session, ticket)]
        session.execute(delete(ClockEvent))
        session.execute(delete(Clock))
        session.expire_all()
        sla.catch_up(session, ticket)
        after = rows(session, code)

    assert [row[2] for row in before] == by_minutes
    assert after == before
    assert ticket.turn_at == turn
