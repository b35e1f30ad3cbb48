"""One ticket: its page, and the clicks on it. A click is a noun that is added or taken away."""

from __future__ import annotations

from secrets import token_hex

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import followers, held, people, search, tickets
from desk import pages as reads
from desk.doubts import company_of
from desk.drafts import Draft
from desk.work import work
from models.people import Agent
from models.ticket import Status
from web import forms
from web.panel import desk, now, reading
from web.signed_in import myself
from web.timeline import conversation, notices

THEN = {"pending": Status.PENDING, "open": Status.OPEN}

pages = Blueprint("tickets", __name__, url_prefix="/tickets/<code>")


@pages.get("")
def show(code: str) -> ResponseReturnValue:
    with reading() as session:
        page = search.ticket_page(session, code)
        if page.ticket.code != code:
            return redirect(url_for("tickets.show", code=page.ticket.code))
        return render_template(
            "ticket.html",
            page=page,
            ticket=page.ticket,
            said=conversation(page, company_of(session, page.ticket)),
            notices=notices(page),
            agents=reads.active_agents(session),
            may_decide=lambda reply: held.may_decide(reply, myself(session)),
            form_keys={"reply": token_hex(16), "note": token_hex(16)},
            undo_seconds=desk().settings.tickets.undo_seconds,
            at=now(),
        )


@pages.post("/replies")
def create_reply(code: str) -> ResponseReturnValue:
    at = now()
    then = request.form.get("then", "pending")
    with work(desk(), at=at) as session:
        me = myself(session)
        ticket = tickets.get_ticket(session, code)
        tickets.reply(session, ticket, _draft("reply", me), by=me, at=at, then=THEN.get(then, Status.PENDING))
        if then == "resolved":
            tickets.resolve(session, ticket, by=me, at=at)
    flash("Your reply is on its way.")
    return _back(code)


@pages.post("/notes")
def create_note(code: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        me = myself(session)
        tickets.add_note(session, tickets.get_ticket(session, code), _draft("note", me), by=me, at=at)
    flash("Noted. Nobody outside sees it.")
    return _back(code)


@pages.post("/assignment")
def create_assignment(code: str) -> ResponseReturnValue:
    """To the agent named, or to nobody."""
    at = now()
    login = forms.line("assignee")
    with work(desk(), at=at) as session:
        assignee = people.get_agent(session, login) if login else None
        tickets.assign(session, tickets.get_ticket(session, code), assignee, by=myself(session), at=at)
    flash("Assigned." if login else "Nobody holds this ticket now.")
    return _back(code)


@pages.post("/resolution")
def create_resolution(code: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        tickets.resolve(session, tickets.get_ticket(session, code), by=myself(session), at=at)
    flash("Resolved.", "undo_resolution")
    return _back(code)


@pages.post("/resolution/undo")
def delete_resolution(code: str) -> ResponseReturnValue:
    """A form cannot say DELETE."""
    at = now()
    with work(desk(), at=at) as session:
        tickets.reopen(session, tickets.get_ticket(session, code), by=myself(session), at=at)
    flash("Open again.")
    return _back(code)


@pages.post("/followers/<int(max=2147483647):follower_id>/approval")
def create_approval(code: str, follower_id: int) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        ticket = tickets.get_ticket(session, code)
        followers.approve(session, ticket, follower_id, by=myself(session), at=at)
    flash("Replies go to this follower too from now on.")
    return _back(code)


@pages.post("/followers/<int(max=2147483647):follower_id>/approval/undo")
def delete_approval(code: str, follower_id: int) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        ticket = tickets.get_ticket(session, code)
        followers.leave_out(session, ticket, follower_id, by=myself(session), at=at)
    flash("This follower gets no further reply.")
    return _back(code)


def _draft(field: str, me: Agent) -> Draft:
    return Draft(
        reply=forms.text(field), from_name=me.name, from_address=me.mail_address, form_key=forms.form_key()
    )


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("tickets.show", code=code))
