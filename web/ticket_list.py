"""The list of tickets. Its filters stand in the address, so that a list can be kept as a bookmark."""

from __future__ import annotations

from dataclasses import asdict
from secrets import token_hex

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import bulk, search
from desk import pages as reads
from desk.due import dues_of
from desk.health import known_ailments
from desk.terms import TO_DO, Wanted
from desk.tiles import tiles
from web import forms
from web.bulk_deeds import deed_words
from web.lists import EVERY_STATUS, choices, inbox_tiles, tabs
from web.panel import now, reading, today
from web.signed_in import myself

FILTERS = ("team", "assignee", "priority", "kind", "due", "breached", "words")

pages = Blueprint("ticket_list", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for("ticket_list.show"))


@pages.get("/tickets")
def show() -> ResponseReturnValue:
    wanted = _wanted()
    chosen = _chosen(wanted)
    with reading() as session:
        agent = myself(session)
        found = search.list_tickets(session, wanted, today())
        return render_template(
            "tickets.html",
            found=found,
            dues=dues_of(session, found.tickets),
            wanted=wanted,
            chosen=chosen,
            choices=choices(session),
            tiles=inbox_tiles(tiles(session, agent, today()), reads.attention(session), chosen),
            tabs=tabs(chosen),
            ailments=known_ailments(session, at=now()) if agent.is_coordinator else [],
            undoable=bulk.newest_undoable(session, agent, at=now()),
            deed_words=deed_words,
            form_key=token_hex(16),
            here=request.full_path.rstrip("?"),
            at=now(),
        )


def _wanted() -> Wanted:
    status = forms.query("status", TO_DO)
    return Wanted(
        status="" if status == EVERY_STATUS else status,
        after=forms.query("after"),
        **{name: forms.query(name) for name in FILTERS},
    )


def _chosen(wanted: Wanted) -> dict[str, str]:
    """The filters as they stand in the address, without the page."""
    values = asdict(wanted)
    return {"status": wanted.status or EVERY_STATUS} | {
        name: values[name] for name in FILTERS if values[name]
    }
