"""Signing in and out."""

from __future__ import annotations

import pytest

from desk import people as desk_people
from desk.surroundings import Surroundings
from desk.work import work
from tests.web.conftest import NOW
from tests.web.people import PASSWORD, People
from tests.web.visitor import Visitor


def test_agent_signs_in_with_login_and_password(stranger: Visitor, people: People) -> None:
    stranger.signs_in("Ana@Meja.example")

    assert "Ana Lestari" in stranger.reads("/tickets")


def test_wrong_password_is_refused_and_says_not_which_was_wrong(stranger: Visitor, people: People) -> None:
    wrong = stranger.signs_in(people.ana.login, "not the password")
    unknown = stranger.signs_in("nobody@meja.example")

    assert wrong.status_code == unknown.status_code == 401
    assert "do not belong together" in wrong.text
    assert "do not belong together" in unknown.text


@pytest.mark.parametrize(
    "path",
    ["/tickets", "/tickets/MJ-7K3QX2", "/held-replies", "/mails/needs-a-look", "/settings/texts", "/messages/1/html"],
)
def test_stranger_is_led_to_the_sign_in_page_and_then_on(
    stranger: Visitor, people: People, path: str
) -> None:
    answer = stranger.gets(path)

    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={path}"


@pytest.mark.parametrize(
    "goal",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "/\tx", "\\\\evil"],
)
def test_signing_in_never_leads_to_another_host(stranger: Visitor, people: People, goal: str) -> None:
    answer = stranger.signs_in(people.ana.login, goal=goal)

    assert answer.location == "/tickets"


def test_signing_in_leads_where_the_agent_wanted_to_go(stranger: Visitor, people: People) -> None:
    answer = stranger.signs_in(people.ana.login, goal="/tickets?status=all&words=a b")

    assert answer.location == "/tickets?status=all&words=a%20b"


def test_many_attempts_at_one_login_are_stopped(stranger: Visitor, people: People) -> None:
    answers = [stranger.signs_in(people.ana.login, "wrong") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_one_login_under_attack_leaves_the_others_alone(stranger: Visitor, people: People) -> None:
    for _ in range(11):
        stranger.signs_in(people.ana.login, "wrong")

    assert stranger.signs_in(people.ben.login).status_code == 302


def test_session_ends_when_the_password_changes(ana: Visitor, desk: Surroundings, people: People) -> None:
    with work(desk, at=NOW) as session:
        desk_people.set_password(desk_people.get_agent(session, people.ana.login), PASSWORD + "!")

    assert ana.gets("/tickets").location.startswith("/sign-in")


def test_session_ends_when_the_agent_leaves(ana: Visitor, desk: Surroundings, people: People) -> None:
    with work(desk, at=NOW) as session:
        desk_people.deactivate(desk_people.get_agent(session, people.ana.login))

    assert ana.gets("/tickets").location.startswith("/sign-in")


def test_cookie_copied_before_signing_out_is_worth_nothing_afterwards(
    ana: Visitor, stranger: Visitor
) -> None:
    cookie = ana.client.get_cookie("meja")
    assert cookie is not None
    ana.posts("/sign-out")
    stranger.client.set_cookie("meja", cookie.value)

    assert stranger.gets("/tickets").location.startswith("/sign-in")


def test_signing_in_starts_a_session_of_its_own(stranger: Visitor, people: People) -> None:
    stranger.gets("/sign-in")
    with stranger.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    stranger.signs_in(people.ana.login)

    with stranger.client.session_transaction() as session:
        assert "planted" not in session


def test_cookie_is_kept_from_scripts_and_other_sites(ana: Visitor) -> None:
    cookie = ana.client.get_cookie("meja")

    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
