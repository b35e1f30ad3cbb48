"""Merging the ticket that is shown into another: type its code or choose it, see what it is, confirm; and undo."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import earlier, merging, tickets
from desk.codes import read_code
from desk.errors import Invalid
from desk.set_aside import get_workable
from desk.work import work
from models.reason import because
from models.session import Session
from models.ticket import Ticket
from web import forms
from web.language import translate
from web.panel import desk, now, reading
from web.signed_in import myself

pages = Blueprint("merges", __name__, url_prefix="/tickets/<code>/merge")


@pages.get("")
def show(code: str) -> ResponseReturnValue:
    """Which of the two goes where, before anything is done."""
    with reading() as session:
        ticket = get_workable(session, code)
        into = _named(session, forms.query("into")) if forms.query("into") else None
        return render_template(
            "merge.html",
            ticket=ticket,
            into=into,
            reason=merging.reason_against(ticket, into) if into else None,
            candidates=earlier.open_among(earlier.others_of_requester(session, ticket)),
        )


@pages.post("")
def create(code: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        into = _named(session, forms.line("into"))
        merging.merge(session, tickets.get_ticket(session, code), into, by=myself(session), at=at)
    flash(translate("{code} goes on here.", code=code), url_for("merges.delete", code=code))
    return redirect(url_for("tickets.show", code=into.code))


@pages.post("/undo")
def delete(code: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        merging.unmerge(session, tickets.get_ticket(session, code), by=myself(session), at=at)
    flash("The two are apart again.")
    return redirect(url_for("tickets.show", code=code))


def _named(session: Session, typed: str) -> Ticket:
    """The ticket meant, or where it goes on. Raises Invalid for what is no code, NotFound for an unknown one."""
    code = read_code(typed)
    if code is None:
        raise Invalid(because("no_code", written=typed or "-"))
    return tickets.get_ticket(session, code).living
