"""SLA policies in the panel: typed as people say times, seen before they are kept, never lost when refused."""

from __future__ import annotations

import pytest

from desk import first_setup
from desk.policies import get_policy
from desk.policy_editing import list_policies, targets_of
from desk.spans import Span
from desk.surroundings import Surroundings
from desk.work import work
from models.sla import Metric, Policy, Unit
from models.ticket import Priority
from tests.web.conftest import NOW
from tests.web.visitor import Visitor

FORM = {
    "name": "Mitra",
    "team": "",
    "kind": "partner",
    "calendar": "",
    "warn_percent": "80",
    "is_active": "yes",
    "first_reply-normal": "4j",
    "resolution-normal": "2 hari",
}


@pytest.fixture
def ready(desk: Surroundings) -> None:
    """With a calendar and the policy of the first day."""
    with work(desk, at=NOW) as session:
        first_setup.make_defaults(session, at=NOW, time_zone="Asia/Jakarta")


def stored(desk: Surroundings, slug: str = "mitra") -> Policy:
    with desk.database.reading() as session:
        policy = get_policy(session, slug)
        assert policy.targets is not None
        return policy


def names(desk: Surroundings) -> list[str]:
    with desk.database.reading() as session:
        return [each.name for each in list_policies(session)]


def test_policy_is_made_as_typed(ready: None, citra: Visitor, desk: Surroundings) -> None:
    citra.posts("/settings/policies/new", FORM)

    assert targets_of(stored(desk)) == {
        (Metric.FIRST_REPLY, Priority.NORMAL): Span(240, Unit.MINUTES),
        (Metric.RESOLUTION, Priority.NORMAL): Span(2, Unit.DAYS),
    }
    assert stored(desk).warn_percent == 80


def test_targets_are_shown_in_words(ready: None, citra: Visitor) -> None:
    citra.posts("/settings/policies/new", FORM)
    page = citra.reads("/settings/policies/mitra")

    assert 'value="4 hours"' in page
    assert 'value="2 working days"' in page


def test_preview_says_when_a_ticket_opened_now_would_be_due_and_keeps_nothing(
    ready: None, citra: Visitor, desk: Surroundings
) -> None:
    page = citra.posts("/settings/policies/new", FORM | {"deed": "preview"}).text

    # It is Tuesday, 10.00 WIB; the break from 12.00 to 13.00 does not count.
    assert "24 November 2026, 15:00 WIB" in page
    assert "26 November 2026, 16:00 WIB" in page
    assert 'value="4j"' in page
    assert "Mitra" not in names(desk)


@pytest.mark.parametrize("deed", ["keep", "preview"])
def test_refused_target_is_shown_again_with_its_place(deed: str, ready: None, citra: Visitor) -> None:
    answer = citra.posts("/settings/policies/new", FORM | {"next_reply-high": "soon", "deed": deed})

    assert answer.status_code == 422
    assert "Next reply, High: “soon” is no time." in answer.text
    assert 'value="soon"' in answer.text
    assert 'value="4j"' in answer.text


@pytest.mark.parametrize("typed", ["", "many", "0", "101", "-5"])
def test_refused_percentage_is_shown_again(
    typed: str, ready: None, citra: Visitor, desk: Surroundings
) -> None:
    answer = citra.posts("/settings/policies/new", FORM | {"warn_percent": typed})

    assert answer.status_code == 422
    assert "Mitra" not in names(desk)


def test_policy_is_switched_off_by_an_empty_box(ready: None, citra: Visitor, desk: Surroundings) -> None:
    citra.posts("/settings/policies/new", FORM)
    citra.posts(
        "/settings/policies/mitra", {name: value for name, value in FORM.items() if name != "is_active"}
    )

    assert not stored(desk).is_active
    assert "switched off" in citra.reads("/settings/policies")


def test_policies_change_places(ready: None, citra: Visitor, desk: Surroundings) -> None:
    citra.posts("/settings/policies/new", FORM)
    before = names(desk)
    citra.posts("/settings/policies/mitra/place", {"to": "later"})

    assert names(desk) == before[::-1]


def test_without_a_calendar_the_form_says_that_no_clock_runs(citra: Visitor) -> None:
    assert "no clock runs" in citra.reads("/settings/policies/new")


def test_agent_promises_nothing(ready: None, ana: Visitor, desk: Surroundings) -> None:
    answers = [ana.posts("/settings/policies/new", FORM | {"deed": deed}) for deed in ("keep", "preview")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "Mitra" not in names(desk)
