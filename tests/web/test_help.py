"""What everybody may read: searched or by category, in either language, never what is internal or retired."""

from __future__ import annotations

import pytest

from desk import knowledge
from desk.surroundings import Surroundings
from desk.work import work
from tests.articles import stock
from tests.web.conftest import NOW
from tests.web.people import People
from tests.web.visitor import Visitor


@pytest.fixture(autouse=True)
def shelf(desk: Surroundings) -> None:
    with work(desk, at=NOW) as session:
        stock(session)


def test_stranger_finds_public_articles_by_category(stranger: Visitor) -> None:
    page = stranger.reads("/help")

    assert "Building" in page
    assert "Access card lost or broken" in page
    assert "Printer prints empty pages" not in page


def test_search_finds_in_any_language_and_says_how_many(stranger: Visitor) -> None:
    page = stranger.reads("/help?words=kartu+akses")

    assert 'href="/help/access-card"' in page
    assert "/help/vpn" not in page
    assert "Articles about “kartu akses”: 1" in page


def test_search_in_vain_says_what_to_do(stranger: Visitor) -> None:
    assert "write to us" in stranger.reads("/help?words=printer")


def test_article_is_read_in_the_visitors_language_and_can_be_switched(stranger: Visitor) -> None:
    english = stranger.reads("/help/access-card")
    indonesian = stranger.reads("/help/access-card?language=id")

    assert "Report a lost access card" in english
    assert 'href="/help/access-card?language=id"' in english
    assert "Laporkan kartu akses" in indonesian


def test_first_visit_by_a_link_of_a_mail_is_in_the_language_of_the_mail(stranger: Visitor) -> None:
    page = stranger.reads("/help/access-card?language=id")

    assert '<html lang="id">' in page


def test_language_chosen_here_stays(stranger: Visitor) -> None:
    stranger.posts("/language", {"language": "en"}, form_of="/help")

    assert '<html lang="en">' in stranger.reads("/help/access-card?language=id")


def test_reader_of_the_other_language_is_told_that_there_is_one_only(stranger: Visitor) -> None:
    page = stranger.reads("/help/vpn?language=id")

    assert "VPN disconnects" in page
    assert "Artikel ini hanya tersedia dalam English." in page


@pytest.mark.parametrize("key", ["printer", "nowhere", "vpn"])
def test_what_is_not_for_everybody_is_not_there(
    stranger: Visitor, desk: Surroundings, people: People, key: str
) -> None:
    """T121."""
    with work(desk, at=NOW) as session:
        knowledge.retire(knowledge.get_article(session, "vpn"), by=people.citra, at=NOW)

    assert stranger.gets(f"/help/{key}").status_code == 404
    assert stranger.gets(f"/help/{key}").text.count("There is no article") == 1


def test_retired_article_vanishes_from_the_search_at_once(
    stranger: Visitor, desk: Surroundings, people: People
) -> None:
    assert "/help/vpn" in stranger.reads("/help?words=vpn")
    with work(desk, at=NOW) as session:
        knowledge.retire(knowledge.get_article(session, "vpn"), by=people.citra, at=NOW)

    assert "/help/vpn" not in stranger.reads("/help?words=vpn")
