"""Agents, changed by coordinators and administrators: names, roles, addresses, passwords, coming and going.

Coordinators look after agents; only administrators touch a coordinator, another administrator, or a role, and
there is always an administrator left. The command line does the same without anybody's name (`Editor`).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from desk import people, preferences
from desk.errors import Conflict, Invalid, NotAllowed, NotFound
from desk.events import record
from desk.people import Editor
from models.event import EventKind
from models.people import Agent, Role, canonical
from models.reason import because
from models.session import Session
from models.ticket import DONE, Ticket


def get_agent_with_id(session: Session, agent_id: int) -> Agent:
    agent = people.agent_with_id(session, agent_id)
    if agent is None:
        raise NotFound(because("no_such_agent", login=agent_id))
    return agent


def may_edit(by: Editor, agent: Agent) -> bool:
    """Whoever could change somebody's password or addresses could speak in that person's name."""
    if by is None or people.may(by, "edit_roles"):
        return True
    return people.may(by, "edit_agents") and (agent.role is Role.AGENT or agent is by)


def edit(agent: Agent, *, name: str, language: str, by: Editor) -> None:
    _require(by, agent)
    agent.name = people.checked_name(name)
    preferences.choose_language(agent, language)


def let_hear(agent: Agent, hears: str, *, by: Editor) -> None:
    """Everybody chooses for themselves, administrators for all. Raises Invalid, NotAllowed."""
    if agent is not by:
        _require(by, agent)
    preferences.choose_hearing(agent, hears)


def change_role(session: Session, agent: Agent, role: Role, *, by: Editor) -> None:
    """Raises Conflict when nobody would be left to give roles."""
    if role is agent.role:
        return
    people.require_editor(by, "edit_roles")
    _keep_an_administrator(session, agent)
    agent.role = role


def set_password(agent: Agent, password: str, *, by: Editor) -> None:
    """Ends every session of the agent. Raises Invalid for a short one."""
    _require(by, agent)
    people.set_password(agent, password)


def add_address(session: Session, agent: Agent, address: str, *, by: Editor, at: datetime) -> None:
    """A further address this agent writes from. Raises Invalid or Conflict."""
    _require(by, agent)
    people.confirm_address(session, agent, address, at=at)


def remove_address(session: Session, agent: Agent, address: str, *, by: Editor) -> None:
    """Mail from there is a stranger's again. The address to sign in with stays."""
    _require(by, agent)
    if canonical(address) == agent.login:
        raise Invalid(because("login_stays", login=agent.login))
    for each in [each for each in agent.addresses if each.address == canonical(address)]:
        agent.addresses.remove(each)
        session.delete(each)


def let_go(session: Session, agent: Agent, *, heir: Agent | None, by: Editor, at: datetime) -> int:
    """No longer signs in or speaks by mail; what they did stays. How many tickets went to the heir, or back."""
    if not agent.is_active:
        return 0
    _require(by, agent)
    if agent is by:
        raise Conflict(because("not_yourself"))
    if heir is agent or (heir and not heir.is_active):
        raise Conflict(because("assignee_left", name=heir.name))
    _keep_an_administrator(session, agent)
    held = held_tickets(session, agent)
    for ticket in held:
        _hand_over(session, ticket, heir, by=by, at=at)
    people.deactivate(agent)
    return len(held)


def take_back(agent: Agent, *, by: Editor) -> None:
    """With the password and addresses of before; sessions of before stay ended."""
    _require(by, agent)
    people.activate(agent)


def held_tickets(session: Session, agent: Agent) -> list[Ticket]:
    """What is not done and theirs to do."""
    query = select(Ticket).where(Ticket.assignee_id == agent.id, Ticket.status.not_in(DONE))
    return list(session.scalars(query.order_by(Ticket.id)))


def count_held(session: Session) -> dict[int, int]:
    """By an agent's id, of those who hold any."""
    query = select(Ticket.assignee_id, func.count()).where(
        Ticket.assignee_id.is_not(None), Ticket.status.not_in(DONE)
    )
    rows = session.execute(query.group_by(Ticket.assignee_id))
    return {agent_id: count for agent_id, count in rows if agent_id is not None}


def _require(by: Editor, agent: Agent) -> None:
    if not may_edit(by, agent):
        raise NotAllowed(because("not_allowed", deed="edit_agents"))


def _keep_an_administrator(session: Session, leaving: Agent) -> None:
    others = select(Agent.id).where(Agent.role == Role.ADMINISTRATOR, Agent.is_active, Agent.id != leaving.id)
    if leaving.role is Role.ADMINISTRATOR and session.scalars(others).first() is None:
        raise Conflict(because("last_administrator", name=leaving.name))


def _hand_over(session: Session, ticket: Ticket, heir: Agent | None, *, by: Editor, at: datetime) -> None:
    ticket.assignee = heir
    ticket.updated_at = at
    kind = EventKind.ASSIGNED if heir else EventKind.UNASSIGNED
    record(session, ticket, kind, by=by, at=at, assignee=heir.name if heir else "")
