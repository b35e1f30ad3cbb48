"""Every page by Tab: each stop is seen, and the last one lets go. Enter does what is meant, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Browser, Request, ViewportSize, expect

from tests.servers.process import short_folder
from tests.web.every_page import PAGES, Shown, furnished
from tests.web.keyboard import Keyboard
from tests.web.watching import served, watched

LOOKS: tuple[dict[str, Any], ...] = (
    {"viewport": {"width": 1440, "height": 900}},
    {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False},
)
# A phone, a laptop, and one whose page is enlarged until little of it is left.
SIZES: tuple[ViewportSize, ...] = (
    {"width": 360, "height": 740},
    {"width": 1280, "height": 660},
    {"width": 640, "height": 400},
)
FIRST_BOX = ".rows > :first-child [name=tickets]"


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    with short_folder("tab") as folder, furnished(folder) as shown:
        yield shown


@pytest.fixture(scope="module")
def root(shown: Shown) -> Iterator[str]:
    with served(shown.app) as root:
        yield root


@pytest.mark.parametrize("look", LOOKS, ids=["with scripts on a desk", "without on a phone"])
def test_tab_shows_each_stop_of_a_page_and_leaves_it(
    chromium: Browser, shown: Shown, root: str, look: dict[str, Any]
) -> None:
    """Every second page each way, so that all are walked once."""
    look = {"reduced_motion": "reduce", **look}
    with watched(chromium, root, **look) as inside, watched(chromium, root, **look) as outside:
        inside.signs_in(shown.coordinator)
        for name, each in zip(PAGES, cycle(LOOKS), strict=False):
            visit = outside if shown.is_open(name) else inside
            if each["viewport"] == look["viewport"]:
                visit.opens(shown.paths[name])

                assert len(Keyboard(visit.page).walks()) > 1, name


@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
def test_deeds_for_the_selected_never_hide_what_has_the_focus(
    chromium: Browser, shown: Shown, root: str, *, is_open: bool
) -> None:
    with watched(chromium, root, reduced_motion="reduce") as visit:
        visit.signs_in(shown.coordinator)
        for size in SIZES:
            visit.page.set_viewport_size(size)
            visit.opens("/tickets")
            keys = Keyboard(visit.page)
            keys.presses("j", "x")
            if is_open:
                keys.tabs_to(".bulk summary")
                keys.presses("Enter")
                keys.tabs_to(FIRST_BOX, key="Shift+Tab")

            assert len(keys.walks()) > 10


@pytest.mark.parametrize("look", LOOKS, ids=["with scripts", "without"])
def test_enter_in_a_box_does_nothing_to_the_selected_tickets(
    chromium: Browser, shown: Shown, root: str, look: dict[str, Any]
) -> None:
    asked: list[str] = []
    with watched(chromium, root, reduced_motion="reduce", **look) as visit:
        visit.signs_in(shown.coordinator)
        keys = Keyboard(visit.page)
        keys.tabs_to("[name=tickets]")
        keys.presses("Space")
        visit.page.on("request", partial(_note_deeds, asked))
        keys.presses("Enter")
        keys.tabs_to(".bulk summary")
        keys.presses("Enter")
        keys.tabs_to("[name=because]")
        keys.presses("Enter")

        keys.lands_on("[name=because]")
    assert asked == []


def test_enter_in_the_copies_inserts_no_article_and_sends_nothing(
    chromium: Browser, shown: Shown, root: str
) -> None:
    asked: list[str] = []
    with watched(chromium, root, reduced_motion="reduce") as visit:
        visit.signs_in(shown.coordinator)
        visit.opens(shown.paths["tickets.show"])
        expect(visit.page.locator("button[name=article]").first).to_be_visible()
        keys = Keyboard(visit.page)
        keys.presses("r")
        visit.page.on("request", partial(_note_deeds, asked))
        keys.tabs_to("[name=cc]", within=1)
        keys.types("dian@mitra.example")
        keys.presses("Enter")

        keys.lands_on("[name=cc]")
    assert asked == []


def _note_deeds(asked: list[str], request: Request) -> None:
    """Pages and posts; Chromium asks for a page's icon again whenever it likes."""
    if request.is_navigation_request() or request.method != "GET":
        asked.append(request.method)
