"""The hub of the settings: how each part stands, for coordinators alone."""

from __future__ import annotations

import pytest

from desk import first_setup
from desk.surroundings import Surroundings
from desk.work import work
from tests.web.conftest import NOW
from tests.web.visitor import Visitor

PLACES = ("", "/teams", "/agents", "/addresses", "/calendars", "/policies", "/texts")
FORMS = ("/teams/new", "/agents/new", "/addresses/new", "/calendars/new", "/policies/new")


@pytest.mark.parametrize("place", PLACES + FORMS)
def test_agent_finds_the_settings_closed(place: str, ana: Visitor) -> None:
    assert ana.gets(f"/settings{place}").status_code == 403


@pytest.mark.parametrize("place", PLACES + FORMS)
def test_coordinator_finds_every_page(place: str, citra: Visitor) -> None:
    assert "<h1>" in citra.reads(f"/settings{place}")


def test_hub_says_that_no_clock_runs_until_there_is_a_promise(citra: Visitor, desk: Surroundings) -> None:
    before = citra.reads("/settings")
    with work(desk, at=NOW) as session:
        first_setup.make_defaults(session, at=NOW, time_zone="Asia/Jakarta")
    after = citra.reads("/settings")

    assert "No clock runs yet" in before
    assert "No clock runs yet" not in after


def test_hub_warns_of_next_years_estimated_holidays(citra: Visitor, desk: Surroundings) -> None:
    with work(desk, at=NOW) as session:
        first_setup.make_defaults(session, at=NOW, time_zone="Asia/Jakarta")

    assert "holidays of 2027 are estimated" in citra.reads("/settings")
