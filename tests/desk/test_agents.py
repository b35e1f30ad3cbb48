"""Agents come, change and go: who may do that to whom, and what becomes of the tickets of who leaves."""

from __future__ import annotations

import pytest

from desk import agents, people, teams, tickets
from desk.errors import Conflict, Invalid, NotAllowed
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Delivery, DeliveryKind
from models.people import Agent, Role
from models.session import Session
from tests.desks import NOON, SUPPORT, a_ticket, agent


def boss(session: Session) -> Agent:
    """The administrator."""
    return people.add_agent(session, name="Dewi", login="dewi@desk.example", role=Role.ADMINISTRATOR, at=NOON)


def test_tickets_of_who_leaves_go_to_the_heir_who_is_told(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana, ben, citra = (agent(session, name) for name in ("ana", "ben", "citra"))
        todo, done = a_ticket(session), a_ticket(session, subject="Mouse")
        for ticket in (todo, done):
            tickets.assign(session, ticket, ana, by=citra, at=NOON)
        tickets.resolve(session, done, by=citra, at=NOON)
    with work(desk, at=NOON) as session:
        ana, ben, citra = (agent(session, name) for name in ("ana", "ben", "citra"))
        moved = agents.let_go(session, ana, heir=ben, by=citra, at=NOON)
    with desk.database.reading() as session:
        told = session.query(Delivery).filter_by(kind=DeliveryKind.ASSIGNED, agent_id=ben.id).all()

        assert moved == 1
        assert [each.ticket_id for each in told] == [todo.id]
        assert tickets.get_ticket(session, todo.code).assignee_id == ben.id
        assert tickets.get_ticket(session, done.code).assignee_id == ana.id


def test_without_an_heir_tickets_wait_for_somebody(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana, citra = agent(session, "ana"), agent(session, "citra")
        ticket = a_ticket(session)
        tickets.assign(session, ticket, ana, by=citra, at=NOON)
        session.flush()
        agents.let_go(session, ana, heir=None, by=citra, at=NOON)

        assert ticket.assignee is None
        assert agents.count_held(session) == {}


def test_who_left_inherits_nothing(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana, ben, citra = (agent(session, name) for name in ("ana", "ben", "citra"))
        agents.let_go(session, ben, heir=None, by=citra, at=NOON)
        with pytest.raises(Conflict):
            agents.let_go(session, ana, heir=ben, by=citra, at=NOON)

        assert ana.is_active


def test_nobody_lets_themselves_go(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        citra = agent(session, "citra")
        with pytest.raises(Conflict):
            agents.let_go(session, citra, heir=None, by=citra, at=NOON)


def test_coordinator_gives_no_role(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana, citra = agent(session, "ana"), agent(session, "citra")
        with pytest.raises(NotAllowed):
            agents.change_role(session, ana, Role.COORDINATOR, by=citra)
        with pytest.raises(NotAllowed):
            people.add_agent(
                session, name="Eka", login="eka@desk.example", role=Role.ADMINISTRATOR, at=NOON, by=citra
            )


def test_coordinator_cannot_speak_for_an_administrator(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        dewi, citra = boss(session), agent(session, "citra")
        with pytest.raises(NotAllowed):
            agents.set_password(dewi, "a long enough password", by=citra)
        with pytest.raises(NotAllowed):
            agents.add_address(session, dewi, "citra@home.example", by=citra, at=NOON)
        with pytest.raises(NotAllowed):
            agents.let_go(session, dewi, heir=None, by=citra, at=NOON)


def test_administrator_gives_roles_and_one_is_always_left(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        dewi, ana = boss(session), agent(session, "ana")
        with pytest.raises(Conflict):
            agents.change_role(session, dewi, Role.AGENT, by=dewi)
        agents.change_role(session, ana, Role.ADMINISTRATOR, by=dewi)
        session.flush()
        agents.change_role(session, dewi, Role.AGENT, by=ana)

        assert (ana.role, dewi.role) == (Role.ADMINISTRATOR, Role.AGENT)


def test_removed_address_is_a_strangers_again(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana, citra = agent(session, "ana"), agent(session, "citra")
        agents.add_address(session, ana, "ana@home.example", by=citra, at=NOON)
        session.flush()
        known = people.find_agent(session, "ana@home.example")
        agents.remove_address(session, ana, "ana@home.example", by=citra)
        session.flush()

        assert known is ana
        assert people.find_agent(session, "ana@home.example") is None


def test_address_to_sign_in_with_stays(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana = agent(session, "ana")
        with pytest.raises(Invalid):
            agents.remove_address(session, ana, ana.login, by=None)


def test_agent_writes_from_no_address_of_the_desk(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session, pytest.raises(Conflict):
        agents.add_address(session, agent(session, "ana"), SUPPORT, by=None, at=NOON)


def test_renamed_agent_keeps_the_old_language_when_the_new_one_has_no_words(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ana = agent(session, "ana")
        agents.edit(ana, name=" Ana  Lestari Putri ", language="id", by=agent(session, "citra"))
        with pytest.raises(Invalid):
            agents.edit(ana, name="Ana", language="xx", by=None)

        assert ana.language == "id"


def test_members_are_those_chosen_and_those_who_left(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        support = people.get_team(session, "support")
        ana, ben, citra = (agent(session, name) for name in ("ana", "ben", "citra"))
        people.deactivate(ben)
        teams.choose_members(support, [citra], by=citra)

        assert support.members == [ben, citra]
        assert ana not in support.members


def test_agent_edits_no_team(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        support, ana = people.get_team(session, "support"), agent(session, "ana")
        with pytest.raises(NotAllowed):
            teams.rename(support, "Ana's", by=ana)
        with pytest.raises(NotAllowed):
            teams.choose_members(support, [ana], by=ana)
