"""One piece of work: a transaction in which verbs act and their consequences settle before it commits.

The consequences stand in one list, in the order they follow each event. An event that a consequence
records joins the end of the line. Everything commits together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from desk import acknowledgements, correspondence, notices, sla, too_large
from desk.events import unsettled
from desk.surroundings import Surroundings
from models.event import Event
from models.session import Session

Consequence = Callable[[Session, Event, datetime], None]

CONSEQUENCES: tuple[Consequence, ...] = (
    sla.react,
    correspondence.react,
    acknowledgements.react,
    too_large.react,
    notices.react,
)


@contextmanager
def work(desk: Surroundings, *, at: datetime) -> Iterator[Session]:
    """A session to act in; leaving the block settles and commits, an exception undoes all of it."""
    with desk.database.transaction(desk=desk) as session:
        yield session
        settle(session, at)


def settle(session: Session, at: datetime) -> None:
    """Let every consequence see every new event once, in order."""
    session.flush()
    events = unsettled(session)
    while events:
        event = events.pop(0)
        for follow in CONSEQUENCES:
            follow(session, event, at)
        session.flush()
