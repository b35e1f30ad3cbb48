"""Organizations outside: their names, the domain that tells who belongs to them, and who does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import organizations, people, requester_search
from models.people import Agent
from models.session import Session
from web import forms
from web.keeping import keep
from web.panel import reading
from web.signed_in import myself

Typed = Mapping[str, str]

pages = Blueprint("organizations", __name__, url_prefix="/organizations")
ONE = "/<int(max=2147483647):organization_id>"


@pages.get("")
def show() -> ResponseReturnValue:
    words = forms.query("words")
    with reading() as session:
        found = organizations.list_organizations(session, words=words, after=forms.query("after"))
        return render_template("organizations.html", found=found, words=words)


@pages.get("/new")
def new() -> ResponseReturnValue:
    return _form({"name": "", "domain": ""})


@pages.post("/new")
def create() -> ResponseReturnValue:
    def add(session: Session, me: Agent, at: datetime) -> str:
        made = organizations.add_organization(session, **_typed(), by=me, at=at)
        return url_for("organizations.page", organization_id=made.id)

    return keep("Added.", add, again=lambda problem: _form(_typed(), problem))


@pages.get(ONE)
def page(organization_id: int) -> ResponseReturnValue:
    with reading() as session:
        known = organizations.get_organization(session, organization_id)
        typed = {"name": known.name, "domain": known.domain or ""}
    return _form(typed, organization_id=organization_id)


@pages.post(ONE)
def update(organization_id: int) -> ResponseReturnValue:
    def change(session: Session, me: Agent, _at: datetime) -> str:
        known = organizations.get_organization(session, organization_id)
        organizations.change_organization(session, known, **_typed(), by=me)
        return url_for("organizations.page", organization_id=organization_id)

    return keep(
        "Kept.", change, again=lambda problem: _form(_typed(), problem, organization_id=organization_id)
    )


def _form(typed: Typed, problem: str = "", *, organization_id: int = 0) -> str:
    with reading() as session:
        people.require(myself(session), "edit_requesters")
        known = organizations.get_organization(session, organization_id) if organization_id else None
        members = requester_search.list_requesters(session, organization=known) if known else None
        return render_template(
            "organization.html", organization=known, typed=typed, problem=problem, members=members
        )


def _typed() -> dict[str, str]:
    return {name: forms.line(name) for name in ("name", "domain")}
