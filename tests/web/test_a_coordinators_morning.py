"""A coordinator's morning in a real browser: on a desk with scripts, and on a phone without.

Citra sees what is due, assigns five tickets, holds one, merges two, writes down a call, answers with an article
and finds out why a promise was broken. What she did stands in the database afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator

from tests.servers.process import short_folder
from tests.web.accessible import violations
from tests.web.every_page import Shown, furnished
from tests.web.morning_after import CALL, PHONE, WAITS_FOR, assert_done, plan_of
from tests.web.watching import Watched, served, watched

LOOKS: dict[str, dict[str, Any]] = {
    "with scripts on a desk": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "without on a phone, in Indonesian": {
        "viewport": {"width": 360, "height": 740},
        "color_scheme": "dark",
        "is_mobile": True,
        "java_script_enabled": False,
        "locale": "id",
    },
}


@pytest.fixture
def shown() -> Iterator[Shown]:
    with short_folder("morning") as folder, furnished(folder) as shown:
        yield shown


@dataclass
class Morning:
    visit: Watched
    shown: Shown
    assigned: list[str] = field(default_factory=list)

    def all(self, wanted: str) -> Locator:
        return self.visit.page.locator(wanted)

    def sees_what_is_due_nearest_first(self) -> None:
        self.visit.opens("/tickets")
        overdue = [bool(row.locator(".due-overdue").count()) for row in self.all("[data-row]").all()]

        assert self.all(".tiles a").count() >= 4
        assert overdue[0]
        assert overdue == sorted(overdue, reverse=True)

    def assigns_five(self) -> None:
        boxes = self.all("[data-row] input[type=checkbox]").all()[:5]
        self.assigned = [box.get_attribute("value") or "" for box in boxes]
        for box in boxes:
            box.check()
        self.all("#bulk-assignee").select_option("ben@meja.example")
        self.all("button[name=deed][value=assign]").click()

        assert self.all("main").inner_text().count("5") >= 1

    def holds(self, code: str) -> None:
        self.visit.opens(f"/tickets/{code}")
        form = self.all("form[action$='/hold']")
        self.all(
            "details",
        ).filter(has=form).locator("summary").first.click()
        form.locator("[name=reason]").fill(WAITS_FOR)
        form.locator("button").click()

        assert self.all(".chip-on_hold").first.is_visible()

    def merges(self, code: str, into: str) -> None:
        self.visit.opens(f"/tickets/{code}/merge?into={into}")
        self.all("form[action$='/merge'] button.primary, main button.primary").first.click()

        self.visit.page.wait_for_url(f"**/tickets/{into}")

        assert self.all("[role=status], .flash, .notice").first.is_visible()

    def writes_down_a_call(self) -> None:
        self.visit.opens("/tickets/new")
        self.all("[name=name]").fill("Wayan Sudarma")
        self.all("[name=phone]").fill(PHONE)
        self.all("[name=reply]").fill(CALL)
        self.all("main button.primary").last.click()
        self.visit.page.wait_for_url("**/tickets/MJ-*")

        assert CALL in self.all("main").inner_text()

    def answers_with_an_article(self, code: str) -> None:
        self.visit.opens(f"/tickets/{code}")
        self.all("button[name=article]").first.click()
        written = self.all("#reply-form textarea").first.input_value()
        self.all("#reply-form button.primary").click()

        assert "/help/" in written

    def finds_why_a_promise_was_broken(self) -> None:
        self.visit.opens("/tickets?due=overdue")
        self.all("[data-row] a").first.click()
        self.all(".clock details summary").first.click()

        assert self.all(".clock .due-overdue").first.is_visible()
        assert self.all(".clock .counted li").first.is_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_the_morning_is_done(chromium: Browser, shown: Shown, look: str) -> None:
    context = dict(LOOKS[look])
    language = context.pop("locale", "en")
    plan = plan_of(shown)
    with served(shown.app) as root, watched(chromium, root, **context) as visit:
        visit.signs_in(shown.coordinator)
        visit.chooses(language)
        morning = Morning(visit, shown)
        morning.sees_what_is_due_nearest_first()
        morning.assigns_five()
        morning.holds(plan.held)
        morning.writes_down_a_call()
        morning.answers_with_an_article(plan.answered)
        morning.finds_why_a_promise_was_broken()
        morning.merges(plan.merged, plan.held)
        found = violations(visit.page) if context.get("java_script_enabled", True) else []

    assert found == []
    assert visit.wrong == []
    assert_done(shown, plan, assigned=morning.assigned)
