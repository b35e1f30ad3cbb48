"""One click on the tickets selected in a list, and the button that undoes it."""

from __future__ import annotations

from datetime import date, datetime, time
from secrets import token_hex
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import bulk, people
from desk.deeds import Choice, Deed
from desk.errors import Invalid
from desk.work import work
from models.deeds import BulkDeed
from models.reason import because
from models.session import Session
from models.ticket import Priority
from web import forms
from web.language import translate
from web.panel import desk, now, reading
from web.signed_in import myself

DONE = {
    Deed.ASSIGN: "Assigned: {count}",
    Deed.TAKE: "Taken: {count}",
    Deed.PRIORITISE: "Given another priority: {count}",
    Deed.HOLD: "Put on hold: {count}",
    Deed.TAKE_UP: "Taken up again: {count}",
    Deed.MOVE: "Moved to another team: {count}",
    Deed.RESOLVE: "Resolved: {count}",
    Deed.MARK_SPAM: "Marked as spam: {count}",
}

pages = Blueprint("bulk_deeds", __name__, url_prefix="/bulk-deeds")


@pages.post("")
def create() -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        key = forms.form_key() or token_hex(16)
        done = bulk.carry_out(
            session, forms.chosen("tickets"), _choice(session), key=key, by=myself(session), at=at
        )
    if not done.before:
        flash("Nothing had to be changed.")
    return redirect(_list())


@pages.get("/<key>")
def show(key: str) -> ResponseReturnValue:
    with reading() as session:
        outcome = bulk.outcome(bulk.get_deed(session, key, by=myself(session)))
        return render_template("bulk_deed.html", outcome=outcome, words=deed_words(outcome.deed))


@pages.post("/<key>/undo")
def undo(key: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        undone = bulk.undo(session, key, by=myself(session), at=at)
    if undone.left:
        return redirect(url_for("bulk_deeds.show", key=key))
    flash("Undone.")
    return redirect(_list())


def deed_words(done: BulkDeed) -> str:
    return translate(DONE[Deed(done.deed)], count=len(done.before))


def _choice(session: Session) -> Choice:
    """What the button says, with what was chosen beside it."""
    wanted = forms.line("deed")
    if wanted not in list(Deed):
        raise Invalid(because("no_such_deed"))
    login, team, priority = forms.line("assignee"), forms.line("team"), forms.line("priority")
    return Choice(
        Deed(wanted),
        assignee=people.get_agent(session, login) if login else None,
        priority=Priority(priority) if priority in list(Priority) else Priority.NORMAL,
        team=people.get_team(session, team) if team else None,
        reason=forms.line("because"),
        until=_morning(forms.line("until")),
    )


def _morning(day: str) -> datetime | None:
    """When that day begins at the desk."""
    if not day:
        return None
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Invalid(because("not_a_day", day=day)) from None
    return datetime.combine(wanted, time(), ZoneInfo(desk().settings.desk.time_zone))


def _list() -> str:
    """The list that the form stood in, or the first one."""
    return forms.same_origin_path(forms.line("back")) or url_for("ticket_list.show")
