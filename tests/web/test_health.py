"""/health, for whoever watches from outside."""

from __future__ import annotations

from desk.life import beat
from desk.surroundings import Surroundings
from desk.work import work
from tests.web.conftest import NOW
from tests.web.people import People
from tests.web.visitor import Visitor


def lives(desk: Surroundings) -> None:
    with work(desk, at=NOW) as session:
        for part in ("worker", *(f"watch:{each.name}" for each in desk.settings.mailbox)):
            beat(session, part, at=NOW)


def test_desk_that_works_answers_ok_to_anybody(stranger: Visitor, desk: Surroundings) -> None:
    lives(desk)
    answer = stranger.gets("/health")

    assert (answer.status_code, answer.json["status"]) == (200, "ok")  # type: ignore[index]


def test_part_that_is_silent_is_named_by_code_alone(stranger: Visitor, desk: Surroundings) -> None:
    answer = stranger.gets("/health")

    assert answer.status_code == 503
    assert answer.json["ailments"][0] == {"part": "worker", "code": "part_silent_now", "since": None}  # type: ignore[index]


def test_coordinator_is_told_what_was_alive_and_is_silent(
    citra: Visitor, ana: Visitor, people: People, desk: Surroundings
) -> None:
    with work(desk, at=NOW) as session:
        beat(session, "worker", at=NOW.replace(hour=1))

    assert "has not been heard of" in citra.reads("/tickets")
    assert "has not been heard of" not in ana.reads("/tickets")
