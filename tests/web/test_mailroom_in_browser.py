"""The mailroom's script: new mail appears by itself, and never takes away what somebody is writing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from desk.surroundings import Surroundings
from tests.web.conftest import NOW
from tests.web.test_mailroom import BOX, RUI, Kept, PostOffice, acknowledgement
from tests.web.watching import served, watched
from web import create_app
from web.mailroom import Mailroom


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def root(desk: Surroundings, office: PostOffice) -> Iterator[str]:
    room = Mailroom(office, [RUI], ["bantuan@meja.example"])
    with served(create_app(desk, now=lambda: NOW, mailroom=room)) as root:
        yield root


def test_new_letter_appears_by_itself(chromium: Browser, root: str, office: PostOffice) -> None:
    with watched(chromium, root) as visit:
        visit.opens(BOX)
        office.kept.append(Kept(acknowledgement(), NOW))
        visit.page.locator(".letter-row").wait_for()

        assert visit.page.locator(".row-subject").inner_text().startswith("[MJ-7K3QX2] Kami telah menerima")
    assert visit.wrong == []


def test_words_somebody_is_writing_stay(chromium: Browser, root: str, office: PostOffice) -> None:
    with watched(chromium, root) as visit:
        visit.opens(BOX)
        visit.page.get_by_label("Text").fill("Half a sentence")
        office.kept.append(Kept(acknowledgement(), NOW))
        visit.page.get_by_text("New mail: reload").wait_for()

        assert visit.page.get_by_label("Text").input_value() == "Half a sentence"
