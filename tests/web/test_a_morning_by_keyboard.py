"""A coordinator's whole morning by keyboard alone: no pointer, and no focus but where a key brought it.

Once with the panel's own keys, on a desk; once without scripts, on a phone's width in Indonesian, where there is
only Tab. What she did stands in the database afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.process import short_folder
from tests.web.every_page import Shown, furnished
from tests.web.keyboard import Keyboard
from tests.web.morning_after import (
    CALL,
    COLLEAGUE,
    PHONE,
    WAITS_FOR,
    Plan,
    assert_done,
    desk_of,
    held_until,
    newest_reply,
    plan_of,
)
from tests.web.people import PASSWORD
from tests.web.watching import served, watched

WITH_KEYS: dict[str, Any] = {
    "viewport": {"width": 1440, "height": 900},
    "color_scheme": "light",
    "reduced_motion": "reduce",
}
WITH_TAB_ALONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "color_scheme": "dark",
    "reduced_motion": "reduce",
    "java_script_enabled": False,
}
# Twice the same number, as some browsers ask for the month first; those with a clock of 24 hours pass over the A.
UNTIL_DAY, UNTIL_HOUR, UNTIL = "12122026", "0900A", "2026-12-12 02:00:00+00:00"
CONTENT, FACTS, BULK = "a[href='#content']", "a[href='#facts']", "a[href='#bulk']"
MENU = ".menu-button"
GREETING = "Selamat siang, Bapak Rui."


@pytest.fixture
def shown() -> Iterator[Shown]:
    with short_folder("keys") as folder, furnished(folder) as shown:
        yield shown


@dataclass
class Morning:
    page: Page
    keys: Keyboard
    language: str
    has_shortcuts: bool

    def signs_in(self, login: str) -> None:
        """The one address that is typed into the browser has been opened."""
        self.keys.lands_on("[name=login]")
        self.keys.types(login)
        self.keys.presses("Tab")
        self.keys.types(PASSWORD)
        self.keys.goes()

    def chooses_a_language(self) -> None:
        self.keys.tabs_to(f".language [value={self.language}]", within=60)
        self.keys.goes()

    def sees_what_is_due(self) -> None:
        first = self.page.locator("[data-row]").first

        expect(first.locator(".due-overdue")).to_be_visible()
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def assigns_five(self) -> list[str]:
        for number in range(1, 6):
            self._selects(number)
        chosen = [
            str(box.get_attribute("value")) for box in self.page.locator("[name=tickets]:checked").all()
        ]
        self._reaches("a", BULK, "#bulk-assignee", first_key="Shift+Tab")
        self.keys.types(COLLEAGUE[:3])
        self.keys.tabs_to("button[value=assign]", within=1)
        self.keys.goes()
        expect(self.page.locator(".notice [action$='/undo']").first).to_be_visible()
        return chosen

    def holds(self, code: str) -> None:
        self.opens(code)
        self._reaches(
            "h", FACTS, "details:has([action$='/hold']) > summary", "[action$='/hold'] [name=reason]"
        )
        self.keys.types(WAITS_FOR)
        self.keys.tabs_to("[name=until]", within=1)
        self.keys.types(UNTIL_DAY)
        self.keys.presses("ArrowRight")
        self.keys.types(UNTIL_HOUR)
        self.keys.tabs_to("[action$='/hold'] button", within=8)
        self.keys.goes()
        expect(self.page.locator(".ticket-line .chip-on_hold")).to_be_visible()

    def merges(self, code: str, *, into: str) -> None:
        self.opens(code)
        merging = "details:has([action$='/merge'])"
        self._reaches("m", FACTS, f"{merging} > summary", f"{merging} [name=into]")
        self.keys.types(into)
        self.keys.goes()
        self.keys.tabs_to(CONTENT, within=1)
        self.keys.presses("Enter")
        self.keys.tabs_to("main button.primary", within=3)
        self.keys.goes()
        expect(self.page).to_have_url(f"{self._root()}/tickets/{into}")

    def writes_down_a_call(self) -> None:
        self._goes_to("c", MENU, ".places a[href$='/tickets/new']")
        self.keys.tabs_to(CONTENT, within=1)
        self.keys.presses("Enter")
        for field, words in (("name", "Wayan Sudarma"), ("phone", PHONE), ("reply", CALL)):
            self.keys.tabs_to(f"main [name={field}]", within=9)
            self.keys.types(words)
        self.keys.tabs_to("main button.primary", within=9)
        self.keys.goes()
        expect(self.page.locator(".conversation")).to_contain_text(CALL)

    def answers_with_an_article(self, code: str) -> None:
        self.opens(code)
        self._reaches("r", CONTENT, "a[href='#reply']", "#reply")
        self.keys.types(GREETING)
        self.keys.tabs_to("button[name=article]", within=3, key="Shift+Tab")
        self.keys.goes()
        self.keys.lands_on("#reply")
        self.keys.tabs_to("#reply-form button.primary", within=4)
        self.keys.goes()
        expect(self.page.locator(".message-agent .words").last).to_contain_text(GREETING)

    def finds_why_a_promise_was_broken(self) -> None:
        self.goes_to_the_list()
        self.keys.tabs_to(CONTENT, within=1)
        self.keys.presses("Enter")
        self.keys.tabs_to(".tiles a[href*='due=overdue']", within=6)
        self.keys.goes()
        self._goes_to("j Enter", CONTENT, ".row-subject")
        broken = ".clock:has(.due-overdue)"
        self._reaches("p", FACTS, ".clock summary")
        self.keys.tabs_to(f"{broken} summary", within=3)
        if not self.page.locator(f"{broken} [open]").count():
            self.keys.presses("Enter")
        expect(self.page.locator(f"{broken} .counted li").first).to_be_visible()
        expect(self.page.locator(f"{broken} details > p").last).to_be_visible()
        self.keys.walks()  # to the end of the page, behind which it begins again

    def goes_to_the_list(self) -> None:
        self._goes_to("g i", MENU, ".places a[href$='/tickets']")

    def opens(self, code: str) -> None:
        self.goes_to_the_list()
        row = f".row-subject[href$='{code}']"
        self.keys.tabs_to(CONTENT, within=1)
        self.keys.presses("Enter")
        self.keys.tabs_to(row, key="j" if self.has_shortcuts else "Tab")
        self.keys.goes()

    def _selects(self, number: int) -> None:
        if self.has_shortcuts:
            self.keys.presses("j", "x")
        else:
            self.keys.tabs_to(f".rows > :nth-child({number}) [name=tickets]")
            self.keys.presses("Space")

    def _reaches(self, shortcut: str, *path: str, first_key: str = "Tab") -> None:
        """By the shortcut, or from stop to stop: each is tabbed to, all but the last are opened."""
        if self.has_shortcuts:
            self.keys.presses(*shortcut.split())
        else:
            self.keys.tabs_to(path[0], key=first_key)
            for stop in path[1:]:
                self.keys.presses("Enter")
                self.keys.tabs_to(stop)
        self.keys.lands_on(path[-1])

    def _goes_to(self, shortcut: str, *path: str) -> None:
        if self.has_shortcuts:
            self.keys.goes(*shortcut.split())
        else:
            self._reaches("", *path)
            self.keys.goes()

    def _root(self) -> str:
        return self.page.url.partition("/tickets")[0]


@pytest.mark.parametrize(
    ("look", "language"), [(WITH_KEYS, "en"), (WITH_TAB_ALONE, "id")], ids=["keys", "tab"]
)
def test_the_whole_morning_is_done_by_keyboard_alone(
    chromium: Browser, shown: Shown, look: dict[str, Any], language: str
) -> None:
    plan = plan_of(shown)
    with served(shown.app) as root, watched(chromium, root, **look) as visit:
        visit.opens("/sign-in?next=/tickets")
        has_shortcuts = look.get("java_script_enabled", True)
        morning = Morning(visit.page, Keyboard(visit.page), language, has_shortcuts)
        assigned = _spends(morning, shown, plan)

    assert visit.wrong == []
    assert_done(shown, plan, assigned=assigned)
    assert held_until(shown, plan) == UNTIL
    with desk_of(shown).database.reading() as session:
        assert newest_reply(session, plan.answered).startswith(GREETING)


def _spends(morning: Morning, shown: Shown, plan: Plan) -> list[str]:
    """Gives the codes of the tickets that were assigned."""
    morning.signs_in(shown.coordinator.login)
    morning.chooses_a_language()
    morning.sees_what_is_due()
    assigned = morning.assigns_five()
    morning.holds(plan.held)
    morning.writes_down_a_call()
    morning.answers_with_an_article(plan.answered)
    morning.finds_why_a_promise_was_broken()
    morning.merges(plan.merged, into=plan.held)
    return assigned
