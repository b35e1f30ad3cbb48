"""What agents choose to hear: their own, their teams', or all of it in one mail; and that no matter goes unheard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk import digests, preferences, tickets
from desk.errors import Invalid
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Delivery, DeliveryKind, DeliveryState
from models.message import Author
from models.people import Hears
from outbound.render import render
from tests.desks import NOON, a_ticket, agent, said

HOUR = timedelta(hours=1)
AFTERNOON = NOON + 2 * HOUR
"""14.00 WIB, an hour of digests; NOON is 12.00."""


def choose(desk: Surroundings, **hears: Hears) -> None:
    with work(desk, at=NOON) as session:
        for name, choice in hears.items():
            preferences.choose_hearing(agent(session, name), choice.value)


def opens(desk: Surroundings, **how: object) -> str:
    with work(desk, at=NOON) as session:
        return a_ticket(session, **how).code  # type: ignore[arg-type]


def told(desk: Surroundings) -> list[tuple[str, str]]:
    """Who gets which mail."""
    with desk.database.reading() as session:
        rows = session.scalars(
            select(Delivery)
            .where(Delivery.agent_id.is_not(None), Delivery.state != DeliveryState.CANCELLED)
            .order_by(Delivery.id)
        )
        return [(row.recipient.partition("@")[0], row.kind.value) for row in rows]


def sends(desk: Surroundings, *, after: timedelta = 2 * HOUR) -> int:
    with work(desk, at=NOON + after) as session:
        return digests.send_due(session, at=NOON + after)


def digest(desk: Surroundings) -> str:
    with desk.database.reading(desk=desk) as session:
        row = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.DIGEST)).one()
        return render(session, row).body


def test_who_minds_only_their_own_hears_of_no_new_matter(desk: Surroundings) -> None:
    choose(desk, ana=Hears.MINE)
    opens(desk)

    assert told(desk) == [("ben", "new_matter")]


def test_who_minds_only_their_own_hears_of_what_they_hold(desk: Surroundings) -> None:
    choose(desk, ana=Hears.MINE)
    code = opens(desk)
    with work(desk, at=NOON) as session:
        ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
        tickets.assign(session, ticket, ana, by=agent(session, "citra"), at=NOON)
        tickets.receive_reply(
            session, ticket, said("Still."), author=Author.REQUESTER, by=ticket.requester, at=NOON
        )

    assert [kind for name, kind in told(desk) if name == "ana"] == ["assigned", "new_message"]


def test_when_everybody_minds_their_own_a_new_matter_is_told_all_the_same(desk: Surroundings) -> None:
    choose(desk, ana=Hears.MINE, ben=Hears.MINE)
    opens(desk)

    assert told(desk) == [("ana", "new_matter"), ("ben", "new_matter")]


def test_digest_brings_everything_together_at_its_hour(desk: Surroundings) -> None:
    choose(desk, ana=Hears.DIGEST)
    codes = [opens(desk), opens(desk, subject="Mouse")]
    assert sends(desk, after=HOUR) == 0
    assert sends(desk) == 1

    assert [kind for name, kind in told(desk) if name == "ana"] == ["digest"]
    assert all(code in digest(desk) for code in codes)


def test_nothing_is_told_twice(desk: Surroundings) -> None:
    choose(desk, ana=Hears.DIGEST)
    opens(desk)
    sends(desk)

    assert sends(desk, after=30 * HOUR) == 0


@pytest.mark.parametrize("ending", ["resolved", "taken by another"])
def test_what_is_no_longer_so_is_left_out(desk: Surroundings, ending: str) -> None:
    choose(desk, ana=Hears.DIGEST)
    code = opens(desk)
    with work(desk, at=NOON) as session:
        ticket, ben = tickets.get_ticket(session, code), agent(session, "ben")
        act = tickets.resolve if ending == "resolved" else tickets.take
        act(session, ticket, by=ben, at=NOON)

    assert sends(desk) == 0


def test_one_digest_at_a_time_waits_to_leave(desk: Surroundings) -> None:
    choose(desk, ana=Hears.DIGEST)
    opens(desk)
    sends(desk)
    opens(desk, subject="Mouse")

    assert sends(desk, after=5 * HOUR) == 0


def test_nonsense_is_no_choice(desk: Surroundings) -> None:
    with pytest.raises(Invalid), work(desk, at=NOON) as session:
        preferences.choose_hearing(agent(session, "ana"), "nothing")
