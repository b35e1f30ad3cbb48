"""The acknowledgement's words, rewritten by a coordinator."""

from __future__ import annotations

from desk import texts
from desk.surroundings import Surroundings
from models.mail import DeliveryKind
from models.people import Team
from tests.web.people import People
from tests.web.visitor import Visitor

FORM = {"subject": "[$code] Diterima: $about", "body": "Yth. $name,\r\n\r\nSudah kami terima.", "team": ""}


def test_shipped_text_is_shown_in_each_language(citra: Visitor) -> None:
    page = citra.reads("/texts")

    assert "Bahasa Indonesia" in page
    assert 'href="/texts/en"' in page
    assert "[$code] $about" in citra.reads("/texts/id")


def test_kept_text_counts_from_then_on(citra: Visitor, desk: Surroundings) -> None:
    citra.posts("/texts/id", FORM)

    assert current(desk, "id").subject == "[$code] Diterima: $about"
    assert current(desk, "id").body == "Yth. $name,\n\nSudah kami terima."
    assert current(desk, "en").subject == "[$code] $about"


def test_text_of_one_team_leaves_the_others_alone(citra: Visitor, desk: Surroundings, people: People) -> None:
    before = current(desk, "id")
    citra.posts("/texts/id", FORM | {"team": people.team.slug})

    assert current(desk, "id", people.team).subject == FORM["subject"]
    assert current(desk, "id") == before


def test_preview_fills_in_and_keeps_nothing(citra: Visitor, desk: Surroundings) -> None:
    before = current(desk, "id")
    answer = citra.posts("/texts/id", FORM | {"deed": "preview"})

    assert "[MJ-7K3QX2] Diterima: Re: Kartu akses" in answer.text
    assert "Yth. Rui Santoso," in answer.text
    assert current(desk, "id") == before


def test_text_cannot_act(citra: Visitor) -> None:
    body = "{{ 7*7 }} {% for x in range(9) %} ${7*7} <b>$code</b>"
    answer = citra.posts("/texts/id", FORM | {"body": body, "deed": "preview"})

    assert "{{ 7*7 }} {% for x in range(9) %} ${7*7} &lt;b&gt;MJ-7K3QX2&lt;/b&gt;" in answer.text


def test_name_that_nothing_fills_is_refused_and_the_text_not_lost(citra: Visitor) -> None:
    answer = citra.posts("/texts/id", FORM | {"body": "Dear $nmae, hello"})

    assert answer.status_code == 422
    assert "Dear $nmae, hello" in answer.text


def test_agent_rewrites_nothing(ana: Visitor, desk: Surroundings) -> None:
    answer = ana.posts("/texts/id", FORM)

    assert answer.status_code == 403
    assert current(desk, "id").subject == "[$code] $about"


def test_language_nobody_speaks_is_not_there(citra: Visitor) -> None:
    assert citra.gets("/texts/xx").status_code == 404


def current(desk: Surroundings, language: str, team: Team | None = None) -> texts.Wording:
    with desk.database.reading() as session:
        return texts.current(session, DeliveryKind.ACKNOWLEDGEMENT, language, team=team)
