"""The small clicks on a ticket: who works on it, how urgent it is, whether it waits or is done, who else gets replies.

A click is a noun that is added or taken away; a form cannot say DELETE, so taking away ends in /undo.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from desk import followers, holding, people, tickets
from desk.errors import Invalid
from desk.set_aside import get_workable
from desk.work import work
from models.people import Agent
from models.reason import because
from models.session import Session
from models.ticket import Priority, Ticket
from web import forms
from web.panel import desk, now
from web.signed_in import myself


class Deed(Protocol):
    def __call__(self, session: Session, ticket: Ticket, /, *, by: Agent, at: datetime) -> None: ...


pages = Blueprint("ticket_deeds", __name__, url_prefix="/tickets/<code>")


@pages.post("/assignment")
def create_assignment(code: str) -> ResponseReturnValue:
    """To the agent named, or to nobody."""
    login = forms.line("assignee")

    def assign(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        assignee = people.get_agent(session, login) if login else None
        tickets.assign(session, ticket, assignee, by=by, at=at)

    return _do("Assigned." if login else "Nobody holds this ticket now.", code, assign)


@pages.post("/priority")
def create_priority(code: str) -> ResponseReturnValue:
    wanted = forms.line("priority")
    if wanted not in {each.value for each in Priority}:
        raise Invalid(because("no_such_priority"))

    def prioritise(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        tickets.set_priority(session, ticket, Priority(wanted), by=by, at=at)

    return _do("Its priority is another now, and with it what is promised.", code, prioritise)


@pages.post("/team")
def create_team(code: str) -> ResponseReturnValue:
    slug = forms.line("team")

    def move(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        tickets.move(session, ticket, people.get_team(session, slug), by=by, at=at)

    return _do("Moved to the other team.", code, move)


@pages.post("/hold")
def create_hold(code: str) -> ResponseReturnValue:
    """Because of what, and until when, if that is known."""
    reason, until = forms.line("reason"), _moment(forms.line("until"))
    if not reason:
        raise Invalid(because("hold_without_reason"))

    def hold(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        holding.hold(session, ticket, reason=reason, until=until, by=by, at=at)

    return _do("On hold. Its clocks stand still.", code, hold, undo="ticket_deeds.delete_hold")


@pages.post("/hold/undo")
def delete_hold(code: str) -> ResponseReturnValue:
    def take_up(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        holding.take_up(session, ticket, by=by, at=at)

    return _do("Taken up again.", code, take_up)


@pages.post("/resolution")
def create_resolution(code: str) -> ResponseReturnValue:
    def resolve(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        tickets.resolve(session, ticket, by=by, at=at)

    return _do("Resolved.", code, resolve, undo="ticket_deeds.delete_resolution")


@pages.post("/resolution/undo")
def delete_resolution(code: str) -> ResponseReturnValue:
    def reopen(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        tickets.reopen(session, ticket, by=by, at=at)

    return _do("Open again.", code, reopen)


@pages.post("/followers/<int(max=2147483647):follower_id>/approval")
def create_approval(code: str, follower_id: int) -> ResponseReturnValue:
    def approve(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        followers.approve(session, ticket, follower_id, by=by, at=at)

    return _do("Replies go to this follower too from now on.", code, approve)


@pages.post("/followers/<int(max=2147483647):follower_id>/approval/undo")
def delete_approval(code: str, follower_id: int) -> ResponseReturnValue:
    def leave_out(session: Session, ticket: Ticket, *, by: Agent, at: datetime) -> None:
        followers.leave_out(session, ticket, follower_id, by=by, at=at)

    return _do("This follower gets no further reply.", code, leave_out)


def _do(said: str, code: str, deed: Deed, *, undo: str = "") -> ResponseReturnValue:
    """Load, act, say so, go back. `undo`: the endpoint that takes it away again."""
    at = now()
    with work(desk(), at=at) as session:
        deed(session, get_workable(session, code), by=myself(session), at=at)
    flash(said, url_for(undo, code=code) if undo else "message")
    return redirect(url_for("tickets.show", code=code))


def _moment(typed: str) -> datetime | None:
    """What a browser's field for date and time sends, on the desk's clocks. Raises Invalid."""
    if not typed:
        return None
    try:
        local = datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(desk().settings.desk.time_zone))
    except ValueError:
        raise Invalid(because("moment_unreadable", typed=typed[:40])) from None
    return local.astimezone(UTC)
