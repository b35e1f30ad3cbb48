"""Choosing a password by a link: for who forgot theirs, and for who was invited.

Looking at the link's page changes nothing. Whoever asks for a link hears the same, whether they work here or not.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import password_links, people
from desk.errors import Invalid
from desk.work import work
from web import forms
from web.filters import reason_words
from web.panel import desk, now, reading
from web.signed_in import enter, open_to_strangers

pages = Blueprint("passwords", __name__, url_prefix="/password")


@pages.get("/forgotten")
@open_to_strangers
def forgotten() -> ResponseReturnValue:
    return render_template("password_forgotten.html", has_asked=forms.query("asked") == "yes")


@pages.post("/forgotten")
@open_to_strangers
def create_link() -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        password_links.ask_for_link(session, forms.line("login"), at=at)
    return redirect(url_for("passwords.forgotten", asked="yes"))


@pages.get("/<token>")
@open_to_strangers
def show(token: str) -> ResponseReturnValue:
    return _page(token)


@pages.post("/<token>")
@open_to_strangers
def create(token: str) -> ResponseReturnValue:
    """As it was typed, blanks and all; then signed in with it."""
    at, password = now(), request.form.get("password", "")
    try:
        with work(desk(), at=at) as session:
            agent = password_links.choose_password(session, token, password, at=at)
            enter(agent)
    except Invalid as error:
        return _page(token, reason_words(error.reason)), 422
    return redirect(url_for("ticket_list.show"))


@pages.after_request
def _keep_to_ourselves(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(token: str, problem: str = "") -> str:
    with reading() as session:
        agent = password_links.holder_of(session, token, at=now())
        return render_template(
            "password.html", agent=agent, token=token, problem=problem, shortest=people.MIN_PASSWORD
        )
