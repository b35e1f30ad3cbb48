"""The morning summary: to each coordinator, once a working day, and only when there is something to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from desk import morning, people, tickets
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Delivery, DeliveryKind
from outbound.render import render
from tests.desks import a_ticket, agent, changed
from tests.promises import TUESDAY_NOON, promise_all

WEDNESDAY = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
"""07.30 WIB."""
SATURDAY = WEDNESDAY + timedelta(days=3)


@pytest.fixture
def busy(desk: Surroundings) -> Surroundings:
    """Rui asked on Tuesday at noon, and was owed a reply at 14.00."""
    with work(desk, at=TUESDAY_NOON) as session:
        promise_all(session)
        a_ticket(session, at=TUESDAY_NOON)
    return desk


def sends(desk: Surroundings, *, at: datetime) -> int:
    with work(desk, at=at) as session:
        return morning.send_summaries(session, at=at)


def letters(desk: Surroundings) -> list[str]:
    with desk.database.reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.MORNING))
        return [row.recipient for row in rows]


def text(desk: Surroundings, language: str) -> str:
    with desk.database.transaction(desk=desk) as session:
        delivery = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.MORNING)).one()
        delivery.language = language
        wording = render(session, delivery)
        return f"{wording.subject}\n{wording.body}"


def test_coordinators_get_it_and_agents_do_not(busy: Surroundings) -> None:
    sends(busy, at=WEDNESDAY)

    assert letters(busy) == ["citra@desk.example"]


def test_it_comes_once_a_day(busy: Surroundings) -> None:
    sent = [sends(busy, at=WEDNESDAY + timedelta(minutes=minutes)) for minutes in (-1, 0, 1, 300)]

    assert sent == [0, 1, 0, 0]


def test_it_stays_away_on_days_off(busy: Surroundings) -> None:
    assert sends(busy, at=SATURDAY) == 0


def test_a_morning_with_nothing_to_say_brings_no_mail(desk: Surroundings) -> None:
    assert sends(desk, at=WEDNESDAY) == 0


def test_it_can_be_switched_off(busy: Surroundings) -> None:
    assert sends(changed(busy, desk={"morning_summary": ""}), at=WEDNESDAY) == 0


def test_a_coordinator_of_another_team_is_spared(busy: Surroundings) -> None:
    with work(busy, at=TUESDAY_NOON) as session:
        people.join_team(people.get_team(session, "billing"), agent(session, "Citra"))

    assert sends(busy, at=WEDNESDAY) == 0


def test_it_names_what_is_overdue_and_who_holds_it(busy: Surroundings) -> None:
    with work(busy, at=TUESDAY_NOON) as session:
        tickets.take(session, a_ticket(session), by=agent(session, "Ana"), at=TUESDAY_NOON)
    sends(busy, at=WEDNESDAY)
    said = text(busy, "en")

    assert "Overdue: 2" in said
    assert "Ana Lestari" in said
    assert "Held by nobody: 1" in said


def test_it_speaks_indonesian(busy: Surroundings) -> None:
    sends(busy, at=WEDNESDAY)
    said = text(busy, "id")

    assert "Lewat tenggat: 1" in said
    assert "24 November 2026 pukul 14.00 WIB" in said
