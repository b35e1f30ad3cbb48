"""Teams: their names, who is in them, and the calendar their promises are counted on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import pages as reads
from desk import people, teams
from desk.addresses import list_addresses
from desk.calendars import get_calendar, list_calendars
from models.people import Agent, Team
from models.session import Session
from web import forms
from web.keeping import keep
from web.language import translate
from web.panel import reading
from web.signed_in import myself

Typed = Mapping[str, object]

pages = Blueprint("teams", __name__, url_prefix="/settings/teams")


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        people.require(myself(session), "edit_teams")
        return render_template(
            "teams.html", teams=people.list_teams(session), addresses=list_addresses(session)
        )


@pages.get("/new")
def new() -> ResponseReturnValue:
    return _form({"name": "", "slug": "", "calendar": "", "members": []})


@pages.post("/new")
def create() -> ResponseReturnValue:
    def add(session: Session, me: Agent, at: datetime) -> str:
        name, slug = forms.line("name"), forms.line("slug")
        team = people.add_team(session, slug=slug, name=name, by=me, at=at)
        _change(session, team, by=me, at=at)
        return url_for("teams.show")

    return keep("Added.", add, again=lambda problem: _form(_typed(), problem))


@pages.get("/<slug>")
def edit(slug: str) -> ResponseReturnValue:
    with reading() as session:
        team = people.get_team(session, slug)
        calendar = team.calendar.slug if team.calendar else ""
        members = [agent.login for agent in team.members]
        typed = {"name": team.name, "slug": slug, "calendar": calendar, "members": members}
    return _form(typed, slug=slug)


@pages.post("/<slug>")
def update(slug: str) -> ResponseReturnValue:
    def change(session: Session, me: Agent, at: datetime) -> str:
        _change(session, people.get_team(session, slug), by=me, at=at)
        return url_for("teams.show")

    return keep("Kept.", change, again=lambda problem: _form(_typed(), problem, slug=slug))


def _change(session: Session, team: Team, *, by: Agent, at: datetime) -> None:
    calendar = forms.line("calendar")
    members = [people.get_agent(session, login) for login in forms.chosen("members")]
    teams.rename(team, forms.line("name"), by=by)
    teams.choose_members(team, members, by=by)
    teams.choose_calendar(session, team, get_calendar(session, calendar) if calendar else None, by=by, at=at)


def _form(typed: Typed, problem: str = "", *, slug: str = "") -> str:
    with reading() as session:
        people.require(myself(session), "edit_teams")
        rows = [(calendar.slug, calendar.name) for calendar in list_calendars(session)]
        return render_template(
            "team_form.html",
            team=people.get_team(session, slug) if slug else None,
            typed=typed,
            problem=problem,
            calendars=[("", translate("The desk's first calendar")), *rows],
            agents=[(agent.login, agent.name) for agent in reads.active_agents(session)],
        )


def _typed() -> Typed:
    return {name: forms.line(name) for name in ("name", "slug", "calendar")} | {
        "members": forms.chosen("members")
    }
