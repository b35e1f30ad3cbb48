"""The panel's one script: keys, drafts that keep themselves, selections. Without it these are plain forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, Page, expect

from desk.surroundings import Surroundings
from tests.web.conftest import NOW
from tests.web.gallery import PAGE
from tests.web.people import People, open_a_ticket
from tests.web.watching import served, watched

TOO_LATE = "Written after the session had ended"
BULK = """<form method="post"><ol class="rows">
{% for ticket in tickets %}{{ parts.ticket_row(ticket, selectable=true) }}{% endfor %}</ol>
{% call parts.bulk() %}<button class="assign">Assign</button>{% endcall %}</form>"""
DRAFT = """<form method="post">{{ fields.csrf() }}<details><summary>Reply</summary>
{{ fields.textarea("reply", "Your reply", draft="/draft", **{"data-key": "r"}) }}</details></form>"""


@pytest.fixture
def kept() -> list[str]:
    """The drafts that were posted."""
    return []


@pytest.fixture
def root(app: Flask, desk: Surroundings, people: People, kept: list[str]) -> Iterator[str]:
    tickets = [open_a_ticket(desk, at=NOW) for _ in range(3)]

    def keep() -> ResponseReturnValue:
        kept.append(request.form["reply"])
        return redirect("/sign-in") if kept[-1] == TOO_LATE else ("", 204)

    def page() -> str:
        return render_template_string(PAGE.replace("EXAMPLES", BULK + DRAFT), tickets=tickets)

    app.add_url_rule("/draft", "draft", keep, methods=["POST"])
    app.add_url_rule("/script", "script", page)
    with served(app) as root:
        yield root


@pytest.fixture
def page(chromium: Browser, root: str, people: People) -> Iterator[Page]:
    with watched(chromium, root, viewport={"width": 1280, "height": 800}) as visit:
        visit.signs_in(people.citra)
        visit.opens("/script")
        yield visit.page
        assert visit.wrong == []


def test_keys_walk_the_rows_and_select_them(page: Page) -> None:
    for key in "jjxkx":
        page.keyboard.press(key)

    assert [box.is_checked() for box in page.locator("input[name=tickets]").all()] == [True, True, False]
    assert page.locator("[data-bulk] output").inner_text() == "Selected: 2"


def test_keys_lead_to_pages(page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/tickets")

    assert page.locator(".places [aria-current]").inner_text() == "Tickets"


def test_a_key_opens_what_hides_its_field(page: Page) -> None:
    page.keyboard.press("r")

    expect(page.get_by_label("Your reply")).to_be_focused()


def test_keys_are_letters_where_somebody_types(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("jx?")

    expect(page.get_by_label("Search all tickets")).to_have_value("jx?")
    assert page.locator("input:checked[name=tickets]").count() == 0


def test_keys_can_be_switched_off_for_good(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single keys act").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("r")

    expect(page.get_by_label("Your reply")).not_to_be_focused()


def test_draft_is_kept_after_a_silence(page: Page, kept: list[str]) -> None:
    page.keyboard.press("r")
    page.keyboard.type("Half a sentence")
    page.get_by_text("Draft kept").wait_for()

    assert kept == ["Half a sentence"]


def test_draft_that_cannot_be_kept_says_so(page: Page) -> None:
    page.keyboard.press("r")
    page.keyboard.type(TOO_LATE)

    page.get_by_text("The draft could not be kept").wait_for()


def test_one_box_selects_all_and_the_deeds_appear(page: Page) -> None:
    expect(page.locator(".assign")).to_be_hidden()
    page.get_by_label("All on this page").check()

    expect(page.locator(".assign")).to_be_visible()
    assert page.locator("input:checked[name=tickets]").count() == 3


def test_without_the_script_the_deeds_are_there_and_nothing_that_needs_it(
    chromium: Browser, root: str, people: People
) -> None:
    with watched(chromium, root, java_script_enabled=False) as visit:
        visit.signs_in(people.citra)
        visit.opens("/script")

        expect(visit.page.locator(".assign")).to_be_visible()
        expect(visit.page.get_by_text("All on this page")).to_be_hidden()


def test_menu_opens_on_a_phone_without_the_script(chromium: Browser, root: str, people: People) -> None:
    size = {"width": 360, "height": 740}
    with watched(chromium, root, viewport=size, java_script_enabled=False) as visit:
        visit.signs_in(people.citra)
        visit.page.get_by_role("button", name="Menu").click()
        visit.page.locator(".places").get_by_role("link", name="Held replies").click()

        expect(visit.page.get_by_role("heading", name="Held replies")).to_be_visible()
