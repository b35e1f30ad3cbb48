"""What a clock's changes amount to: stages, rounds, and everything that must alter nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.clocks import Change, Phase, State, Target, apply, replay, spans
from models.reason import Reason, because
from models.sla import ClockChange, Unit

START, PAUSE, RESUME, MET = ClockChange.START, ClockChange.PAUSE, ClockChange.RESUME, ClockChange.MET
RETURNED, MOVED, DROPPED = ClockChange.RETURNED, ClockChange.MOVED, ClockChange.DROPPED
FOUR_HOURS, TWO_DAYS = Target(240, Unit.MINUTES), Target(2, Unit.DAYS)
PENDING, ON_HOLD = because("pending"), because("on_hold")


def at(minute: int) -> datetime:
    return datetime(2026, 4, 7, 1, 0, tzinfo=UTC) + timedelta(minutes=minute)


def clock(*changes: tuple[ClockChange, int] | Change) -> State:
    """A clock of four hours that started at minute 0, after these changes."""
    started = Change(START, at(0), target=FOUR_HOURS)
    return replay(
        [started, *(each if isinstance(each, Change) else Change(each[0], at(each[1])) for each in changes)]
    )


def pause(minute: int, reason: Reason) -> Change:
    return Change(PAUSE, at(minute), reason)


def counting(state: State) -> list[tuple[datetime, datetime]]:
    return [(span.start, span.end) for span in spans(state, at(100)) if span.counts]


def test_a_clock_runs_from_its_start() -> None:
    assert clock().is_running
    assert counting(clock()) == [(at(0), at(100))]


def test_a_pause_does_not_count() -> None:
    assert counting(clock((PAUSE, 10), (RESUME, 40))) == [(at(0), at(10)), (at(40), at(100))]


def test_a_pause_in_a_pause_keeps_its_beginning_and_tells_both_reasons() -> None:
    state = clock(pause(10, PENDING), pause(20, ON_HOLD))

    assert (state.paused_at, state.pause_reason) == (at(10), ON_HOLD)
    assert [span.reason for span in spans(state, at(100))] == [None, PENDING, ON_HOLD]


def test_a_clock_that_is_met_counts_no_more() -> None:
    state = clock((MET, 30))

    assert (state.phase, state.ended_at) == (Phase.MET, at(30))
    assert counting(state) == [(at(0), at(30))]


def test_credit_taken_back_lets_the_time_since_count() -> None:
    assert clock((MET, 30), (RETURNED, 60)).stages == clock().stages


def test_credit_taken_back_leaves_a_pause_as_it_was() -> None:
    assert clock((PAUSE, 10), (MET, 30), (RETURNED, 60)).paused_at == at(10)


@pytest.mark.parametrize("end", [MET, DROPPED])
def test_what_passes_until_a_clock_is_taken_up_again_does_not_count(end: ClockChange) -> None:
    assert counting(clock((end, 30), (RESUME, 60))) == [(at(0), at(30)), (at(60), at(100))]


@pytest.mark.parametrize("end", [MET, DROPPED])
def test_a_start_after_the_end_begins_a_new_round(end: ClockChange) -> None:
    state = clock((ClockChange.BREACHED, 20), (end, 30), Change(START, at(60), target=TWO_DAYS))

    assert state == replay([Change(START, at(60), target=TWO_DAYS)])


def test_a_move_keeps_start_and_pauses() -> None:
    moved = clock((PAUSE, 10), (RESUME, 20), Change(MOVED, at(50), target=TWO_DAYS))

    assert moved.target == TWO_DAYS
    assert moved.stages == clock((PAUSE, 10), (RESUME, 20)).stages


def test_a_move_to_another_calendar_keeps_the_target() -> None:
    assert clock((MOVED, 50)).target == FOUR_HOURS


@pytest.mark.parametrize(
    "change",
    [(START, 10), (RESUME, 10), (RETURNED, 10)],
    ids=lambda change: change[0].value,
)
def test_a_running_clock_ignores(change: tuple[ClockChange, int]) -> None:
    assert clock(change).stages == clock().stages


@pytest.mark.parametrize("kind", [PAUSE, MET, DROPPED, MOVED])
@pytest.mark.parametrize("end", [MET, DROPPED])
def test_a_clock_that_has_ended_ignores(end: ClockChange, kind: ClockChange) -> None:
    late = clock((end, 30), Change(kind, at(40), target=TWO_DAYS))

    assert (late.stages, late.target) == (clock((end, 30)).stages, FOUR_HOURS)


@pytest.mark.parametrize("kind", [kind for kind in ClockChange if kind is not START])
def test_a_clock_that_has_not_started_ignores_everything_but_its_start(kind: ClockChange) -> None:
    state = apply(State(), Change(kind, at(0), target=FOUR_HOURS))

    assert (state.stages, state.target, state.breached_at) == ((), None, None)


def test_a_clock_never_runs_backwards() -> None:
    state = clock((PAUSE, 50), (RESUME, 20))

    assert [span.end - span.start for span in spans(state, at(100))] == [timedelta(minutes=50)] * 2


def test_a_warning_that_was_noted_later_does_not_hold_up_a_mail_that_came_before() -> None:
    assert clock((ClockChange.WARNED, 60), (MET, 50)).ended_at == at(50)


def test_a_breach_may_be_noted_of_a_clock_that_was_met_but_not_of_one_that_was_dropped() -> None:
    assert clock((MET, 30), (ClockChange.BREACHED, 20)).breached_at == at(20)
    assert clock((DROPPED, 30), (ClockChange.BREACHED, 20)).breached_at is None


def test_spans_end_at_the_moment_that_was_asked_for() -> None:
    state = clock((PAUSE, 10), (RESUME, 40), (MET, 60))

    assert [(span.start, span.end) for span in spans(state, at(20))] == [(at(0), at(10)), (at(10), at(20))]
