"""The hub of what coordinators set up: for each part a line on what it is for, and how it stands."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from desk import people
from desk.calendar_doubts import calendar_doubts
from desk.setup_state import setup_state
from web.panel import now, reading
from web.signed_in import myself

pages = Blueprint("settings_pages", __name__, url_prefix="/settings")


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        people.require(myself(session), "edit_teams")
        return render_template(
            "settings.html", state=setup_state(session), doubts=calendar_doubts(session, now())
        )
