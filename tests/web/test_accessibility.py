"""Every page can be used by everybody: axe finds nothing, nothing scrolls sideways, nobody else is asked.

Each page is opened twice, so that it is seen in both languages, both schemes and both sizes. Indonesian words
are the longer ones, so it is they that must fit on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle, product
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from desk.words import LANGUAGES
from tests.servers.process import short_folder
from tests.web.accessible import violations
from tests.web.every_page import PAGES, UNSEEN, Shown, furnished
from tests.web.watching import Watched, served, watched

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1440, "height": 900}
Visits = dict[tuple[str, bool], Watched]

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Look:
    language: str
    scheme: Literal["light", "dark"]
    size: ViewportSize

    def __str__(self) -> str:
        return f"{self.language}, {self.scheme}, {self.size['width']}"


PAIRS = (
    (Look("id", "light", PHONE), Look("en", "dark", DESK)),
    (Look("id", "dark", PHONE), Look("en", "light", DESK)),
)
SEEN = sorted(
    ((look, name) for name, pair in zip(PAGES, cycle(PAIRS), strict=False) for look in pair),
    key=lambda each: each[0].language,
)


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    with short_folder("pages") as folder, furnished(folder) as shown:
        yield shown


@pytest.fixture(scope="module")
def root(shown: Shown) -> Iterator[str]:
    with served(shown.app) as root:
        yield root


@pytest.fixture(scope="module")
def visits(chromium: Browser, root: str, shown: Shown) -> Iterator[Visits]:
    """A stranger's and a coordinator's page in each language."""
    with ExitStack() as stack:
        visits = {}
        for language, is_stranger in product(LANGUAGES, (True, False)):
            visit = stack.enter_context(watched(chromium, root))
            if not is_stranger:
                visit.signs_in(shown.coordinator)
            visit.chooses(language)
            visits[language, is_stranger] = visit
        yield visits


@pytest.mark.parametrize(("look", "name"), SEEN, ids=[f"{name}: {look}" for look, name in SEEN])
def test_page_is_for_everybody(visits: Visits, shown: Shown, look: Look, name: str) -> None:
    visit = visits[look.language, shown.is_open(name)]
    visit.wrong.clear()
    visit.page.set_viewport_size(look.size)
    visit.page.emulate_media(color_scheme=look.scheme)
    visit.opens(shown.paths[name])

    assert visit.page.locator("html").get_attribute("lang") == look.language
    assert violations(visit.page) == []
    assert visit.page.evaluate(TOO_WIDE) <= 0
    assert visit.wrong == []


def test_no_page_is_forgotten(shown: Shown) -> None:
    rules = shown.app.url_map.iter_rules()
    endpoints = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}

    assert endpoints == PAGES.keys() | UNSEEN.keys()
    assert not PAGES.keys() & UNSEEN.keys()


def test_what_is_wrong_is_found(page: Page) -> None:
    page.set_content(
        "<html lang=en><title>x</title><main><h1>x</h1><p style='color: #999'>faint</p><input>"
        "<a href=/ style='font-size: 8px'>a</a><a href=/ style='font-size: 8px'>b</a></main>"
    )
    found = {line.partition(":")[0] for line in violations(page)}

    assert {"color-contrast", "label", "target-size"} <= found
