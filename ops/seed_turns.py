"""How a matter of the demo is written down: who asked what, and the turns it took."""

from __future__ import annotations

from dataclasses import dataclass

from models.ticket import Channel
from ops.seed_people import AgentSeed, Partner, TeamSeed


@dataclass(frozen=True)
class Turn:
    """One deed, so many hours after the matter began. Without `by` it is the partner's, or the clock's."""

    hours: float
    deed: str
    by: AgentSeed | None = None
    words: str = ""


@dataclass(frozen=True)
class Matter:
    """`days` ago the partner asked; `turns` are what came of it."""

    partner: Partner
    team: TeamSeed
    subject: str
    days: float
    words: str
    turns: tuple[Turn, ...] = ()
    channel: Channel = Channel.MAIL


def says(hours: float, words: str) -> Turn:
    return Turn(hours, "says", None, words)


def answers(hours: float, by: AgentSeed, words: str) -> Turn:
    return Turn(hours, "answers", by, words)


def puts_off(hours: float, by: AgentSeed, words: str) -> Turn:
    return Turn(hours, "puts_off", by, words)


def notes(hours: float, by: AgentSeed, words: str) -> Turn:
    return Turn(hours, "notes", by, words)


def takes(hours: float, by: AgentSeed) -> Turn:
    return Turn(hours, "takes", by)


def resolves(hours: float, by: AgentSeed) -> Turn:
    return Turn(hours, "resolves", by)


def is_closed(hours: float) -> Turn:
    return Turn(hours, "closes")
