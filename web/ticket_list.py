"""The list of tickets. Its filters stand in the address, so that a list can be kept as a bookmark."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import pages as reads
from desk import people, search
from desk.search import Wanted
from models.session import Session
from models.ticket import Status
from web import forms
from web.filters import status_words
from web.language import translate
from web.panel import now, reading

EVERY_STATUS = "all"

pages = Blueprint("ticket_list", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for("ticket_list.show"))


@pages.get("/tickets")
def show() -> ResponseReturnValue:
    wanted = _wanted()
    with reading() as session:
        return render_template(
            "tickets.html",
            found=search.list_tickets(session, wanted),
            wanted=wanted,
            chosen=_chosen(wanted),
            choices=_choices(session),
            attention=reads.attention(session),
            at=now(),
        )


def _wanted() -> Wanted:
    status = forms.query("status", "todo")
    return Wanted(
        status="" if status == EVERY_STATUS else status,
        team=forms.query("team"),
        assignee=forms.query("assignee"),
        words=forms.query("words"),
        after=forms.query("after"),
    )


def _chosen(wanted: Wanted) -> dict[str, str]:
    """The filters as they stand in the address, without the page."""
    chosen = {"team": wanted.team, "assignee": wanted.assignee, "words": wanted.words}
    return {"status": wanted.status or EVERY_STATUS} | {
        name: value for name, value in chosen.items() if value
    }


def _choices(session: Session) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers, with its words."""
    statuses = [(status.value, status_words(status)) for status in Status]
    agents = [(agent.login, agent.name) for agent in reads.active_agents(session)]
    return {
        "status": [("todo", translate("To do")), *statuses, (EVERY_STATUS, translate("All"))],
        "team": [
            ("", translate("All teams")),
            *((team.slug, team.name) for team in people.list_teams(session)),
        ],
        "assignee": [("", translate("Everybody")), ("none", translate("Nobody")), *agents],
    }
