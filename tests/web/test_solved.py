"""The link "please tell us": looking changes nothing, the button does, and little is shown."""

from __future__ import annotations

import pytest

from desk import offers
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.knowledge import Suggestion
from models.ticket import Status, Ticket
from tests.articles import stock
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.visitor import Visitor

QUESTION = "My access card is lost. How do I get a new card? My secret diary is attached."


@pytest.fixture
def path(desk: Surroundings, people: People) -> str:
    with work(desk, at=NOW) as session:
        stock(session)
    ticket = open_a_ticket(desk, at=NOW, draft=Draft(subject="Access card", reply=QUESTION, language="en"))
    with work(desk, at=NOW) as session:
        offers.offer_in_acknowledgement(session, ticket, at=NOW)
        return f"/solved/{session.query(Suggestion).one().token}"


def test_looking_resolves_nothing(stranger: Visitor, desk: Surroundings, path: str) -> None:
    page = stranger.reads(path)

    assert "Did this article answer your question?" in page
    assert ticket_of(desk).status is Status.NEW


def test_page_shows_code_and_subject_and_nothing_else_of_the_ticket(
    stranger: Visitor, desk: Surroundings, path: str
) -> None:
    page = stranger.reads(path)

    assert ticket_of(desk).code in page
    assert "Access card" in page
    assert not [word for word in ("diary", "Rui", "rui@", "Layanan Data") if word in page]


def test_yes_resolves_and_says_how_to_open_it_again(stranger: Visitor, desk: Surroundings, path: str) -> None:
    answer = stranger.posts(path, {"answer": "yes"}, form_of=path)

    assert "reply to our e-mail" in stranger.reads(answer.location)
    assert ticket_of(desk).status is Status.RESOLVED


def test_no_leaves_it_open_and_promises_an_answer(stranger: Visitor, desk: Surroundings, path: str) -> None:
    answer = stranger.posts(path, {"answer": "no"}, form_of=path)

    assert "an agent answers you by e-mail" in stranger.reads(answer.location)
    assert ticket_of(desk).status is Status.NEW


def test_yes_can_be_taken_back(stranger: Visitor, desk: Surroundings, path: str) -> None:
    stranger.posts(path, {"answer": "yes"}, form_of=path)
    stranger.posts(path, {"answer": "no"}, form_of=path)

    assert ticket_of(desk).status is Status.OPEN


def test_history_says_who_and_by_which_article(
    stranger: Visitor, ana: Visitor, desk: Surroundings, path: str
) -> None:
    stranger.posts(path, {"answer": "yes"}, form_of=path)
    page = ana.reads(f"/tickets/{ticket_of(desk).code}")

    assert "Rui Santoso resolved it" in page
    assert "The article “Access card lost or broken” answered it." in page


@pytest.mark.parametrize("token", ["0" * 32, "x", "%27", "0" * 500])
def test_unknown_link_is_told_in_one_polite_line(stranger: Visitor, path: str, token: str) -> None:
    answer = stranger.gets(f"/solved/{token}")

    assert answer.status_code == 404
    assert "This link leads nowhere any more." in answer.text


def test_page_stays_out_of_search_engines_and_caches(stranger: Visitor, path: str) -> None:
    headers = stranger.gets(path).headers

    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_page_is_in_the_language_of_the_mail(stranger: Visitor, path: str) -> None:
    assert "Kartu akses hilang atau rusak" in stranger.reads(f"{path}?language=id")


def ticket_of(desk: Surroundings) -> Ticket:
    with desk.database.reading() as session:
        return session.query(Ticket).one()
