"""Choosing a password by a link, in pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from desk import password_links
from desk.people import get_agent
from desk.surroundings import Surroundings
from models.mail import Delivery, DeliveryKind
from tests.web.conftest import NOW
from tests.web.people import People
from tests.web.visitor import Visitor

NEW = "a password of her own"
FORGOTTEN = "/password/forgotten"


@pytest.fixture
def link(desk: Surroundings, people: People) -> str:
    url = password_links.link_to(desk, people.ana, until=NOW + timedelta(hours=1))
    return url.removeprefix(desk.settings.desk.base_url)


def mails(desk: Surroundings) -> list[tuple[str, DeliveryKind]]:
    with desk.database.reading() as session:
        return [(each.recipient, each.kind) for each in session.scalars(select(Delivery))]


def test_known_and_unknown_hear_the_same(stranger: Visitor, people: People, desk: Surroundings) -> None:
    answers = [
        stranger.posts(FORGOTTEN, {"login": login}, form_of=FORGOTTEN)
        for login in (people.ana.login, "nobody@meja.example")
    ]

    assert {(each.status_code, each.location) for each in answers} == {(302, "/password/forgotten?asked=yes")}
    assert mails(desk) == [(people.ana.login, DeliveryKind.PASSWORD)]


def test_looking_at_the_link_changes_nothing(stranger: Visitor, link: str) -> None:
    stranger.reads(link)

    assert "Ana Lestari" in stranger.reads(link)


def test_password_chosen_by_link_signs_in_at_once(stranger: Visitor, link: str, people: People) -> None:
    answer = stranger.posts(link, {"password": NEW}, form_of=link)

    assert answer.location == "/tickets"
    assert "Ana Lestari" in stranger.reads("/tickets")


def test_sessions_of_before_have_ended(ana: Visitor, app: Flask, link: str) -> None:
    Visitor(app.test_client()).posts(link, {"password": NEW}, form_of=link)

    assert ana.gets("/tickets").status_code == 302


def test_used_link_says_so(stranger: Visitor, app: Flask, link: str) -> None:
    stranger.posts(link, {"password": NEW}, form_of=link)
    again = Visitor(app.test_client()).gets(link)

    assert again.status_code == 404
    assert "This link has ended or was used" in again.text


def test_short_password_is_asked_for_again(stranger: Visitor, link: str) -> None:
    answer = stranger.posts(link, {"password": "short"}, form_of=link)

    assert answer.status_code == 422
    assert "10 characters" in answer.text


def test_page_of_a_link_is_kept_nowhere(stranger: Visitor, link: str) -> None:
    assert stranger.gets(link).headers["Cache-Control"] == "no-store"


def test_asking_again_and_again_is_stopped(stranger: Visitor, people: People) -> None:
    answers = [stranger.posts(FORGOTTEN, {"login": "x@y.example"}, form_of=FORGOTTEN) for _ in range(21)]

    assert answers[-1].status_code == 429


def test_new_agent_without_a_password_is_invited(citra: Visitor, desk: Surroundings, people: People) -> None:
    form = {"name": "Dian Putri", "login": "dian@meja.example", "language": "id", "password": ""}
    citra.posts("/settings/agents/new", form, form_of="/settings/agents/new")

    assert mails(desk) == [("dian@meja.example", DeliveryKind.INVITATION)]
    with desk.database.reading() as session:
        assert get_agent(session, "dian@meja.example").password_hash is None


def test_coordinator_sends_an_agent_a_link(citra: Visitor, desk: Surroundings, people: People) -> None:
    page = f"/settings/agents/{people.ana.id}"
    citra.posts(f"{page}/invitation", form_of=page)

    assert mails(desk) == [(people.ana.login, DeliveryKind.PASSWORD)]
