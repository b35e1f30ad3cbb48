"""Clocks on tickets: which event starts, meets, pauses and moves them, and what is said when they run out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from desk import alarms, holding, people, sla, tickets, timekeeping
from desk.returned import bounce
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.mail import Delivery, DeliveryKind
from models.message import Author, Message
from models.session import Session
from models.sla import Clock, ClockChange, ClockEvent, Metric
from models.ticket import NO_HURRY, Priority, Status, Ticket
from tests.desks import a_ticket, agent, rui, said
from tests.promises import TUESDAY_NOON, a_calendar, a_policy, promise_all

HOUR = timedelta(hours=1)
ONE_PM = TUESDAY_NOON + HOUR
TWO_PM = ONE_PM + HOUR
FIRST, NEXT, RESOLUTION = Metric.FIRST_REPLY, Metric.NEXT_REPLY, Metric.RESOLUTION


@pytest.fixture
def code(desk: Surroundings) -> str:
    """Of Rui's ticket, opened at 13.00 WIB on a Tuesday: the desk has just opened again."""
    with work(desk, at=ONE_PM) as session:
        promise_all(session)
        return a_ticket(session, at=ONE_PM).code


def get(session: Session, code: str) -> Ticket:
    return tickets.get_ticket(session, code)


def clock(desk: Surroundings, code: str, metric: Metric) -> Clock:
    """The newest of this metric."""
    with desk.database.reading() as session:
        of_metric = [
            each for each in timekeeping.clocks_of(session, get(session, code)) if each.metric is metric
        ]
        return of_metric[-1]


def turn(desk: Surroundings, code: str) -> datetime | None:
    with desk.database.reading() as session:
        return get(session, code).turn_at


def replies(desk: Surroundings, code: str, *, at: datetime, then: Status = Status.PENDING) -> None:
    with work(desk, at=at) as session:
        tickets.reply(session, get(session, code), said("Done."), by=agent(session, "Ana"), at=at, then=then)


def asks(desk: Surroundings, code: str, *, at: datetime, author: Author = Author.REQUESTER) -> None:
    with work(desk, at=at) as session:
        tickets.receive_reply(session, get(session, code), said(), author=author, by=rui(session), at=at)


def rings(desk: Surroundings, *, at: datetime) -> int:
    with work(desk, at=at) as session:
        return alarms.ring_due(session, at=at)


def notices(desk: Surroundings, kind: DeliveryKind) -> list[str]:
    with desk.database.reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id))
        return [row.recipient.partition("@")[0] for row in rows]


def test_a_new_ticket_owes_a_first_reply_and_a_resolution(desk: Surroundings, code: str) -> None:
    assert clock(desk, code, FIRST).due_at == TWO_PM
    assert clock(desk, code, RESOLUTION).due_at == datetime(2026, 11, 26, 9, 0, tzinfo=TUESDAY_NOON.tzinfo)
    assert turn(desk, code) == TWO_PM


def test_a_clock_counts_from_arrival_and_opening_hours_only(desk: Surroundings) -> None:
    with work(desk, at=TWO_PM) as session:
        promise_all(session)
        code = a_ticket(session, at=TUESDAY_NOON + timedelta(minutes=30)).code

    assert clock(desk, code, FIRST).due_at == TWO_PM


def test_without_a_policy_no_clock_runs_and_the_ticket_waits_its_turn_last(desk: Surroundings) -> None:
    with work(desk, at=ONE_PM) as session:
        code = a_ticket(session).code

    assert turn(desk, code) == NO_HURRY


def test_a_reply_meets_the_first_reply_and_pauses_the_resolution(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=ONE_PM + HOUR / 2)
    resolution = clock(desk, code, RESOLUTION)

    assert clock(desk, code, FIRST).ended_at == ONE_PM + HOUR / 2
    assert resolution.due_at is None
    assert resolution.pause_reason is not None
    assert resolution.pause_reason.code == "clock_waits_for_requester"
    assert turn(desk, code) == NO_HURRY


def test_words_of_the_requester_owe_a_next_reply_once(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=ONE_PM)
    asks(desk, code, at=TWO_PM)
    asks(desk, code, at=TWO_PM + HOUR / 2)

    assert clock(desk, code, NEXT).due_at == TWO_PM + 2 * HOUR
    assert clock(desk, code, RESOLUTION).paused_at is None


def test_more_words_before_the_first_reply_start_nothing_more(desk: Surroundings, code: str) -> None:
    asks(desk, code, at=TWO_PM)
    with desk.database.reading() as session:
        metrics = [each.metric for each in timekeeping.clocks_of(session, get(session, code))]

    assert metrics == [FIRST, RESOLUTION]


@pytest.mark.parametrize("author", [Author.MACHINE, Author.OUTSIDER])
def test_words_of_machines_and_strangers_owe_nothing(desk: Surroundings, code: str, author: Author) -> None:
    replies(desk, code, at=ONE_PM)
    asks(desk, code, at=TWO_PM, author=author)
    with desk.database.reading() as session:
        metrics = [each.metric for each in timekeeping.clocks_of(session, get(session, code))]

    assert NEXT not in metrics


def test_hold_pauses_with_its_reason_and_taking_up_goes_on(desk: Surroundings, code: str) -> None:
    with work(desk, at=ONE_PM) as session:
        holding.hold(
            session, get(session, code), reason="Toner is ordered", by=agent(session, "Ana"), at=ONE_PM
        )
    paused = clock(desk, code, FIRST)
    with work(desk, at=TWO_PM) as session:
        holding.take_up(session, get(session, code), by=agent(session, "Ana"), at=TWO_PM)

    assert paused.pause_reason is not None
    assert paused.pause_reason.facts["because"] == "Toner is ordered"
    assert clock(desk, code, FIRST).due_at == TWO_PM + HOUR


def test_hold_with_an_end_is_taken_up_by_the_sweep(desk: Surroundings, code: str) -> None:
    with work(desk, at=ONE_PM) as session:
        ticket, ana = get(session, code), agent(session, "Ana")
        holding.hold(session, ticket, reason="Wait", until=TWO_PM, by=ana, at=ONE_PM)
    with work(desk, at=TWO_PM) as session:
        taken = holding.take_up_due(session, at=TWO_PM)

    assert taken == 1
    assert clock(desk, code, FIRST).is_running


def test_priority_counts_by_the_new_target_from_the_start(desk: Surroundings, code: str) -> None:
    with work(desk, at=ONE_PM) as session:
        ben = agent(session, "Ben")
        tickets.set_priority(session, get(session, code), Priority.URGENT, by=ben, at=ONE_PM + HOUR / 4)

    assert clock(desk, code, FIRST).due_at == ONE_PM + HOUR / 2
    assert clock(desk, code, RESOLUTION).due_at == ONE_PM + 18 * HOUR + timedelta(hours=2)


def test_a_promise_that_does_not_exist_at_the_new_priority_is_dropped(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=ONE_PM)
    asks(desk, code, at=TWO_PM)
    with work(desk, at=TWO_PM) as session:
        tickets.set_priority(
            session, get(session, code), Priority.URGENT, by=agent(session, "Ben"), at=TWO_PM
        )

    assert clock(desk, code, NEXT).ended_at == TWO_PM
    assert clock(desk, code, NEXT).breached_at is None


def test_another_team_counts_by_its_own_policy(desk: Surroundings, code: str) -> None:
    with work(desk, at=ONE_PM) as session:
        billing = people.get_team(session, "billing")
        calendar = a_calendar(session, slug="far", zone="Asia/Jayapura")
        a_policy(session, calendar=calendar, slug="billing", team=billing, position=-1)
        session.flush()
        sla.recount_for_policies(session, at=ONE_PM)
        tickets.move(session, get(session, code), billing, by=agent(session, "Ben"), at=ONE_PM)

    assert clock(desk, code, FIRST).due_at == ONE_PM + HOUR


def test_resolving_meets_the_resolution_and_forgives_the_reply(desk: Surroundings, code: str) -> None:
    with work(desk, at=TWO_PM) as session:
        tickets.resolve(session, get(session, code), by=agent(session, "Ana"), at=TWO_PM)
    kinds = [each.change for each in changes(desk, code, FIRST)]

    assert kinds == [ClockChange.START, ClockChange.DROPPED]
    assert clock(desk, code, RESOLUTION).ended_at == TWO_PM
    assert turn(desk, code) is None


def test_time_between_resolving_and_opening_again_does_not_count(desk: Surroundings, code: str) -> None:
    urgent = ONE_PM
    with work(desk, at=ONE_PM) as session:
        ticket, ana = get(session, code), agent(session, "Ana")
        tickets.set_priority(session, ticket, Priority.URGENT, by=ana, at=urgent)
        tickets.resolve(session, ticket, by=ana, at=ONE_PM + HOUR)
    with work(desk, at=ONE_PM + 2 * HOUR) as session:
        tickets.reopen(session, get(session, code), by=agent(session, "Ana"), at=ONE_PM + 2 * HOUR)

    assert clock(desk, code, RESOLUTION).due_at == ONE_PM + 18 * HOUR + timedelta(hours=3)


def test_bounce_of_the_first_reply_takes_its_credit_back(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=ONE_PM + HOUR / 4)
    with work(desk, at=ONE_PM + HOUR / 2) as session:
        delivery = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.REPLY)).one()
        bounce(session, delivery, text="550 no such user", at=ONE_PM + HOUR / 2)
    first = clock(desk, code, FIRST)

    assert first.ended_at is None
    assert first.due_at == TWO_PM


def test_bounce_of_a_followers_copy_takes_nothing_back(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=ONE_PM)
    with work(desk, at=ONE_PM) as session:
        delivery = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.REPLY)).one()
        delivery.recipient = "someone@else.example"
        bounce(session, delivery, text="550", at=ONE_PM)

    assert clock(desk, code, FIRST).ended_at == ONE_PM


def test_warning_comes_once_at_three_quarters_to_those_who_hold_it(desk: Surroundings, code: str) -> None:
    early = rings(desk, at=ONE_PM + timedelta(minutes=44))
    rung = [rings(desk, at=ONE_PM + timedelta(minutes=minutes)) for minutes in (45, 46, 50)]

    assert (early, rung) == (0, [1, 0, 0])
    assert notices(desk, DeliveryKind.DUE_SOON) == ["ana", "ben"]


def test_breach_comes_once_at_its_moment(desk: Surroundings, code: str) -> None:
    rings(desk, at=ONE_PM + timedelta(minutes=45))
    rung = [rings(desk, at=TWO_PM + timedelta(minutes=minutes)) for minutes in (0, 1, 60)]

    assert rung == [1, 0, 0]
    assert clock(desk, code, FIRST).breached_at == TWO_PM
    assert notices(desk, DeliveryKind.OVERDUE) == ["ana", "ben"]


def test_breach_is_told_to_the_coordinators_of_the_team_too(desk: Surroundings, code: str) -> None:
    with work(desk, at=ONE_PM) as session:
        people.join_team(people.get_team(session, "support"), agent(session, "Citra"))
        tickets.take(session, get(session, code), by=agent(session, "Ana"), at=ONE_PM)
    rings(desk, at=TWO_PM)

    assert notices(desk, DeliveryKind.OVERDUE) == ["ana", "citra"]


def test_a_worker_that_was_away_breaches_without_warning_first(desk: Surroundings, code: str) -> None:
    rings(desk, at=TWO_PM + HOUR)

    assert notices(desk, DeliveryKind.DUE_SOON) == []
    assert clock(desk, code, FIRST).breached_at == TWO_PM


def test_a_late_reply_is_a_breach_that_nobody_need_be_told(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=TWO_PM + HOUR)
    with desk.database.reading() as session:
        said_so = session.scalars(select(Event).where(Event.kind == EventKind.BREACHED)).all()

    assert clock(desk, code, FIRST).breached_at == TWO_PM
    assert [event.facts["metric"] for event in said_so] == ["first_reply"]
    assert notices(desk, DeliveryKind.OVERDUE) == []


def test_two_workers_say_it_once(desk: Surroundings, code: str) -> None:
    with desk.database.reading() as session:
        seen = session.scalars(select(Clock).where(Clock.metric == FIRST)).one()
        seen_at = seen.wakes_at
    assert seen_at is not None
    rings(desk, at=seen_at)
    with work(desk, at=seen_at) as session:
        claimed = alarms.claim(session, seen.id, seen_at)

    assert not claimed


def test_old_mail_filed_quietly_starts_no_clock(desk: Surroundings) -> None:
    with work(desk, at=ONE_PM) as session:
        promise_all(session)
        ticket = tickets.open_ticket(
            session, said(), requester=rui(session), address=a_ticket(session).address, at=ONE_PM, quiet=True
        )
        session.flush()
        session.refresh(ticket)
        code = ticket.code
    with desk.database.reading() as session:
        found = timekeeping.clocks_of(session, get(session, code))

    assert found == []


def test_tickets_older_than_the_clocks_get_theirs_by_replaying(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=TWO_PM + HOUR)
    asks(desk, code, at=TWO_PM + HOUR)
    before = rows(desk, code)
    with desk.database.transaction(desk=desk) as session:
        session.execute(delete(ClockEvent))
        session.execute(delete(Clock))
        for event in session.scalars(select(Event)):
            event.facts = {key: value for key, value in event.facts.items() if key != "status"}
    with work(desk, at=TWO_PM) as session:
        sla.catch_up(session, get(session, code))

    assert rows(desk, code) == before


def test_a_holiday_entered_later_moves_the_due_moment(desk: Surroundings, code: str) -> None:
    before = clock(desk, code, RESOLUTION).due_at
    with work(desk, at=TWO_PM) as session:
        calendar = session.get_one(Clock, clock(desk, code, RESOLUTION).id).calendar
        calendar.hours = [*calendar.hours[:2], [], *calendar.hours[3:]]
        moved = sla.recount_for_calendar(session, calendar, at=TWO_PM)

    assert moved == 2
    assert before is not None
    assert clock(desk, code, RESOLUTION).due_at == before + timedelta(days=1)


def test_what_a_clock_says_is_what_its_changes_say(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=ONE_PM)
    asks(desk, code, at=TWO_PM)
    with desk.database.reading() as session:
        for each in timekeeping.clocks_of(session, get(session, code)):
            state = timekeeping.replayed(each)
            assert (each.ended_at, each.paused_at) == (state.ended_at, state.paused_at)


def changes(desk: Surroundings, code: str, metric: Metric) -> list[ClockEvent]:
    with desk.database.reading() as session:
        found = [each for each in timekeeping.clocks_of(session, get(session, code)) if each.metric is metric]
        return list(found[-1].changes)


def rows(desk: Surroundings, code: str) -> list[tuple[object, ...]]:
    with desk.database.reading() as session:
        found = timekeeping.clocks_of(session, get(session, code))
        return [(each.metric, each.started_at, each.due_at, each.paused_at, each.ended_at) for each in found]


def test_a_reply_remembers_which_promise_it_met(desk: Surroundings, code: str) -> None:
    replies(desk, code, at=ONE_PM)
    with desk.database.reading() as session:
        first = next(
            each for each in timekeeping.clocks_of(session, get(session, code)) if each.metric is FIRST
        )
        words = session.get_one(Message, first.met_by_id).reply

    assert words == "Done."
