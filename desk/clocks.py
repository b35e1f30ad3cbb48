"""One SLA clock as a pure fold: the list of its changes amounts to a state; `desk/deadlines.py` counts its time.

A clock passes through stages: it runs, rests (paused, met or dropped), and may run again. Nothing counted is
kept in it, so another target or calendar applies from the clock's very start, pauses kept; and to add a
change to a state always equals replaying all of them.
A clock never runs backwards: a change dated before the one preceding it is taken as made at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce
from itertools import takewhile

from models.reason import Reason
from models.sla import ClockChange, Unit


class Phase(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    DROPPED = "dropped"


ENDS = (Phase.MET, Phase.DROPPED)

LEADS_TO: Mapping[tuple[Phase | None, ClockChange], Phase] = {
    (Phase.RUNNING, ClockChange.PAUSE): Phase.PAUSED,
    (Phase.RUNNING, ClockChange.MET): Phase.MET,
    (Phase.RUNNING, ClockChange.DROPPED): Phase.DROPPED,
    (Phase.PAUSED, ClockChange.PAUSE): Phase.PAUSED,
    (Phase.PAUSED, ClockChange.RESUME): Phase.RUNNING,
    (Phase.PAUSED, ClockChange.MET): Phase.MET,
    (Phase.PAUSED, ClockChange.DROPPED): Phase.DROPPED,
    (Phase.MET, ClockChange.RESUME): Phase.RUNNING,
    (Phase.DROPPED, ClockChange.RESUME): Phase.RUNNING,
}
"""What is not here changes no phase; `apply` knows the three that do more: START, RETURNED and MOVED."""


@dataclass(frozen=True)
class Target:
    """So many minutes of opening time, or working days after the day it starts; one at least."""

    amount: int
    unit: Unit


@dataclass(frozen=True)
class Change:
    """`reason`: why it runs or rests from then on. `target`: of a START, and of a MOVED that changes it."""

    kind: ClockChange
    at: datetime
    reason: Reason | None = None
    target: Target | None = None


@dataclass(frozen=True)
class Stage:
    """A phase since a moment, until the next stage begins."""

    phase: Phase
    since: datetime
    reason: Reason | None


@dataclass(frozen=True)
class State:
    """What a clock's changes amount to. A pause that got another reason is two stages and one pause.

    `warned_at`, `breached_at`: when it was last said. Whether that still stands, `deadlines.next_notice` knows.
    """

    target: Target | None = None
    stages: tuple[Stage, ...] = ()
    last_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def phase(self) -> Phase | None:
        """None: not started."""
        return self.stages[-1].phase if self.stages else None

    @property
    def is_running(self) -> bool:
        return self.phase is Phase.RUNNING

    @property
    def started_at(self) -> datetime | None:
        return self.stages[0].since if self.stages else None

    @property
    def paused_at(self) -> datetime | None:
        pause = list(takewhile(lambda stage: stage.phase is Phase.PAUSED, reversed(self.stages)))
        return pause[-1].since if pause else None

    @property
    def pause_reason(self) -> Reason | None:
        return self.stages[-1].reason if self.phase is Phase.PAUSED else None

    @property
    def ended_at(self) -> datetime | None:
        """When it was met or dropped, unless it was taken up again."""
        return self.stages[-1].since if self.phase in ENDS else None


@dataclass(frozen=True)
class Span:
    """A stage that lies behind, or goes on until the moment that was asked for; `counts` while it ran."""

    start: datetime
    end: datetime
    counts: bool
    reason: Reason | None


def replay(changes: Iterable[Change]) -> State:
    return reduce(apply, changes, State())


def apply(state: State, change: Change) -> State:
    """The state after one more change. A change that makes no sense where the clock stands alters nothing.

    START begins a clock, and a new round of one that has ended. RESUME goes on with one that rests, also with
    one that was met or dropped: what passed meanwhile does not count. RETURNED takes back the MET a clock stands
    at, as if it had never been. Nothing else alters a clock that has ended; that one was late may still be noted.
    """
    if change.kind in (ClockChange.WARNED, ClockChange.BREACHED):
        return _note(state, change)
    at = max(change.at, state.last_at or change.at)
    return replace(_follow(state, replace(change, at=at)), last_at=at)


def spans(state: State, until: datetime) -> list[Span]:
    """The stages up to a moment: without empty ones, and without the time since the clock ended."""
    ends = [stage.since for stage in state.stages[1:]]
    if state.phase not in ENDS:
        ends.append(until)
    return [
        Span(stage.since, min(end, until), counts=stage.phase is Phase.RUNNING, reason=stage.reason)
        for stage, end in zip(state.stages, ends, strict=False)
        if stage.since < min(end, until)
    ]


def runs(state: State) -> Iterator[tuple[datetime, datetime | None]]:
    """From when to when it ran; the end of a run that goes on is open."""
    ends = [*(stage.since for stage in state.stages[1:]), None]
    for stage, end in zip(state.stages, ends, strict=True):
        if stage.phase is Phase.RUNNING:
            yield stage.since, end


def _note(state: State, change: Change) -> State:
    if state.phase in (None, Phase.DROPPED):
        return state
    if change.kind is ClockChange.WARNED:
        return replace(state, warned_at=change.at)
    return replace(state, breached_at=change.at)


def _follow(state: State, change: Change) -> State:
    match change.kind:
        case ClockChange.START if state.phase is None or state.phase in ENDS:
            return State(
                target=change.target or state.target,
                stages=(Stage(Phase.RUNNING, change.at, change.reason),),
            )
        case ClockChange.RETURNED if state.phase is Phase.MET:
            return replace(state, stages=state.stages[:-1])
        case ClockChange.MOVED if state.phase in (Phase.RUNNING, Phase.PAUSED):
            return replace(state, target=change.target or state.target)
        case _:
            return _enter(state, change)


def _enter(state: State, change: Change) -> State:
    phase = LEADS_TO.get((state.phase, change.kind))
    says_nothing_new = phase is state.phase and change.reason in (None, state.pause_reason)
    if phase is None or says_nothing_new:
        return state
    return replace(state, stages=(*state.stages, Stage(phase, change.at, change.reason)))
