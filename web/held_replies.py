"""Held replies: an agent's mail that lacks its proof, released or kept inside by somebody signed in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import held
from desk.work import work
from web.panel import desk, now, reading
from web.signed_in import myself

pages = Blueprint("held_replies", __name__, url_prefix="/held-replies")


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        me = myself(session)
        waiting = held.waiting(session)
        return render_template(
            "held_replies.html", waiting=waiting, may_decide=lambda reply: held.may_decide(reply, me)
        )


@pages.get("/<int(max=2147483647):held_id>")
def show_one(held_id: int) -> ResponseReturnValue:
    """Where the mail to its agent leads."""
    with reading() as session:
        me = myself(session)
        reply = held.get_held(session, held_id)
        return render_template(
            "held_reply.html", reply=reply, may_decide=lambda reply: held.may_decide(reply, me)
        )


@pages.post("/<int(max=2147483647):held_id>/release")
def create_release(held_id: int) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        reply = held.get_held(session, held_id)
        held.release(session, reply, by=myself(session), at=at)
        code = reply.message.ticket.code
    flash("Released: the reply is on its way.")
    return redirect(url_for("tickets.show", code=code))


@pages.post("/<int(max=2147483647):held_id>/refusal")
def create_refusal(held_id: int) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        reply = held.get_held(session, held_id)
        held.refuse(session, reply, by=myself(session), at=at)
        code = reply.message.ticket.code
    flash("Kept as an internal note.")
    return redirect(url_for("tickets.show", code=code))
