"""Mail that Meja could not file by itself: why, its raw bytes, try again, ignore.

Every agent sees it; coordinators decide.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import mails, people
from desk.work import work
from models.mail import Fate
from web.panel import desk, now, reading
from web.signed_in import myself

pages = Blueprint("needs_look", __name__, url_prefix="/mails")


@pages.get("/needs-a-look")
def show() -> ResponseReturnValue:
    with reading() as session:
        waiting = mails.list_mails(session, fate=Fate.NEEDS_LOOK)
        may_decide = people.may(myself(session), "retry_mail")
    return render_template("needs_look.html", mails=waiting, may_decide=may_decide, at=now())


@pages.post("/<name>/attempts")
def create_attempt(name: str) -> ResponseReturnValue:
    with work(desk(), at=now()) as session:
        people.require(myself(session), "retry_mail")
        mails.retry(mails.get_mail(session, name))
    flash("It will be tried again at once.")
    return redirect(url_for("needs_look.show"))


@pages.post("/<name>/ignored")
def create_ignored(name: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        people.require(myself(session), "retry_mail")
        mails.ignore(mails.get_mail(session, name), at=at)
    flash("Ignored. Its bytes are kept.")
    return redirect(url_for("needs_look.show"))
