"""What people write to: the team that answers, the mailbox it is read in, the account answers leave through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import addresses, people
from models.people import Agent
from models.session import Session
from web import forms
from web.keeping import keep
from web.panel import desk, reading
from web.signed_in import myself

FIELDS = ("address", "display_name", "team", "mailbox", "sending_account")
Typed = Mapping[str, str]

pages = Blueprint("addresses", __name__, url_prefix="/settings/addresses")
ONE = "/<int(max=2147483647):address_id>"


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        people.require(myself(session), "edit_addresses")
        return render_template("addresses.html", addresses=addresses.list_addresses(session))


@pages.get("/new")
def new() -> ResponseReturnValue:
    return _form(dict.fromkeys(FIELDS, ""))


@pages.post("/new")
def create() -> ResponseReturnValue:
    def add(session: Session, me: Agent, at: datetime) -> str:
        team = people.get_team(session, forms.line("team"))
        addresses.add_address(session, address=forms.line("address"), team=team, **_doors(), by=me, at=at)
        return url_for("addresses.show")

    return keep("Added. Mail to it becomes tickets.", add, again=lambda problem: _form(_typed(), problem))


@pages.get(ONE)
def edit(address_id: int) -> ResponseReturnValue:
    return _form(_stored(address_id), address_id=address_id)


@pages.post(ONE)
def update(address_id: int) -> ResponseReturnValue:
    def change(session: Session, me: Agent, _at: datetime) -> str:
        row = addresses.get_address(session, address_id)
        team = people.get_team(session, forms.line("team"))
        addresses.edit_address(session, row, team=team, **_doors(), by=me)
        return url_for("addresses.show")

    return keep("Kept.", change, again=lambda problem: _form(_typed(), problem, address_id=address_id))


@pages.post(ONE + "/activity")
def switch(address_id: int) -> ResponseReturnValue:
    """On or off."""
    wanted = forms.line("active") == "yes"

    def switch(session: Session, me: Agent, _at: datetime) -> str:
        row = addresses.get_address(session, address_id)
        if wanted:
            addresses.switch_on(session, row, by=me)
        else:
            addresses.switch_off(row, by=me)
        return url_for("addresses.show")

    return keep(
        "Switched on." if wanted else "Switched off.",
        switch,
        again=lambda problem: _form(_stored(address_id), problem, address_id=address_id),
    )


def _stored(address_id: int) -> Typed:
    with reading() as session:
        row = addresses.get_address(session, address_id)
        return {"team": row.team.slug} | {name: getattr(row, name) for name in FIELDS if name != "team"}


def _form(typed: Typed, problem: str = "", *, address_id: int | None = None) -> str:
    settings = desk().settings
    with reading() as session:
        people.require(myself(session), "edit_addresses")
        return render_template(
            "address_form.html",
            row=None if address_id is None else addresses.get_address(session, address_id),
            typed=typed,
            problem=problem,
            teams=[(team.slug, team.name) for team in people.list_teams(session)],
            mailboxes=[(each.name, f"{each.name} ({each.user}, {each.host})") for each in settings.mailbox],
            accounts=[(each.name, f"{each.name} ({each.host})") for each in settings.sending],
        )


def _typed() -> Typed:
    return {name: forms.line(name) for name in FIELDS}


def _doors() -> dict[str, str]:
    return {name: forms.line(name) for name in ("mailbox", "sending_account", "display_name")}
