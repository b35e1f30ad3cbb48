"""A coordinator's morning in a real browser: on a desk with scripts, on a phone without, and by keyboard alone.

Citra sees what is due, assigns five tickets, holds one, merges two, writes down a call, answers with an article
and finds out why a promise was broken. What she did stands in the database afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator
from sqlalchemy import select

from desk.surroundings import Surroundings
from models.knowledge import Suggestion
from models.message import Message, MessageKind
from models.session import Session
from models.ticket import Channel, Status, Ticket
from tests.servers.process import short_folder
from tests.web.accessible import violations
from tests.web.every_page import Shown, furnished
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
CALL = "Mesin antrean di loket 3 mati sejak pagi."


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
        form.locator("[name=reason]").fill("Menunggu suku cadang")
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
        self.all("[name=phone]").fill("0812 7000 111")
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
    code, other, third = shown_codes(shown)
    with served(shown.app) as root, watched(chromium, root, **context) as visit:
        visit.signs_in(shown.coordinator)
        visit.chooses(language)
        morning = Morning(visit, shown)
        morning.sees_what_is_due_nearest_first()
        morning.assigns_five()
        morning.holds(other)
        morning.writes_down_a_call()
        morning.answers_with_an_article(code)
        morning.finds_why_a_promise_was_broken()
        morning.merges(third, other)
        found = violations(visit.page) if context.get("java_script_enabled", True) else []

    assert found == []
    assert visit.wrong == []
    assert_done(desk_of(shown), morning, held=other, merged=third, answered=code)


def test_the_list_is_worked_by_keyboard_alone(chromium: Browser, shown: Shown) -> None:
    with served(shown.app) as root, watched(chromium, root, viewport={"width": 1440, "height": 900}) as visit:
        sign_in_by_keyboard(visit, shown)
        page = visit.page
        for _ in range(5):
            page.keyboard.press("j")
            page.keyboard.press("x")
        chosen = [box.get_attribute("value") for box in page.locator("[data-row] input:checked").all()]
        page.keyboard.press("t")
        page.wait_for_load_state()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tickets/MJ-*")
        page.keyboard.press("r")
        page.keyboard.type("Sedang kami periksa.")

    with desk_of(shown).database.reading() as session:
        taken = [ticket_named(session, str(code)).assignee for code in chosen]
    assert len(chosen) == 5
    assert {agent.name if agent else "" for agent in taken} == {"Citra Dewi"}
    assert visit.wrong == []


def sign_in_by_keyboard(visit: Watched, shown: Shown) -> None:
    from tests.web.people import PASSWORD

    visit.opens("/sign-in?next=/tickets")
    visit.page.locator("[name=login]").focus()
    visit.page.keyboard.type(shown.coordinator.login)
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.type(PASSWORD)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(lambda address: "/sign-in" not in address, wait_until="load")


def assert_done(desk: Surroundings, morning: Morning, *, held: str, merged: str, answered: str) -> None:
    with desk.database.reading() as session:
        holders = {ticket_named(session, code).assignee_id for code in morning.assigned}
        call = session.scalars(select(Ticket).where(Ticket.channel == Channel.PHONE)).one()
        into = ticket_named(session, merged).merged_into
        newest = session.scalars(
            select(Message).order_by(Message.id.desc()).where(Message.kind == MessageKind.REPLY)
        )
        inserted = session.scalars(select(Suggestion).where(Suggestion.inserted_at.is_not(None))).all()

        assert len(morning.assigned) == 5
        assert len(holders) == 1
        assert ticket_named(session, held).status is Status.ON_HOLD
        assert into is not None
        assert into.code == held
        assert call.requester.phone == "0812 7000 111"
        assert any("/help/" in message.reply for message in newest)
        assert [each.ticket.code for each in inserted] == [answered]


def ticket_named(session: Session, code: str) -> Ticket:
    return session.scalars(select(Ticket).where(Ticket.code == code)).one()


def shown_codes(shown: Shown) -> tuple[str, str, str]:
    """The ticket that has everything, another, and a third."""
    code = shown.paths["tickets.show"].rpartition("/")[2]
    other = shown.paths["merges.show"].rpartition("=")[2]
    with desk_of(shown).database.reading() as session:
        codes = session.scalars(
            select(Ticket.code).where(Ticket.status != Status.ON_HOLD).order_by(Ticket.id.desc())
        )
        third = next(each for each in codes if each not in (code, other))
    return code, other, third


def desk_of(shown: Shown) -> Surroundings:
    desk = shown.app.extensions["meja"].desk
    assert isinstance(desk, Surroundings)
    return desk
