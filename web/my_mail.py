"""What I hear by mail: each agent's own choice, on a page of their own."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import agents
from models.people import Agent, Hears
from models.session import Session
from web import forms
from web.keeping import keep
from web.language import translate
from web.panel import reading
from web.signed_in import myself

HEARINGS = {
    Hears.TEAM: "My tickets, and my teams' new matters while nobody holds them",
    Hears.MINE: "Only what is mine: the tickets I hold, and what is assigned to me",
    Hears.DIGEST: "Everything of my teams, together in one mail at 8.00, 11.00, 14.00 and 16.30",
}

pages = Blueprint("my_mail", __name__, url_prefix="/my-mail")


@pages.get("")
def show() -> ResponseReturnValue:
    return _page()


@pages.post("")
def update() -> ResponseReturnValue:
    def choose(_session: Session, me: Agent, _at: datetime) -> str:
        agents.let_hear(me, forms.line("hears"), by=me)
        return url_for("my_mail.show")

    return keep("Kept.", choose, again=_page)


def hearings() -> list[tuple[str, str]]:
    return [(hears.value, translate(words)) for hears, words in HEARINGS.items()]


def _page(problem: str = "") -> str:
    with reading() as session:
        return render_template("my_mail.html", agent=myself(session), hearings=hearings(), problem=problem)
