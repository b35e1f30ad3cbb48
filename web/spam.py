"""The page of spam: what the host put into Junk, and what people marked. One click brings a ticket back."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from desk import junk, people
from web import forms
from web.panel import now, reading
from web.signed_in import myself

pages = Blueprint("spam", __name__)


@pages.get("/spam")
def show() -> ResponseReturnValue:
    after = forms.query("after")
    with reading() as session:
        found = junk.list_spam(session, at=now(), after=after)
        return render_template(
            "spam.html",
            tickets=found[: junk.PAGE],
            next_after=found[junk.PAGE - 1].code if len(found) > junk.PAGE else "",
            after=after,
            days=junk.SHOWN_FOR.days,
            may_block=people.may(myself(session), "block"),
            here=request.full_path.rstrip("?"),
        )
