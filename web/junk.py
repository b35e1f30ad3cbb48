"""Spam and blocked senders: the clicks on a ticket, and the page of the blocks with the mail they caught."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import junk, mails, people, tickets
from desk.work import work
from web import forms
from web.language import translate
from web.panel import desk, now, reading
from web.signed_in import myself

pages = Blueprint("junk", __name__)


@pages.post("/tickets/<code>/spam")
def create_spam(code: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        junk.mark_spam(session, tickets.get_ticket(session, code), by=myself(session), at=at)
    flash("Marked as spam. Nobody was told.", url_for("junk.delete_spam", code=code))
    return redirect(url_for("tickets.show", code=code))


@pages.post("/tickets/<code>/spam/undo")
def delete_spam(code: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        ticket = tickets.get_ticket(session, code)
        was_suspected = ticket.is_suspected
        junk.not_spam(session, ticket, by=myself(session), at=at)
    if was_suspected:
        flash(
            translate(
                "Not spam: {code} is a new ticket now, and its time counts from its arrival.", code=code
            )
        )
    else:
        flash("Not spam: it is what it was.")
    return redirect(_back(code))


@pages.post("/tickets/<code>/blocks")
def create_block_of_requester(code: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        ticket = tickets.get_ticket(session, code)
        blocked = junk.block(session, forms.line("pattern"), by=myself(session), at=at, ticket=ticket)
    flash(translate("Mail from {pattern} opens no ticket any more.", pattern=blocked.pattern))
    return redirect(_back(code))


@pages.get("/blocked-senders")
def show() -> ResponseReturnValue:
    with reading() as session:
        return render_template(
            "blocked_senders.html",
            blocked=junk.list_blocked(session),
            caught=junk.caught_mails(session),
            may_block=people.may(myself(session), "block"),
            may_let_go=people.may(myself(session), "retry_mail"),
        )


@pages.post("/blocked-senders")
def create_block() -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        blocked = junk.block(session, forms.line("pattern"), by=myself(session), at=at)
    flash(translate("Mail from {pattern} opens no ticket any more.", pattern=blocked.pattern))
    return redirect(url_for("junk.show"))


@pages.post("/blocked-senders/<int(max=2147483647):blocked_id>/undo")
def delete_block(blocked_id: int) -> ResponseReturnValue:
    with work(desk(), at=now()) as session:
        pattern = junk.unblock(session, blocked_id, by=myself(session))
    flash(translate("Mail from {pattern} comes in again.", pattern=pattern))
    return redirect(url_for("junk.show"))


@pages.post("/blocked-senders/mails/<name>/attempts")
def create_attempt(name: str) -> ResponseReturnValue:
    """Let this one mail in; its sender stays blocked."""
    with work(desk(), at=now()) as session:
        people.require(myself(session), "retry_mail")
        mails.retry(mails.get_mail(session, name))
    flash("It is let in at once; its sender stays blocked.")
    return redirect(url_for("junk.show"))


def _back(code: str) -> str:
    """To the list that the button stood in, or to the ticket."""
    return forms.same_origin_path(forms.line("back")) or url_for("tickets.show", code=code)
