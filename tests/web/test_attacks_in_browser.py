"""Hundreds of attacks shown in a real browser, as HTML, as words and as names: nothing runs, nothing is asked for.

T048 to T050: no dialog, no error of a script, no request to anybody but us.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from desk.drafts import Draft, Upload
from desk.surroundings import Surroundings
from desk.text import safe_html
from models.ticket import Ticket
from tests.desk.test_safe_html import ATTACKS
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.watching import served, watched

# Where the browser's parser reads the same words otherwise.
AROUND = (
    "{}",
    "<table><tr><td>{}</td></tr></table>",
    "<table>{}</table>",
    "<svg><foreignObject>{}</foreignObject></svg>",
    "<math><mtext>{}</mtext></math>",
    "<select><option>{}</option></select>",
    "<noscript>{}</noscript>",
    "<p title='{}'>x</p>",
    "<!-- {} -->",
    "<style>{}</style>",
)


@pytest.fixture
def root(app: Flask) -> Iterator[str]:
    with served(app) as root:
        yield root


def attacked(desk: Surroundings, html: str, words: str) -> Ticket:
    file = Upload(words, "image/png", 1, desk.files.keep(b"x"))
    draft = Draft(
        subject=words, reply=words, quoted=words, signature=words, html=html, from_name=words, uploads=(file,)
    )
    return open_a_ticket(desk, at=NOW, draft=draft, name=words)


@pytest.mark.parametrize("is_cleaned", [True, False], ids=["as stored", "raw, by the frame alone"])
def test_attacks_do_nothing_as_html(
    chromium: Browser, root: str, desk: Surroundings, people: People, *, is_cleaned: bool
) -> None:
    """T048, T049, T050"""
    pages = [around.format(attack) for around in AROUND for attack in ATTACKS]
    html = "<hr>".join(pages)
    ticket = attacked(desk, safe_html(html) if is_cleaned else html, "Attacks")
    with watched(chromium, root) as visit:
        visit.signs_in(people.ana)
        visit.opens(f"/tickets/{ticket.code}")
        visit.page.get_by_text("As it was formatted").click()
        visit.page.frame_locator(".mail-frame").locator("hr").last.wait_for(state="attached")

    assert len(pages) >= 400
    assert visit.wrong == []


def test_attacks_do_nothing_as_words(
    chromium: Browser, root: str, desk: Surroundings, people: People
) -> None:
    """T048: subject, names, what was said and what was cut, names of files."""
    codes = [attacked(desk, "", attack).code for attack in ATTACKS]
    with watched(chromium, root) as visit:
        visit.signs_in(people.ana)
        visit.opens("/tickets")
        for code in codes:
            visit.opens(f"/tickets/{code}")

    assert visit.wrong == []


def test_loading_pictures_needs_no_script_and_no_other_host(
    chromium: Browser, root: str, desk: Surroundings, people: People
) -> None:
    """T050"""
    html = safe_html('<p>News <img alt="A" src="http://127.0.0.1:9/x.png"></p>')
    ticket = attacked(desk, html, "News")
    with watched(chromium, root, java_script_enabled=False) as visit:
        visit.signs_in(people.ana)
        visit.opens(f"/tickets/{ticket.code}")
        visit.page.get_by_text("As it was formatted").click()
        with visit.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            visit.page.get_by_role("button", name="Load pictures").click()

    assert answered.value.status == 200
    assert visit.wrong == []
