"""Where the link "please tell us" of an acknowledgement leads: a page with two buttons, of which the first resolves.

Looking at it changes nothing, since many mail hosts open every link of a mail. It shows of the ticket what
its requester knows already: code and subject.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import knowledge, solving
from desk.work import work
from web import forms
from web.help_pages import asked_language, greet_in_asked_language
from web.panel import desk, now, reading
from web.signed_in import open_to_strangers

pages = Blueprint("solved", __name__, url_prefix="/solved/<token>")


@pages.get("")
@open_to_strangers
def show(token: str) -> ResponseReturnValue:
    greet_in_asked_language()
    with reading() as session:
        offer = solving.get_offer(session, token, at=now())
        return render_template(
            "solved.html",
            offer=offer,
            ticket=offer.ticket,
            text=knowledge.text_for(offer.article, asked_language()),
            has_solved=solving.has_solved(offer),
            said=forms.query("said"),
        )


@pages.post("")
@open_to_strangers
def create(token: str) -> ResponseReturnValue:
    """The first button says yes, the second no."""
    at = now()
    is_yes = forms.line("answer") == "yes"
    with work(desk(), at=at) as session:
        offer = solving.get_offer(session, token, at=at)
        say = solving.solved if is_yes else solving.not_solved
        say(session, offer, at=at)
    return redirect(url_for("solved.show", token=token, said="yes" if is_yes else "no"))


@pages.after_request
def _keep_out_of_indexes(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
