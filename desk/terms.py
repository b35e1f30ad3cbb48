"""What a list of tickets may be asked for, and the small function behind each term.

Values stand in the address of a page: whatever is typed there finds tickets or finds none, it is never an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, exists, select, true

from desk.horizons import Horizon
from models.people import Agent, Requester, RequesterKind, Team
from models.sla import Clock
from models.ticket import DONE, Priority, Status, Ticket

Term = ColumnElement[bool]

TO_DO = "todo"
NOBODY = "none"
UNFINISHED = {TO_DO, *(status for status in Status if status not in DONE)}
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8


@dataclass(frozen=True)
class Wanted:
    """What a list shows. `status` is a status, "todo" for all that are not done, or "" for all."""

    status: str = TO_DO
    team: str = ""
    assignee: str = ""
    priority: str = ""
    kind: str = ""
    due: str = ""
    breached: str = ""
    words: str = ""
    after: str = ""

    @property
    def is_unfinished(self) -> bool:
        """Whether only tickets that are not done can fit, and the nearest clock comes first."""
        return self.status in UNFINISHED or bool(self.due)

    @property
    def by_index(self) -> Wanted:
        """Only what can be read off an index in order. The unfinished tickets are few enough to be looked at."""
        if self.is_unfinished:
            return self
        plain = replace(self, priority="", kind="", breached="" if self.breached == "yes" else self.breached)
        return plain if self.status else replace(plain, team="", assignee="")


def terms_of(wanted: Wanted, horizon: Horizon) -> list[Term]:
    """All but the words."""
    return [*_plain_terms(wanted), *_terms_of_time(wanted, horizon), *_every_status(wanted), *_no_spam(wanted)]


def phrases(typed: str) -> list[list[str]]:
    """Words as an index of words holds them: what punctuation joins stays together, in its order."""
    pieces = (WORD.findall(piece.casefold()) for piece in typed.split()[:MOST_WORDS])
    return [words for words in pieces if words]


def by_status(value: str) -> Term:
    if value == TO_DO:
        return Ticket.turn_at.is_not(None)
    if value not in list(Status):
        return Ticket.id.is_(None)
    unfinished = Ticket.turn_at.is_not(None) if value in UNFINISHED else true()
    return and_(Ticket.status == Status(value), unfinished)


def by_team(value: str) -> Term:
    return Ticket.team_id == select(Team.id).where(Team.slug == value).scalar_subquery()


def by_assignee(value: str) -> Term:
    """A login, or "none" for what nobody holds."""
    if value == NOBODY:
        return Ticket.assignee_id.is_(None)
    return Ticket.assignee_id == select(Agent.id).where(Agent.login == value).scalar_subquery()


def by_priority(value: str) -> Term:
    return Ticket.priority == Priority(value) if value in list(Priority) else Ticket.id.is_(None)


def by_kind(value: str) -> Term:
    """Of the requester."""
    if value not in list(RequesterKind):
        return Ticket.id.is_(None)
    return exists().where(Requester.id == Ticket.requester_id, Requester.kind == RequesterKind(value))


def is_overdue(horizon: Horizon) -> Term:
    return Ticket.turn_at <= horizon.now


def is_due_today(horizon: Horizon) -> Term:
    """Later today: what is overdue is another list."""
    return and_(Ticket.turn_at > horizon.now, Ticket.turn_at < horizon.day_ends)


def is_due_this_week(horizon: Horizon) -> Term:
    """Today included."""
    return and_(Ticket.turn_at > horizon.now, Ticket.turn_at < horizon.week_ends)


def has_breached(_horizon: Horizon) -> Term:
    """A promise was missed on it, whether it was made good since or not."""
    return exists().where(Clock.ticket_id == Ticket.id, Clock.breached_at.is_not(None))


def has_breached_today(horizon: Horizon) -> Term:
    return Ticket.id.in_(select(Clock.ticket_id).where(Clock.breached_at >= horizon.day_began))


TERMS: dict[str, Callable[[str], Term]] = {
    "status": by_status,
    "team": by_team,
    "assignee": by_assignee,
    "priority": by_priority,
    "kind": by_kind,
}
TERMS_OF_TIME: dict[str, dict[str, Callable[[Horizon], Term]]] = {
    "due": {"overdue": is_overdue, "today": is_due_today, "week": is_due_this_week},
    "breached": {"yes": has_breached, "today": has_breached_today},
}


def _plain_terms(wanted: Wanted) -> Iterator[Term]:
    for name, term in TERMS.items():
        if value := getattr(wanted, name).replace("\0", "").strip():
            yield term(value)


def _terms_of_time(wanted: Wanted, horizon: Horizon) -> Iterator[Term]:
    for name, known in TERMS_OF_TIME.items():
        if value := getattr(wanted, name):
            yield known[value](horizon) if value in known else Ticket.id.is_(None)


def _no_spam(wanted: Wanted) -> Iterator[Term]:
    """It has a page of its own, and would push the done tickets out of their lists; by its words it is found here."""
    if not (wanted.is_unfinished or wanted.words):
        yield Ticket.spam_at.is_(None)


def _every_status(wanted: Wanted) -> Iterator[Term]:
    """True of all; but the indexes of teams and agents are ordered within a status, and are read so."""
    if not wanted.status and (wanted.team or wanted.assignee):
        yield Ticket.status.in_(list(Status))
