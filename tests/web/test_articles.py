"""Articles in the panel: lists, writing in two languages, versions, retiring, and inserting into a reply."""

from __future__ import annotations

import re

import pytest

from desk import knowledge
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.knowledge import Article, Audience
from models.ticket import Ticket
from tests.articles import stock
from tests.web.conftest import NOW
from tests.web.people import open_a_ticket
from tests.web.visitor import Visitor

FORM = {
    "key": "leave",
    "audience": "public",
    "category": "Staff",
    "title_id": "Surat cuti",
    "body_id": "Isi **formulir** cuti.\r\n\r\n1. Tanda tangan atasan",
    "keywords_id": "izin libur",
    "title_en": "",
    "body_en": "",
    "keywords_en": "",
}


@pytest.fixture
def shelf(desk: Surroundings) -> None:
    with work(desk, at=NOW) as session:
        stock(session)


@pytest.fixture
def ticket(desk: Surroundings, shelf: None) -> Ticket:
    words = "My access card is lost. How do I get a new card?"
    return open_a_ticket(desk, at=NOW, draft=Draft(subject="Access card", reply=words, language="en"))


def test_lists_are_by_audience_category_and_words(ana: Visitor, shelf: None) -> None:
    assert keys_on(ana, "/articles") == {"access-card", "vpn", "printer"}
    assert keys_on(ana, "/articles?audience=internal") == {"printer"}
    assert keys_on(ana, "/articles?category=Network") == {"vpn"}
    assert keys_on(ana, "/articles?words=empty+pages") == {"printer"}
    assert keys_on(ana, "/articles?audience=retired") == set()


def test_agent_writes_an_article_in_one_language(ana: Visitor, desk: Surroundings) -> None:
    answer = ana.posts("/articles", FORM)
    page = ana.reads(answer.location)

    assert answer.location == "/articles/leave"
    assert "<strong>formulir</strong>" in page
    assert article(desk, "leave").category == "Staff"


def test_preview_shows_both_languages_and_keeps_nothing(ana: Visitor, desk: Surroundings) -> None:
    both = FORM | {"title_en": "Leave letter", "body_en": "Fill in the *form*.", "deed": "preview"}
    page = ana.posts("/articles", both).text

    assert "<strong>formulir</strong>" in page
    assert "<em>form</em>" in page
    with desk.database.reading() as session:
        assert session.query(Article).count() == 0


def test_refused_form_comes_back_with_what_was_typed(ana: Visitor, shelf: None) -> None:
    answer = ana.posts("/articles", FORM | {"key": "vpn"})

    assert answer.status_code == 409
    assert "There is an article vpn already." in answer.text
    assert "Isi **formulir** cuti." in answer.text


def test_revised_article_keeps_its_earlier_version_to_look_at_and_restore(
    ana: Visitor, desk: Surroundings
) -> None:
    ana.posts("/articles", FORM)
    ana.posts("/articles/leave", FORM | {"body_id": "Sekarang daring."})
    earlier = ana.reads("/articles/leave/versions/id/1")
    ana.posts("/articles/leave/versions/id/1/restoration")

    assert "<strong>formulir</strong>" in earlier
    assert "formulir" in knowledge.wording_of(article(desk, "leave"), "id").body


def test_editor_begins_with_what_counts_now(ana: Visitor, shelf: None) -> None:
    page = ana.reads("/articles/access-card/edit")

    assert "Kartu akses hilang atau rusak" in page
    assert "Report a lost access card" in page
    assert 'name="key"' not in page


def test_public_article_can_be_made_internal(ana: Visitor, stranger: Visitor, desk: Surroundings) -> None:
    ana.posts("/articles", FORM)
    ana.posts("/articles/leave", FORM | {"audience": "internal"})

    assert article(desk, "leave").audience is Audience.INTERNAL
    assert stranger.gets("/help/leave").status_code == 404


def test_retiring_is_for_coordinators_and_can_be_undone(ana: Visitor, citra: Visitor, shelf: None) -> None:
    refused = ana.posts("/articles/vpn/retirement")
    citra.posts("/articles/vpn/retirement")

    assert refused.status_code == 403
    assert keys_on(ana, "/articles?audience=retired") == {"vpn"}
    citra.posts("/articles/vpn/retirement/undo")
    assert "vpn" in keys_on(ana, "/articles")


def test_ticket_page_suggests_articles_with_the_words_they_share(ana: Visitor, ticket: Ticket) -> None:
    page = ana.reads(f"/tickets/{ticket.code}")

    assert "Articles that may answer it" in page
    assert "Access card lost or broken" in page
    assert "fits well" in page


def test_inserted_article_stands_in_the_reply_with_what_was_typed_before(
    ana: Visitor, ticket: Ticket
) -> None:
    form = {"article": "access-card", "reply": "Dear Rui,"}
    answer = ana.posts(f"/tickets/{ticket.code}/articles", form)
    page = ana.reads(answer.location.partition("#")[0])

    assert answer.location.endswith("#reply")
    assert re.search(r"<textarea[^>]*>Dear Rui,\s+Access card lost or broken", page)
    assert "/help/access-card</textarea>" in page


def test_internal_article_goes_into_the_note_and_leaves_the_reply_alone(ana: Visitor, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/articles", {"article": "printer", "reply": "Dear Rui,"})
    page = ana.reads(f"/tickets/{ticket.code}")

    assert re.search(r"<textarea[^>]*>Dear Rui,</textarea>", page)
    assert re.search(r"<textarea[^>]*>Printer prints empty pages", page)


def test_script_in_an_article_is_shown_not_run(ana: Visitor, stranger: Visitor) -> None:
    """T121."""
    ana.posts("/articles", FORM | {"title_id": "<script>x</script>", "body_id": "<script>alert(1)</script>"})

    assert "<script>" not in ana.reads("/articles/leave")
    assert "<script>" not in stranger.reads("/help/leave")


def keys_on(visitor: Visitor, path: str) -> set[str]:
    return set(re.findall(r'class="row-subject" href="/articles/([a-z-]+)"', visitor.reads(path)))


def article(desk: Surroundings, key: str) -> Article:
    with desk.database.reading() as session:
        return knowledge.get_article(session, key)
