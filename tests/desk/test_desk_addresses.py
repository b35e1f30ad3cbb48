"""The desk's own addresses: where they are read, where answers leave, and what switching one off means."""

from __future__ import annotations

import pytest

from desk import addresses, agents, people
from desk.errors import Conflict, Invalid, NotAllowed
from desk.surroundings import Surroundings
from desk.work import work
from models.session import Session
from tests.desks import NOON, SUPPORT, address, agent


def edit(session: Session, **more: str) -> None:
    facts = {"mailbox": "main", "sending_account": "main", "display_name": ""} | more
    addresses.edit_address(
        session,
        address(session),
        team=people.get_team(session, "billing"),
        by=agent(session, "citra"),
        **facts,
    )


def test_address_moves_to_another_team_and_account(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        edit(session, sending_account="other")

        assert address(session).team.slug == "billing"
        assert address(session).display_name == "Billing Meja Bantuan"
        assert address(session).sending_account == "other"


@pytest.mark.parametrize("wrong", [{"mailbox": "attic"}, {"sending_account": "pigeon"}])
def test_door_that_settings_do_not_name_is_refused(wrong: dict[str, str], desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(Invalid):
        edit(session, **wrong)


def test_switched_off_address_is_ours_no_more_until_it_is_switched_on(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        row, citra = address(session), agent(session, "citra")
        addresses.switch_off(row, by=citra)
        session.flush()
        off = addresses.is_ours(session, SUPPORT)
        addresses.switch_on(session, row, by=citra)
        session.flush()

        assert not off
        assert addresses.is_ours(session, SUPPORT)


def test_address_that_became_an_agents_is_not_switched_on(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        row = address(session)
        row.address = "old@desk.example"
        addresses.switch_off(row, by=None)
        ana = agent(session, "ana")
        session.flush()
        with pytest.raises(Conflict):
            agents.add_address(session, ana, "old@desk.example", by=None, at=NOON)


def test_address_is_not_added_beside_its_switched_off_self(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        addresses.switch_off(address(session), by=None)
        session.flush()
        team = people.get_team(session, "support")
        with pytest.raises(Conflict):
            addresses.add_address(
                session, address=SUPPORT, team=team, mailbox="main", sending_account="main", at=NOON
            )


def test_agent_edits_no_address(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(NotAllowed):
        addresses.switch_off(address(session), by=agent(session, "ana"))
