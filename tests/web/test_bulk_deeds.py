"""Deeds on the tickets selected in a list, as forms and pages."""

from __future__ import annotations

import re

import pytest

from desk import tickets
from desk.people import get_agent
from desk.surroundings import Surroundings
from desk.work import work
from models.ticket import Status, Ticket
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.visitor import Visitor

FORM = {"deed": "resolve", "form_key": "a" * 32, "back": "/tickets?status=all"}


@pytest.fixture
def two(desk: Surroundings, people: People) -> list[Ticket]:
    return [open_a_ticket(desk, at=NOW) for _ in range(2)]


def does(visitor: Visitor, chosen: list[Ticket], **more: str) -> str:
    """Where it leads."""
    form: dict[str, str | list[str]] = {**FORM, "tickets": [each.code for each in chosen], **more}
    answer = visitor.posts("/bulk-deeds", form, form_of="/tickets")
    assert answer.status_code == 302, answer.text
    return answer.location


def statuses(desk: Surroundings, found: list[Ticket]) -> list[Status]:
    with desk.database.reading() as session:
        return [tickets.get_ticket(session, each.code).status for each in found]


def test_deed_leads_back_to_the_list_and_offers_undo(
    citra: Visitor, two: list[Ticket], desk: Surroundings
) -> None:
    assert does(citra, two) == "/tickets?status=all"
    assert "Resolved: 2" in citra.reads("/tickets?status=all")
    assert statuses(desk, two) == [Status.RESOLVED] * 2


def test_undo_brings_all_back(citra: Visitor, two: list[Ticket], desk: Surroundings) -> None:
    does(citra, two)
    action = re.search(r'action="(/bulk-deeds/\w+/undo)"', citra.reads("/tickets"))
    assert action is not None
    citra.posts(action[1], form_of="/tickets")

    assert Status.RESOLVED not in statuses(desk, two)


def test_undo_names_what_it_left_alone(
    citra: Visitor, two: list[Ticket], desk: Surroundings, people: People
) -> None:
    does(citra, two)
    with work(desk, at=NOW) as session:
        touched = tickets.get_ticket(session, two[0].code)
        tickets.reopen(session, touched, by=get_agent(session, people.ana.login), at=NOW)
    page = citra.posts(f"/bulk-deeds/{FORM['form_key']}/undo", form_of="/tickets")

    assert two[0].code in citra.reads(page.location)


def test_nothing_selected_is_told(citra: Visitor, people: People) -> None:
    answer = citra.posts("/bulk-deeds", {**FORM, "tickets": []}, form_of="/tickets")

    assert answer.status_code == 422


@pytest.mark.parametrize(("field", "value"), [("deed", "burn"), ("until", "someday")])
def test_nonsense_is_refused_and_changes_nothing(
    citra: Visitor, two: list[Ticket], desk: Surroundings, *, field: str, value: str
) -> None:
    form: dict[str, str | list[str]] = {**FORM, "deed": "hold", "tickets": [two[0].code], field: value}
    answer = citra.posts("/bulk-deeds", form, form_of="/tickets")

    assert answer.status_code == 422
    assert Status.ON_HOLD not in statuses(desk, two)


def test_looking_at_a_deed_undoes_nothing(citra: Visitor, two: list[Ticket], desk: Surroundings) -> None:
    does(citra, two)
    citra.reads(f"/bulk-deeds/{FORM['form_key']}")

    assert statuses(desk, two) == [Status.RESOLVED] * 2


def test_deed_of_somebody_else_is_not_shown(citra: Visitor, ana: Visitor, two: list[Ticket]) -> None:
    does(citra, two)

    assert ana.gets(f"/bulk-deeds/{FORM['form_key']}").status_code == 403


def test_list_of_another_host_is_not_led_to(citra: Visitor, two: list[Ticket]) -> None:
    assert does(citra, two, back="//evil.example") == "/tickets"
