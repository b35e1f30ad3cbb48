"""The words of automatic mail, rewritten by a coordinator, with versions and a way back."""

from __future__ import annotations

import pytest

from desk import texts
from desk.surroundings import Surroundings
from models.mail import DeliveryKind
from models.people import Team
from tests.web.people import People
from tests.web.visitor import Visitor

PLACE = "/settings/texts/acknowledgement/id"
FORM = {"subject": "[$code] Diterima: $about", "body": "Yth. $name,\r\n\r\nSudah kami terima.", "team": ""}


def test_every_kind_of_automatic_mail_can_be_rewritten(citra: Visitor) -> None:
    page = citra.reads("/settings/texts")

    assert all(f'href="/settings/texts/{kind.value}/en"' in page for kind in texts.EDITABLE)


@pytest.mark.parametrize("kind", texts.EDITABLE)
def test_editor_shows_the_shipped_text_and_how_it_reads(kind: DeliveryKind, citra: Visitor) -> None:
    page = citra.reads(f"/settings/texts/{kind.value}/en")

    assert "As shipped" in page
    assert "MJ-7K3QX2" in page


def test_kept_text_counts_from_then_on(citra: Visitor, desk: Surroundings) -> None:
    citra.posts(PLACE, FORM)

    assert current(desk, "id").subject == "[$code] Diterima: $about"
    assert current(desk, "id").body == "Yth. $name,\n\nSudah kami terima."
    assert current(desk, "en").subject == "[$code] $about"


def test_text_of_one_team_leaves_the_others_alone(citra: Visitor, desk: Surroundings, people: People) -> None:
    before = current(desk, "id")
    citra.posts(PLACE, FORM | {"team": people.team.slug})

    assert current(desk, "id", people.team).subject == FORM["subject"]
    assert current(desk, "id") == before
    assert "Rewritten: Layanan Data, Bahasa Indonesia" in citra.reads("/settings/texts")


def test_preview_fills_in_and_keeps_nothing(citra: Visitor, desk: Surroundings) -> None:
    before = current(desk, "id")
    answer = citra.posts(PLACE, FORM | {"deed": "preview"})

    assert "[MJ-7K3QX2] Diterima: Re: Kartu akses" in answer.text
    assert "Yth. Rui Santoso," in answer.text
    assert current(desk, "id") == before


def test_text_cannot_act(citra: Visitor) -> None:
    body = "{{ 7*7 }} {% for x in range(9) %} ${7*7} <b>$code</b>"
    answer = citra.posts(PLACE, FORM | {"body": body, "deed": "preview"})

    assert "{{ 7*7 }} {% for x in range(9) %} ${7*7} &lt;b&gt;MJ-7K3QX2&lt;/b&gt;" in answer.text


@pytest.mark.parametrize("deed", ["keep", "preview"])
def test_name_that_nothing_fills_is_refused_and_the_text_not_lost(deed: str, citra: Visitor) -> None:
    answer = citra.posts(PLACE, FORM | {"body": "Dear $nmae, hello", "deed": deed})

    assert answer.status_code == 422
    assert "$nmae is no name" in answer.text
    assert "Dear $nmae, hello</textarea>" in answer.text


def test_empty_text_is_refused_and_the_subject_not_lost(citra: Visitor) -> None:
    answer = citra.posts(PLACE, FORM | {"body": " "})

    assert answer.status_code == 422
    assert "[$code] Diterima: $about" in answer.text


def test_notice_without_its_marked_line_is_refused(citra: Visitor) -> None:
    answer = citra.posts("/settings/texts/new_message/id", FORM | {"subject": "[$code]", "body": "$words"})

    assert answer.status_code == 422
    assert "##-" in answer.text


def test_given_up_text_is_the_shipped_one_again(citra: Visitor, desk: Surroundings) -> None:
    before = current(desk, "id")
    citra.posts(PLACE, FORM)
    citra.posts(f"{PLACE}/shipped", {"team": ""})

    assert current(desk, "id") == before


def test_earlier_version_is_brought_back(citra: Visitor, desk: Surroundings) -> None:
    citra.posts(PLACE, FORM)
    citra.posts(PLACE, FORM | {"subject": "[$code] Lain"})
    with desk.database.reading() as session:
        first = texts.versions(session, DeliveryKind.ACKNOWLEDGEMENT, "id", team=None)[-1]
    page = citra.reads(PLACE)
    citra.posts(f"{PLACE}/versions/{first.id}", {"team": ""})

    assert "Citra Dewi" in page
    assert current(desk, "id").subject == FORM["subject"]


def test_agent_rewrites_nothing(ana: Visitor, desk: Surroundings) -> None:
    answers = [ana.posts(PLACE, FORM | {"deed": deed}) for deed in ("keep", "preview")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert current(desk, "id").subject == "[$code] $about"


@pytest.mark.parametrize("place", ["acknowledgement/xx", "reply/id", "poem/id"])
def test_text_that_meja_does_not_write_is_not_there(place: str, citra: Visitor) -> None:
    assert citra.gets(f"/settings/texts/{place}").status_code == 404


def current(desk: Surroundings, language: str, team: Team | None = None) -> texts.Wording:
    with desk.database.reading() as session:
        return texts.current(session, DeliveryKind.ACKNOWLEDGEMENT, language, team=team)
