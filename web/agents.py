"""Agents: who may sign in and answer, their roles and addresses, and what becomes of tickets when one leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import agents, password_links, people
from desk import pages as reads
from desk.errors import Invalid
from models.people import Agent, Role
from models.reason import because
from models.session import Session
from web import forms
from web.keeping import keep
from web.language import NAMES, translate
from web.my_mail import hearings
from web.panel import reading
from web.signed_in import myself

ROLES = {
    Role.AGENT: "Agent",
    Role.COORDINATOR: "Coordinator",
    Role.ADMINISTRATOR: "Administrator",
}
FIELDS = ("name", "login", "language", "role")
Typed = Mapping[str, str]

pages = Blueprint("agents", __name__, url_prefix="/settings/agents")


@pages.app_template_filter()
def role_words(role: Role) -> str:
    return translate(ROLES[role])


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        people.require(myself(session), "edit_agents")
        return render_template(
            "agents.html", agents=people.list_agents(session), held=agents.count_held(session)
        )


@pages.get("/new")
def new() -> ResponseReturnValue:
    return _new_form({"name": "", "login": "", "language": "id", "role": Role.AGENT.value})


@pages.post("/new")
def create() -> ResponseReturnValue:
    def add(session: Session, me: Agent, at: datetime) -> str:
        agent = people.add_agent(
            session,
            name=forms.line("name"),
            login=forms.line("login"),
            language=_language(),
            role=_role(),
            password=_password() or None,
            by=me,
            at=at,
        )
        if not _password():
            password_links.invite(session, agent, by=me, at=at)
        return _address(agent.id)

    return keep(
        "Added. Tell the new agent the password in person." if _password() else "Added, and invited by mail.",
        add,
        again=lambda problem: _new_form(_typed(), problem),
    )


ONE = "/<int(max=2147483647):agent_id>"


@pages.get(ONE)
def show_one(agent_id: int) -> ResponseReturnValue:
    return _page(agent_id)


@pages.post(ONE)
def update(agent_id: int) -> ResponseReturnValue:
    def change(session: Session, me: Agent, _at: datetime) -> str:
        agent = agents.get_agent_with_id(session, agent_id)
        agents.edit(agent, name=forms.line("name"), language=forms.line("language"), by=me)
        agents.change_role(session, agent, _role() if forms.line("role") else agent.role, by=me)
        return _address(agent_id)

    return keep("Kept.", change, again=lambda problem: _page(agent_id, problem, typed=_typed()))


@pages.post(ONE + "/password")
def create_password(agent_id: int) -> ResponseReturnValue:
    def change(session: Session, me: Agent, _at: datetime) -> str:
        agent = agents.get_agent_with_id(session, agent_id)
        agents.set_password(agent, _password(), by=me)
        return _address(agent_id)

    return keep(
        "Kept. Every session of this agent has ended.", change, again=lambda problem: _page(agent_id, problem)
    )


@pages.post(ONE + "/hearing")
def update_hearing(agent_id: int) -> ResponseReturnValue:
    def choose(session: Session, me: Agent, _at: datetime) -> str:
        agents.let_hear(agents.get_agent_with_id(session, agent_id), forms.line("hears"), by=me)
        return _address(agent_id)

    return keep("Kept.", choose, again=lambda problem: _page(agent_id, problem))


@pages.post(ONE + "/invitation")
def create_invitation(agent_id: int) -> ResponseReturnValue:
    def invite(session: Session, me: Agent, at: datetime) -> str:
        password_links.invite(session, agents.get_agent_with_id(session, agent_id), by=me, at=at)
        return _address(agent_id)

    return keep("A mail with a link is on its way.", invite, again=lambda problem: _page(agent_id, problem))


@pages.post(ONE + "/addresses")
def create_address(agent_id: int) -> ResponseReturnValue:
    def add(session: Session, me: Agent, at: datetime) -> str:
        agent = agents.get_agent_with_id(session, agent_id)
        agents.add_address(session, agent, forms.line("address"), by=me, at=at)
        return _address(agent_id)

    return keep(
        "Added. Replies from there count as this agent's.",
        add,
        again=lambda problem: _page(agent_id, problem, further=forms.line("address")),
    )


@pages.post(ONE + "/addresses/removal")
def delete_address(agent_id: int) -> ResponseReturnValue:
    def remove(session: Session, me: Agent, _at: datetime) -> str:
        agent = agents.get_agent_with_id(session, agent_id)
        agents.remove_address(session, agent, forms.line("address"), by=me)
        return _address(agent_id)

    return keep("Removed.", remove, again=lambda problem: _page(agent_id, problem))


@pages.post(ONE + "/departure")
def create_departure(agent_id: int) -> ResponseReturnValue:
    """Tickets go to who was named, or wait for somebody."""
    login = forms.line("heir")

    def let_go(session: Session, me: Agent, at: datetime) -> str:
        agent = agents.get_agent_with_id(session, agent_id)
        heir = people.get_agent(session, login) if login else None
        agents.let_go(session, agent, heir=heir, by=me, at=at)
        return _address(agent_id)

    return keep(
        "Switched off. What this agent held was handed over.",
        let_go,
        again=lambda problem: _page(agent_id, problem),
    )


@pages.post(ONE + "/departure/undo")
def delete_departure(agent_id: int) -> ResponseReturnValue:
    def take_back(session: Session, me: Agent, _at: datetime) -> str:
        agents.take_back(agents.get_agent_with_id(session, agent_id), by=me)
        return _address(agent_id)

    return keep(
        "Active again, with the password of before.",
        take_back,
        again=lambda problem: _page(agent_id, problem),
    )


def _page(agent_id: int, problem: str = "", *, typed: Typed | None = None, further: str = "") -> str:
    with reading() as session:
        me = myself(session)
        people.require(me, "edit_agents")
        agent = agents.get_agent_with_id(session, agent_id)
        others = [each for each in reads.active_agents(session) if each is not agent]
        return render_template(
            "agent.html",
            agent=agent,
            is_me=agent is me,
            held=len(agents.held_tickets(session, agent)),
            heirs=[
                ("", translate("nobody: they wait for somebody")),
                *((each.login, each.name) for each in others),
            ],
            may_edit=agents.may_edit(me, agent),
            typed=typed or {"name": agent.name, "language": agent.language, "role": agent.role.value},
            problem=problem,
            further=further,
            **_choices(me),
        )


def _new_form(typed: Typed, problem: str = "") -> str:
    with reading() as session:
        me = myself(session)
        people.require(me, "edit_agents")
        return render_template("agent_form.html", typed=typed, problem=problem, **_choices(me))


def _choices(me: Agent) -> dict[str, object]:
    roles = [(role.value, translate(words)) for role, words in ROLES.items()]
    return {
        "roles": roles if people.may(me, "edit_roles") else [],
        "language_choices": list(NAMES.items()),
        "hearings": hearings(),
        "shortest": people.MIN_PASSWORD,
    }


def _typed() -> Typed:
    return {name: forms.line(name) for name in FIELDS}


def _password() -> str:
    """As it was typed, blanks and all."""
    return request.form.get("password", "")


def _role() -> Role:
    """An agent when nothing was chosen. Raises Invalid."""
    value = forms.line("role") or Role.AGENT.value
    if value not in list(Role):
        raise Invalid(because("no_such_role", role=value))
    return Role(value)


def _language() -> str:
    """Raises Invalid."""
    wanted = forms.line("language")
    if wanted not in NAMES:
        raise Invalid(because("no_such_language", language=wanted))
    return wanted


def _address(agent_id: int) -> str:
    return url_for("agents.show_one", agent_id=agent_id)
