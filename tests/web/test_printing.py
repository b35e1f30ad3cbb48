"""What comes out of a printer: the answer alone, on A4."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from desk import people as desk_people
from desk import tickets
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.watching import served, watched
from web import create_app


@pytest.fixture
def root(desk: Surroundings) -> Iterator[str]:
    with served(create_app(desk, now=lambda: NOW)) as root:
        yield root


def test_answer_is_printed_without_the_page_around_it(
    chromium: Browser, root: str, desk: Surroundings, people: People
) -> None:
    ticket = open_a_ticket(desk, at=NOW)
    with work(desk, at=NOW) as session:
        ana = desk_people.get_agent(session, people.ana.login)
        tickets.reply(session, tickets.get_ticket(session, ticket.code), Draft(reply="Done."), by=ana, at=NOW)
    with watched(chromium, root) as visit:
        visit.signs_in(people.ana)
        visit.opens(f"/tickets/{ticket.code}/sheet")
        visit.page.emulate_media(media="print")
        around = [visit.page.locator(part).first.is_visible() for part in (".top", ".bottom", ".unprinted")]
        shown = visit.page.locator(".sheet").inner_text()
        paper = visit.page.pdf(prefer_css_page_size=True)

        assert around == [False, False, False]
        assert ticket.code in shown
        assert paper.count(b"/Type /Page\n") == 1
        assert re.search(rb"/MediaBox \[0 0 59[45][\d.]* 84[12][\d.]*\]", paper)
