"""Teams, agents and addresses in the panel: who may change whom, and nothing typed is lost."""

from __future__ import annotations

import pytest
from flask import Flask

from desk import addresses, tickets
from desk import people as desk_people
from desk.surroundings import Surroundings
from desk.work import work
from models.people import Agent, Role, Team
from tests.web.conftest import NOW
from tests.web.people import ADDRESS, People, open_a_ticket
from tests.web.visitor import Visitor

AGENT_FORM = {
    "name": "Dewi Anggraini",
    "login": "dewi@meja.example",
    "language": "id",
    "password": "a long enough password",
}
ADDRESS_FORM = {
    "address": "data@meja.example",
    "display_name": "",
    "team": "layanan",
    "mailbox": "bantuan",
    "sending_account": "bantuan",
}


@pytest.fixture
def dewi(app: Flask, people: People, desk: Surroundings) -> Visitor:
    """The administrator."""
    with work(desk, at=NOW) as session:
        agent = desk_people.add_agent(
            session,
            name="Dewi",
            login="dewi.admin@meja.example",
            role=Role.ADMINISTRATOR,
            language="en",
            at=NOW,
        )
        agent.password_hash = people.ana.password_hash
    return Visitor(app.test_client()).signed_in(agent)


def agent(desk: Surroundings, login: str) -> Agent:
    with desk.database.reading() as session:
        found = desk_people.get_agent(session, login)
        assert found.addresses is not None
        return found


def team(desk: Surroundings, slug: str) -> Team:
    with desk.database.reading() as session:
        found = desk_people.get_team(session, slug)
        assert found.members is not None
        return found


def test_team_is_made_with_its_members(citra: Visitor, desk: Surroundings, people: People) -> None:
    form: dict[str, str | list[str]] = {
        "name": "Layanan TI",
        "slug": "it",
        "calendar": "",
        "members": [people.ana.login, people.ben.login],
    }
    citra.posts("/settings/teams/new", form)

    assert [member.name for member in team(desk, "it").members] == ["Ana Lestari", "Ben Siregar"]


def test_refused_team_is_shown_again(citra: Visitor, people: People) -> None:
    form: dict[str, str | list[str]] = {"name": "Layanan TI", "slug": "Layanan TI", "members": [people.ben.login]}
    answer = citra.posts("/settings/teams/new", form)

    assert answer.status_code == 422
    assert 'value="Layanan TI"' in answer.text
    assert f'value="{people.ben.login}" checked' in answer.text


def test_team_loses_who_is_not_ticked(citra: Visitor, desk: Surroundings, people: People) -> None:
    citra.posts("/settings/teams/layanan", {"name": "Layanan", "members": [people.ana.login]})

    assert [member.login for member in team(desk, "layanan").members] == [people.ana.login]
    assert team(desk, "layanan").name == "Layanan"


def test_new_agent_can_sign_in(citra: Visitor, stranger: Visitor) -> None:
    citra.posts("/settings/agents/new", AGENT_FORM)

    assert stranger.signs_in("dewi@meja.example", "a long enough password").status_code == 302


def test_refused_agent_is_shown_again_without_the_password(citra: Visitor) -> None:
    answer = citra.posts("/settings/agents/new", AGENT_FORM | {"password": "too short"})

    assert answer.status_code == 422
    assert 'value="Dewi Anggraini"' in answer.text
    assert "too short" not in answer.text


def test_coordinator_is_offered_no_roles_and_gives_none(
    citra: Visitor, desk: Surroundings, people: People
) -> None:
    page = citra.reads(f"/settings/agents/{people.ana.id}")
    form = {"name": people.ana.name, "language": "en", "role": "administrator"}
    answer = citra.posts(f"/settings/agents/{people.ana.id}", form)

    assert 'name="role"' not in page
    assert answer.status_code == 403
    assert agent(desk, people.ana.login).role is Role.AGENT


def test_administrator_gives_a_role(dewi: Visitor, desk: Surroundings, people: People) -> None:
    form = {"name": people.ana.name, "language": "en", "role": "coordinator"}
    dewi.posts(f"/settings/agents/{people.ana.id}", form)

    assert agent(desk, people.ana.login).role is Role.COORDINATOR


def test_coordinator_touches_no_administrator(dewi: Visitor, citra: Visitor, desk: Surroundings) -> None:
    boss = agent(desk, "dewi.admin@meja.example")
    place = f"/settings/agents/{boss.id}"
    answers = [
        citra.posts(f"{place}/password", {"password": "a long enough password"}),
        citra.posts(f"{place}/addresses", {"address": "citra@rumah.example"}),
        citra.posts(f"{place}/departure", {"heir": ""}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert "Only an administrator" in citra.reads(place)


def test_last_administrator_stays_one(dewi: Visitor, desk: Surroundings) -> None:
    boss = agent(desk, "dewi.admin@meja.example")
    answer = dewi.posts(f"/settings/agents/{boss.id}", {"name": "Dewi", "language": "en", "role": "agent"})

    assert answer.status_code == 409
    assert "last administrator" in answer.text


def test_tickets_of_who_leaves_are_handed_over(citra: Visitor, desk: Surroundings, people: People) -> None:
    ticket = open_a_ticket(desk, at=NOW)
    citra.posts(f"/tickets/{ticket.code}/assignment", {"assignee": people.ana.login})
    page = citra.reads(f"/settings/agents/{people.ana.id}")
    citra.posts(f"/settings/agents/{people.ana.id}/departure", {"heir": people.ben.login})
    with desk.database.reading() as session:
        assignee = tickets.get_ticket(session, ticket.code).assignee

        assert "Tickets held now: 1" in page
        assert assignee is not None
        assert assignee.login == people.ben.login


def test_who_left_signs_in_again_once_activated(citra: Visitor, stranger: Visitor, people: People) -> None:
    place = f"/settings/agents/{people.ben.id}"
    citra.posts(f"{place}/departure", {"heir": ""})
    gone = stranger.signs_in(people.ben.login)
    citra.posts(f"{place}/departure/undo")

    assert gone.status_code != 302
    assert stranger.signs_in(people.ben.login).status_code == 302


def test_further_address_comes_and_goes(citra: Visitor, desk: Surroundings, people: People) -> None:
    place = f"/settings/agents/{people.ana.id}/addresses"
    citra.posts(place, {"address": "ana@rumah.example"})
    with_it = agent(desk, people.ana.login).writes_from("ana@rumah.example")
    citra.posts(f"{place}/removal", {"address": "ana@rumah.example"})

    assert with_it
    assert not agent(desk, people.ana.login).writes_from("ana@rumah.example")


def test_refused_address_of_an_agent_is_shown_again(citra: Visitor, people: People) -> None:
    answer = citra.posts(f"/settings/agents/{people.ana.id}/addresses", {"address": ADDRESS})

    assert answer.status_code == 409
    assert f'value="{ADDRESS}"' in answer.text


def test_address_is_added_and_switched_off_and_on(citra: Visitor, desk: Surroundings) -> None:
    citra.posts("/settings/addresses/new", ADDRESS_FORM)
    with desk.database.reading() as session:
        row = addresses.find_address(session, "data@meja.example")
        assert row is not None
    seen = []
    for wanted in ("", "yes"):
        citra.posts(f"/settings/addresses/{row.id}/activity", {"active": wanted})
        with desk.database.reading() as session:
            seen.append(addresses.is_ours(session, "data@meja.example"))

    assert row.display_name == "Layanan Data Meja Bantuan"
    assert seen == [False, True]


def test_mailboxes_are_those_of_the_settings(citra: Visitor) -> None:
    answer = citra.posts("/settings/addresses/new", ADDRESS_FORM | {"mailbox": "attic"})

    assert answer.status_code == 422
    assert 'value="data@meja.example"' in answer.text
    assert '<option value="bantuan">bantuan (bantuan, 127.0.0.1)</option>' in answer.text


def test_agent_of_the_team_changes_nothing(ana: Visitor, desk: Surroundings, people: People) -> None:
    answers = [
        ana.posts("/settings/teams/new", {"name": "Ana", "slug": "ana"}),
        ana.posts("/settings/agents/new", AGENT_FORM),
        ana.posts("/settings/addresses/new", ADDRESS_FORM),
        ana.posts(f"/settings/agents/{people.ben.id}/password", {"password": "a long enough password"}),
        ana.posts(f"/settings/agents/{people.ben.id}/departure", {"heir": people.ana.login}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert agent(desk, people.ben.login).is_active
