"""Who is who, and who may do what.

Requesters are found by the address they wrote from and added when they are new. Agents are known by
their confirmed addresses only. What a role may do stands in one table.
"""

from __future__ import annotations

import re
from datetime import datetime
from secrets import token_hex

from sqlalchemy import select

from desk.errors import Conflict, Invalid, NotAllowed, NotFound
from desk.passwords import hash_password, is_right
from models.addresses import Address
from models.people import (
    Agent,
    AgentAddress,
    Organization,
    Requester,
    RequesterAddress,
    Role,
    Team,
    canonical,
)
from models.reason import because
from models.session import Session

MAY = {
    "reply": Role.AGENT,
    "note": Role.AGENT,
    "resolve": Role.AGENT,
    "reopen": Role.AGENT,
    "assign": Role.AGENT,
    "prioritise": Role.AGENT,
    "hold": Role.AGENT,
    "move": Role.AGENT,
    "merge": Role.AGENT,
    "open": Role.AGENT,
    "mark_spam": Role.AGENT,
    "edit_requesters": Role.AGENT,
    "write_articles": Role.AGENT,
    "release_own": Role.AGENT,
    "release": Role.COORDINATOR,
    "retry_mail": Role.COORDINATOR,
    "edit_texts": Role.COORDINATOR,
    "block": Role.COORDINATOR,
    "edit_articles": Role.COORDINATOR,
    "edit_teams": Role.COORDINATOR,
    "edit_agents": Role.COORDINATOR,
    "edit_addresses": Role.COORDINATOR,
    "edit_calendars": Role.COORDINATOR,
    "edit_policies": Role.COORDINATOR,
    "edit_roles": Role.ADMINISTRATOR,
}

Editor = Agent | None
"""Who sets the desk up. None: whoever holds the machine, by its command line."""

MIN_PASSWORD = 10
LONGEST_NAME = 200
DEEPEST_DOMAIN = 10
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def may(agent: Agent, deed: str) -> bool:
    return agent.is_active and agent.role.includes(MAY[deed])


def require(agent: Agent, deed: str) -> None:
    """Raises NotAllowed."""
    if not may(agent, deed):
        raise NotAllowed(because("not_allowed", deed=deed))


def require_editor(by: Editor, deed: str) -> None:
    """Raises NotAllowed."""
    if by is not None:
        require(by, deed)


def recognise_requester(session: Session, *, name: str, address: str, at: datetime) -> Requester:
    """The requester who writes from this address; added when nobody does, to the organization whose domain it is.

    A missing name is filled in.
    """
    known = find_requester(session, address)
    if known is None:
        known = Requester(
            name=name[:200],
            organization=organization_of(session, address),
            created_at=at,
            addresses=[RequesterAddress(address=canonical(address))],
        )
        session.add(known)
        session.flush()
    known.name = known.name or name[:200]
    return known


def find_requester(session: Session, address: str) -> Requester | None:
    query = select(Requester).join(RequesterAddress).where(RequesterAddress.address == canonical(address))
    return session.scalars(query).one_or_none()


def organization_of(session: Session, address: str) -> Organization | None:
    """By the domain of an address, or the nearest domain above it: a department's mail is its institution's."""
    labels = canonical(address).rpartition("@")[2].split(".")
    domains = [".".join(labels[first:]) for first in range(len(labels))][-DEEPEST_DOMAIN:]
    found = session.scalars(select(Organization).where(Organization.domain.in_(domains))).all()
    return max(found, key=lambda each: len(each.domain or ""), default=None)


def find_agent(session: Session, address: str) -> Agent | None:
    """The active agent this confirmed address belongs to."""
    query = (
        select(Agent)
        .join(AgentAddress)
        .where(
            AgentAddress.address == canonical(address),
            AgentAddress.confirmed_at.is_not(None),
            Agent.is_active,
        )
    )
    return session.scalars(query).one_or_none()


def get_agent(session: Session, login: str) -> Agent:
    agent = session.scalars(select(Agent).where(Agent.login == canonical(login))).one_or_none()
    if agent is None:
        raise NotFound(because("no_such_agent", login=login))
    return agent


def agent_with_id(session: Session, agent_id: int) -> Agent | None:
    return session.get(Agent, agent_id)


def sign_in(session: Session, login: str, password: str) -> Agent | None:
    """The agent, when login and password fit and the agent is active; None otherwise, in the same time."""
    agent = session.scalars(select(Agent).where(Agent.login == canonical(login))).one_or_none()
    fits = is_right(password, agent.password_hash if agent else None)
    return agent if agent and fits and agent.is_active else None


def add_agent(
    session: Session,
    *,
    name: str,
    login: str,
    at: datetime,
    role: Role = Role.AGENT,
    password: str | None = None,
    language: str = "id",
    by: Editor = None,
) -> Agent:
    """The login is also the first confirmed address. Raises Conflict when it is taken, Invalid when it cannot be."""
    require_editor(by, "edit_agents" if role is Role.AGENT else "edit_roles")
    address = checked_address(login)
    _refuse_desk_address(session, address)
    if session.scalars(select(AgentAddress).where(AgentAddress.address == address)).first():
        raise Conflict(because("agent_exists", login=address))
    agent = Agent(
        name=checked_name(name),
        login=address,
        role=role,
        language=language,
        stamp=token_hex(16),
        created_at=at,
    )
    agent.addresses.append(AgentAddress(address=address, confirmed_at=at))
    if password is not None:
        set_password(agent, password)
    session.add(agent)
    session.flush()
    return agent


def set_password(agent: Agent, password: str) -> None:
    """Ends every session of the agent. Raises Invalid for a short one."""
    if len(password) < MIN_PASSWORD:
        raise Invalid(because("password_short", length=MIN_PASSWORD))
    agent.password_hash = hash_password(password)
    agent.stamp = token_hex(16)


def confirm_address(session: Session, agent: Agent, address: str, *, at: datetime) -> None:
    """A further address this agent writes from."""
    wanted = checked_address(address)
    _refuse_desk_address(session, wanted)
    owner = session.scalars(select(AgentAddress).where(AgentAddress.address == wanted)).one_or_none()
    if owner is not None and owner.agent is not agent:
        raise Conflict(because("agent_exists", login=wanted))
    if owner is None:
        agent.addresses.append(AgentAddress(address=wanted, confirmed_at=at))
    elif owner.confirmed_at is None:
        owner.confirmed_at = at


def deactivate(agent: Agent) -> None:
    """What becomes of their tickets decides `desk.agents.let_go`."""
    agent.is_active = False
    agent.stamp = token_hex(16)


def activate(agent: Agent) -> None:
    """Back again, with the password and addresses of before; sessions of before stay ended."""
    agent.is_active = True


def add_team(session: Session, *, slug: str, name: str, at: datetime, by: Editor = None) -> Team:
    """Raises Conflict when there is one, Invalid for a slug that could not stand in the address of a page."""
    require_editor(by, "edit_teams")
    if not SLUG.fullmatch(slug):
        raise Invalid(because("not_a_slug", slug=slug))
    if session.scalars(select(Team).where(Team.slug == slug)).first():
        raise Conflict(because("team_exists", slug=slug))
    team = Team(slug=slug, name=checked_name(name), created_at=at)
    session.add(team)
    session.flush()
    return team


def get_team(session: Session, slug: str) -> Team:
    team = session.scalars(select(Team).where(Team.slug == slug)).one_or_none()
    if team is None:
        raise NotFound(because("no_such_team", slug=slug))
    return team


def list_teams(session: Session) -> list[Team]:
    return list(session.scalars(select(Team).order_by(Team.name)))


def list_agents(session: Session) -> list[Agent]:
    return list(session.scalars(select(Agent).order_by(Agent.name)))


def join_team(team: Team, agent: Agent) -> None:
    if agent not in team.members:
        team.members.append(agent)


def checked_address(address: str) -> str:
    """In canonical form. Raises Invalid for what nobody could write to."""
    wanted = canonical(address)
    local, _, domain = wanted.partition("@")
    is_plain = wanted.isprintable() and not set(wanted) & set(' <>,;"')
    if not local or not domain or "@" in domain or not is_plain:
        raise Invalid(because("not_an_address", address=address))
    return wanted


def checked_name(name: str) -> str:
    """On one line. Raises Invalid for none, or one too long."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise Invalid(because("name_missing", limit=LONGEST_NAME))
    return plain


def _refuse_desk_address(session: Session, address: str) -> None:
    """An agent who writes from an address of the desk would be the desk itself (T038)."""
    if session.scalars(select(Address.id).where(Address.address == address)).first():
        raise Conflict(because("address_is_an_agents", address=address))
