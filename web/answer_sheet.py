"""The page to print for a requester whom no mail reaches, and the button that says it was handed over.

It is chosen by the address bar which replies stand on it; the last one unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import answer_sheets, tickets
from desk.set_aside import get_workable
from desk.work import work
from models.message import Message
from web import forms
from web.panel import desk, now, reading
from web.signed_in import myself

pages = Blueprint("answer_sheet", __name__, url_prefix="/tickets/<code>/sheet")


@pages.get("")
def show(code: str) -> ResponseReturnValue:
    with reading() as session:
        ticket = tickets.get_ticket(session, code)
        answers = answer_sheets.answers_of(session, ticket)
        chosen = _chosen(answers, request.args.getlist("answer"))
        return render_template(
            "answer_sheet.html",
            ticket=ticket,
            answers=answers,
            chosen=chosen,
            sheet=answer_sheets.sheet_of(session, ticket, chosen, at=now()),
        )


@pages.post("")
def create(code: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        ticket = get_workable(session, code)
        chosen = _chosen(answer_sheets.answers_of(session, ticket), forms.chosen("answer"))
        answer_sheets.hand_over(session, ticket, chosen, by=myself(session), at=at)
    flash("Written down: the answer was handed over.")
    return redirect(url_for("tickets.show", code=code))


def _chosen(answers: Sequence[Message], numbers: Sequence[str]) -> list[Message]:
    """By their place, counted from 1."""
    named = [each for place, each in enumerate(answers, start=1) if str(place) in numbers]
    return named or list(answers[-1:])
