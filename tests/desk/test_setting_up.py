"""Teams, agents and addresses are set up with names and addresses that can be used, or not at all."""

from __future__ import annotations

import pytest

from desk import addresses, people
from desk.errors import Invalid
from desk.surroundings import Surroundings
from desk.work import work
from tests.desks import NOON, agent

NO_ADDRESSES = (
    "",
    "nobody",
    "@desk.example",
    "it@",
    "a@b@c.example",
    "i t@desk.example",
    "it@desk.example\r\nX: y",
)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_nobody_could_write_to_is_no_address(address: str, desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        team = people.get_team(session, "support")
        with pytest.raises(Invalid):
            addresses.add_address(
                session, address=address, team=team, mailbox="main", sending_account="main", at=NOON
            )
        with pytest.raises(Invalid):
            people.add_agent(session, name="Dewi", login=address, at=NOON)


def test_an_address_in_another_script_may_be_set_up(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        assert (
            people.add_agent(session, name="Jörg", login="Jörg@Büro.example", at=NOON).login
            == "jörg@büro.example"
        )


@pytest.mark.parametrize("slug", ["", "Layanan TI", "../it", "it/x", "-it", "x" * 61])
def test_a_slug_can_stand_in_an_address_of_a_page(slug: str, desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(Invalid):
        people.add_team(session, slug=slug, name="Layanan TI", at=NOON)


@pytest.mark.parametrize("name", ["", " \n ", "x" * 201])
def test_nobody_goes_without_a_name(name: str, desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        with pytest.raises(Invalid):
            people.add_team(session, slug="it", name=name, at=NOON)
        with pytest.raises(Invalid):
            people.add_agent(session, name=name, login="dewi@desk.example", at=NOON)


def test_who_left_can_come_back_with_the_same_password(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana = agent(session, "ana")
        people.set_password(ana, "a long enough password")
        people.deactivate(ana)
        session.flush()
        gone = people.sign_in(session, ana.login, "a long enough password")
        people.activate(ana)
        session.flush()

        assert gone is None
        assert people.sign_in(session, ana.login, "a long enough password") is ana
