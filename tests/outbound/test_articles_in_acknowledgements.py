"""An acknowledgement says by when somebody replies, and carries articles when they are good enough."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desk import knowledge
from desk.surroundings import Surroundings
from desk.texts import Wording, rewrite
from desk.work import work
from models.event import Event, EventKind
from models.knowledge import Audience, Suggestion
from models.mail import DeliveryKind
from tests.articles import CARD, stock
from tests.conversation import Person, Talk
from tests.desks import NOON, agent
from tests.mails import proven
from tests.promises import a_calendar, a_policy

LOST = "My access card is lost. How do I get a new card?"
HILANG = "Kartu akses saya hilang, bagaimana cara mendapatkan kartu yang baru?"


@pytest.fixture
def shelf(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        stock(session)


def test_article_comes_along_with_both_its_addresses(talk: Talk, rui: Person, shelf: None) -> None:
    rui.writes(LOST, subject="Access card")
    text = rui.receives().text
    [offer] = talk.all(Suggestion)

    assert "1. Access card lost or broken\nhttps://desk.example/help/access-card?language=en\n" in text
    assert f"https://desk.example/solved/{offer.token}?language=en" in text


def test_html_links_the_same_addresses(rui: Person, shelf: None) -> None:
    rui.writes(LOST, subject="Access card")
    letter = rui.receives()

    html = letter.mail.get_body(("html",))
    assert html is not None

    linked = re.findall(r'href="([^"]+)"', html.get_content())
    assert linked == re.findall(r"https://\S+", letter.text)


def test_title_and_page_are_in_the_writers_language(rui: Person, shelf: None) -> None:
    rui.writes(HILANG, subject="Kartu akses")
    text = rui.receives().text

    assert "1. Kartu akses hilang atau rusak\nhttps://desk.example/help/access-card?language=id" in text
    assert "Access card" not in text


def test_writer_of_unknown_language_gets_each_part_in_its_own(rui: Person, shelf: None) -> None:
    rui.writes("badge ???", subject="badge")
    text = rui.receives().text

    assert text.index("Kartu akses hilang") < text.index("---") < text.index("Access card lost")


def test_sender_nobody_proved_reads_our_words_and_titles_only(rui: Person, shelf: None) -> None:
    """T042."""
    rui.writes(f"{LOST} CHEAP pills http://cheap.example", subject="CHEAP access card")
    letter = rui.receives()

    assert "Access card lost or broken" in letter.text
    assert "cheap" not in letter.text.lower() + letter.subject.lower()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("What is for lunch in the canteen today?", "no_article_shares_words"),
        ("I want to speak to a person about my access card.", "wants_a_person"),
        ("Printer prints empty pages.", "no_article_shares_words"),
    ],
    ids=["about nothing we know", "asks for a person", "only an internal article fits"],
)
def test_mail_without_a_good_article_is_told_none_and_the_reason_is_kept(
    talk: Talk, rui: Person, shelf: None, words: str, code: str
) -> None:
    rui.writes(words, subject="1234")
    text = rui.receives().text

    assert "https://" not in text
    assert "\n\n\n" not in text
    assert suggestions(talk)["code"] == code
    assert talk.all(Suggestion) == []


def test_which_articles_went_along_is_told_in_the_history(talk: Talk, rui: Person, shelf: None) -> None:
    rui.writes(LOST, subject="Access card")

    assert suggestions(talk) == {"code": "suggested", "facts": {"titles": "“Access card lost or broken”"}}


def test_article_withdrawn_before_the_mail_left_stays_home(
    desk: Surroundings, talk: Talk, rui: Person, shelf: None
) -> None:
    """T121."""
    rui.writes(LOST, subject="Access card")
    with work(desk, at=NOON) as session:
        article = knowledge.get_article(session, "access-card")
        knowledge.revise(session, article, replace(CARD, audience=Audience.INTERNAL), by=None, at=NOON)

    assert "https://" not in rui.receives().text


def test_text_that_leaves_articles_out_offers_none(
    desk: Surroundings, talk: Talk, rui: Person, shelf: None
) -> None:
    with work(desk, at=NOON) as session:
        rewrite(
            session,
            Wording("[$code] $about", "Received."),
            kind=DeliveryKind.ACKNOWLEDGEMENT,
            language="en",
            team=None,
            by=agent(session, "Citra"),
            at=NOON,
        )
    rui.writes(LOST, subject="Access card")

    assert suggestions(talk)["code"] == "text_without_articles"
    assert talk.all(Suggestion) == []


def test_promise_is_the_due_moment_of_the_first_reply_in_business_time(
    desk: Surroundings, rui: Person
) -> None:
    with work(desk, at=NOON) as session:
        a_policy(session, calendar=a_calendar(session, zone="Asia/Makassar"))
    rui.writes(HILANG, subject="Kartu akses")
    promise = "Kami akan membalas paling lambat Selasa, 24 November 2026 pukul 14.00 WITA."

    assert promise in rui.receives().text


def test_without_a_clock_nothing_is_promised(rui: Person) -> None:
    rui.writes(LOST, subject="Access card", above=proven())

    assert "by e-mail.\n\n" in rui.receives().text


def suggestions(talk: Talk) -> dict[str, object]:
    [event] = [each for each in talk.all(Event) if each.kind is EventKind.ACKNOWLEDGED]
    found: dict[str, object] = event.facts["suggestions"]
    return found
