"""Eight agents, 150 matters a day, and a host that lets no more leave than it lets leave: people's words go first.

The tables, the postman and the digests are real; the day passes in steps of five minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import msgspec
import pytest
from sqlalchemy import select

from desk import digests, people, tickets
from desk.health import ailments
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Attempt, Delivery, DeliveryKind, DeliveryState, Lane
from models.ticket import Ticket
from tests.conversation import Person, Talk
from tests.desks import said

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
"""07.30 WIB."""
STEP = timedelta(minutes=5)
STEPS = 12 * 10
MATTERS = 150
AGENTS = 8


@dataclass
class Day:
    """`steps` of five minutes, each with some new matters and the answers to those of half an hour before."""

    talk: Talk
    chance: Random = field(default_factory=lambda: Random(5))
    open: list[tuple[str, datetime]] = field(default_factory=list)

    def passes(self) -> None:
        arrivals = Counter(self.chance.randrange(STEPS - 20) for _ in range(MATTERS))
        for step in range(STEPS):
            self.talk.clock.now = MORNING + step * STEP
            self._work(arrivals[step])
            self.talk.delivers()

    def _work(self, arriving: int) -> None:
        at = self.talk.clock()
        with work(self.talk.desk, at=at) as session:
            team = people.get_team(session, "support").members
            due = [code for code, since in self.open if at - since >= timedelta(minutes=30)]
            self.open = [each for each in self.open if each[0] not in due]
            for code in due:
                by = self.chance.choice(team)
                tickets.reply(session, tickets.get_ticket(session, code), said("Done."), by=by, at=at)
            digests.send_due(session, at=at)
        self.open += [(self._new(), at) for _ in range(arriving)]

    def _new(self) -> str:
        """Its ticket's code."""
        number = self.chance.randrange(10**9)
        written = Person(self.talk, "Rui", f"r{number}@partner.example").writes(f"Matter {number}.")
        with self.talk.desk.database.reading() as session:
            return session.get_one(Ticket, written.ticket_id).code


@pytest.fixture
def busy(desk: Surroundings) -> Surroundings:
    with work(desk, at=MORNING) as session:
        team = people.get_team(session, "support")
        for number in range(AGENTS - len(team.members)):
            login = f"agent{number}@desk.example"
            people.join_team(team, people.add_agent(session, name=f"Agent {number}", login=login, at=MORNING))
    return desk


def lived(desk: Surroundings, **limits: int) -> Talk:
    sending = tuple(
        msgspec.structs.replace(each, **limits) if each.name == "main" else each
        for each in desk.settings.sending
    )
    talk = Talk(replace(desk, settings=msgspec.structs.replace(desk.settings, sending=sending)))
    Day(talk).passes()
    return talk


def left(talk: Talk, *kinds: DeliveryKind) -> list[datetime]:
    with talk.desk.database.reading() as session:
        query = select(Attempt.at).join(Delivery, Delivery.id == Attempt.delivery_id)
        sent = query.where(Attempt.state == DeliveryState.SENT).order_by(Attempt.at)
        return list(session.scalars(sent.where(Delivery.kind.in_(kinds)) if kinds else sent))


def most_within(moments: Sequence[datetime], length: timedelta) -> int:
    return max(sum(end - length < at <= end for at in moments) for end in moments)


def waits(talk: Talk, lane: Lane) -> int:
    unfinished = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
    return len(talk.all(Delivery, Delivery.state.in_(unfinished), Delivery.lane == lane))


def words_of(talk: Talk) -> list[Delivery]:
    return talk.all(Delivery, Delivery.kind == DeliveryKind.REPLY)


def test_with_300_a_day_all_words_leave_at_once_and_the_rest_waits(busy: Surroundings) -> None:
    talk = lived(busy, per_day=300)

    assert len(words_of(talk)) == MATTERS
    assert all(each.ended_at == each.created_at for each in words_of(talk))
    assert len(left(talk)) <= 300
    assert codes(talk) == ["mail_waits_for_room"]


def test_with_500_a_day_every_acknowledgement_leaves_and_no_news_is_lost(busy: Surroundings) -> None:
    talk = lived(busy, per_day=500)

    assert len(left(talk, DeliveryKind.REPLY)) == MATTERS
    assert len(left(talk, DeliveryKind.ACKNOWLEDGEMENT)) == MATTERS
    assert len(left(talk, DeliveryKind.DIGEST)) >= AGENTS
    assert codes(talk) == []


def test_a_host_that_counts_hours_is_never_asked_for_more(busy: Surroundings) -> None:
    talk = lived(busy, per_hour=40)
    folded = talk.all(Delivery, Delivery.state == DeliveryState.CANCELLED)

    assert most_within(left(talk), timedelta(hours=1)) <= 40
    assert waits(talk, Lane.WORDS) == 0
    assert {each.reason.code for each in folded} == {"folded"}
    assert len(folded) > 10 * len(left(talk, DeliveryKind.DIGEST))


def codes(talk: Talk) -> list[str]:
    """What the desk says of its budget at the end of the day."""
    with talk.desk.database.reading(desk=talk.desk) as session:
        found = ailments(session, at=talk.clock())
        return [each.reason.code for each in found if each.part == "sending:main"]
