"""Keeping what was typed into a form of the settings, or showing the form again with what is wrong with it.

Takes what to do and how to show the form again; nothing typed is lost when the desk refuses it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from desk.errors import Conflict, DeskError, Invalid
from desk.work import work
from models.people import Agent
from models.session import Session
from web.filters import reason_words
from web.panel import desk, now
from web.signed_in import myself

Act = Callable[[Session, Agent, datetime], str]
"""Changes something by a verb, and says which page comes next."""
Again = Callable[[str], str]
"""The form as it was typed, with the sentence that says why it was refused."""


def keep(said: str, act: Act, *, again: Again) -> ResponseReturnValue:
    at = now()
    try:
        with work(desk(), at=at) as session:
            next_page = act(session, myself(session), at)
    except (Invalid, Conflict) as refusal:
        return show_again(refusal, again)
    flash(said)
    return redirect(next_page)


def show_again(refusal: DeskError, again: Again) -> ResponseReturnValue:
    return again(reason_words(refusal.reason)), 409 if isinstance(refusal, Conflict) else 422
