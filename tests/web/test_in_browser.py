"""The pages in a real browser: on a phone and on a desk, light and dark, without a script and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from desk import held, tickets
from desk import people as desk_people
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Fate
from models.reason import because
from models.ticket import Ticket
from tests.web.conftest import NOW
from tests.web.people import People, keep_a_mail, open_a_ticket
from tests.web.watching import served, watched

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
HOSTILE = (
    "<p>Hi<img src='http://elsewhere.example/x.png'><script>top.seen = 1</script>"
    "<a href='javascript:top.seen=1'>x</a><svg onload='top.seen=1'></svg></p>"
)
LOOKS = [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")]

UNREADABLE = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => colour.slice(0, 3).map((each) => each / 255)
    .map((each) => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest(".hidden, .skip")) continue;
    const [dark, bright] = [light(rgba(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => a - b);
    const contrast = (bright + 0.05) / (dark + 0.05);
    if (contrast < 4.5) found.push(`${contrast.toFixed(1)}: ${walker.currentNode.data.trim()}`);
  }
  return found;
}"""
NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a, iframe")]
  .filter((each) => !(each.labels?.length || each.textContent.trim() || each.ariaLabel || each.title))
  .map((each) => each.outerHTML)"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def root(app: Flask) -> Iterator[str]:
    with served(app) as root:
        yield root


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    """With everything a page can show."""
    draft = Draft(
        subject="Ekspor tabel berhenti " + "dan-lagi-" * 25,
        reply="Halo,\nhttps://mitra.example/" + "panjang" * 30,
        html=HOSTILE,
        quoted="> dulu",
        why_here=because("new_matter"),
        from_name="Rui Santoso",
        from_address="rui@mitra.example",
    )
    ticket = open_a_ticket(desk, at=NOW, draft=draft)
    with work(desk, at=NOW) as session:
        mine = tickets.get_ticket(session, ticket.code)
        ana = desk_people.get_agent(session, people.ana.login)
        tickets.add_note(session, mine, Draft(reply="Di dalam.", from_name=ana.name), by=ana, at=NOW)
        tickets.reply(session, mine, Draft(reply="Sudah.", from_name=ana.name), by=ana, at=NOW)
        held.hold(session, mine, Draft(reply="Tahan."), agent=ana, reason=because("no_secret"), at=NOW)
    keep_a_mail(desk, b"x", at=NOW, fate=Fate.NEEDS_LOOK, reason=because("parser_died"))
    return ticket


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["phone", "phone, dark", "desk", "desk, dark"])
def test_every_page_fits_can_be_read_and_stays_at_home(
    chromium: Browser, root: str, people: People, ticket: Ticket, viewport: dict[str, int], scheme: str
) -> None:
    paths = (
        "/tickets",
        f"/tickets/{ticket.code}",
        "/held-replies",
        "/mails/needs-a-look",
        "/settings/texts",
        "/settings/texts/acknowledgement/id",
    )
    with watched(chromium, root, viewport=viewport, color_scheme=scheme) as visit:
        visit.signs_in(people.citra)
        for path in paths:
            visit.opens(path)
            assert visit.page.evaluate(TOO_WIDE) <= 0, path
            assert visit.page.evaluate(UNREADABLE) == [], path
            assert visit.page.evaluate(NAMELESS) == [], path

    assert visit.wrong == []


def test_formatted_mail_shows_in_its_frame_and_does_nothing(
    chromium: Browser, root: str, people: People, ticket: Ticket
) -> None:
    with watched(chromium, root, viewport=DESK) as visit:
        visit.signs_in(people.ana)
        visit.opens(f"/tickets/{ticket.code}")
        visit.page.get_by_text("As it was formatted").click()
        visit.page.frame_locator(".mail-frame").get_by_text("Hi").wait_for()

        assert visit.page.evaluate("() => window.seen === undefined")
    assert visit.wrong == []


def test_ticket_is_answered_and_resolved_without_a_script(
    chromium: Browser, root: str, people: People, ticket: Ticket
) -> None:
    with watched(chromium, root, viewport=PHONE, java_script_enabled=False) as visit:
        visit.signs_in(people.ana)
        visit.page.locator(".row-subject").first.click()
        visit.page.get_by_label("Your reply").fill("Silakan dicoba lagi.")
        visit.page.get_by_role("button", name="Send and resolve").click()
        visit.page.get_by_text("Your reply is on its way.").wait_for()

        assert visit.page.locator(".ticket-line .chip").inner_text() == "Resolved"
        assert visit.page.locator(".message-agent .words").last.inner_text() == "Silakan dicoba lagi."


def test_ticket_is_reached_by_keyboard_alone(
    chromium: Browser, root: str, people: People, ticket: Ticket
) -> None:
    with watched(chromium, root, viewport=DESK) as visit:
        visit.signs_in(people.ana)
        visit.opens("/tickets")
        visit.page.keyboard.press("Tab")
        skipped = visit.page.evaluate("() => document.activeElement.className")
        visit.page.locator(".row-subject").first.focus()
        ring = visit.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        visit.page.keyboard.press("Enter")
        visit.page.get_by_label("Your reply").wait_for()

    assert (skipped, ring) == ("skip", "solid")
