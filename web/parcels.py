"""Files that go past the mail: the pages behind its links, for whoever holds one, and the click that ends a link.

Looking fetches nothing: hosts open the links of a mail to check them. A page shows of its ticket what the reader
knows already, code and subject.
"""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter

from desk import bringing, parcels
from desk.errors import Invalid
from desk.set_aside import get_workable
from desk.uploads import MOST_FILES
from desk.work import work
from models.parcels import Parcel, Way
from models.session import Session
from web import forms
from web.attached import shown_file
from web.files import download
from web.filters import reason_words
from web.panel import desk, now, reading
from web.signed_in import myself, open_to_strangers
from web.uploads import takes_files_if, uploads

LIMITS = {
    "parcels.show": "300 per 15 minutes",
    "parcels.create_fetching": "200 per 15 minutes",
    "parcels.show_giving": "300 per 15 minutes",
    "parcels.create_gift": "40 per 15 minutes",
}
"""For one visitor's address, behind which a whole agency may sit."""

pages = Blueprint("parcels", __name__)


def limit(app: Flask, limiter: Limiter) -> None:
    for endpoint, rate in LIMITS.items():
        view: Callable[..., Any] = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.limit(rate)(view)


@pages.get("/get/<token>")
@open_to_strangers
def show(token: str) -> ResponseReturnValue:
    with reading() as reads:
        parcel = _parcel(reads, token, Way.GET)
        files = [shown_file(each) for each in parcels.files_of(parcel, at=now())]
        return render_template("get_files.html", parcel=parcel, token=token, files=files)


@pages.post("/get/<token>/<int(max=999):number>")
@open_to_strangers
def create_fetching(token: str, number: int) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as transaction:
        found = parcels.fetch(transaction, _parcel(transaction, token, Way.GET), number, at=at)
        name = shown_file(found).name
    return download(desk().files.path(found.sha256), name)


@pages.get("/give/<token>")
@open_to_strangers
def show_giving(token: str) -> ResponseReturnValue:
    with reading() as reads:
        parcel = _parcel(reads, token, Way.GIVE)
        bringing.check_open(reads, parcel, at=now())
        return _giving(parcel, token)


def _is_expected(token: str) -> bool:
    """Nobody else may send us a hundred megabytes. Raises NotFound, Gone, Conflict."""
    with reading() as reads:
        bringing.check_open(reads, _parcel(reads, token, Way.GIVE), at=now())
    return True


@pages.post("/give/<token>")
@open_to_strangers
@takes_files_if(_is_expected)
def create_gift(token: str) -> ResponseReturnValue:
    at = now()
    try:
        words, files = forms.lines("words"), uploads("files")
        with work(desk(), at=at) as transaction:
            parcel = _parcel(transaction, token, Way.GIVE)
            bringing.bring(transaction, parcel, words, files=files, form_key=forms.form_key(), at=at)
    except Invalid as refusal:
        with reading() as reads:
            return _giving(_parcel(reads, token, Way.GIVE), token, error=reason_words(refusal.reason)), 422
    return redirect(url_for("parcels.show_giving", token=token, said="thanks"))


@pages.post("/tickets/<code>/parcels/<int(max=2147483647):parcel_id>/end")
def create_end(code: str, parcel_id: int) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as transaction:
        parcel = parcels.get_of_ticket(transaction, get_workable(transaction, code), parcel_id)
        parcels.end(transaction, parcel, by=myself(transaction), at=at)
    flash("The link has ended.")
    return redirect(url_for("tickets.show", code=code))


@pages.after_request
def _keep_to_ourselves(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


def _parcel(reads: Session, token: str, way: Way) -> Parcel:
    """Who follows a link of a mail has chosen no language here yet."""
    parcel = parcels.get_parcel(reads, token, way)
    session.setdefault("language", parcel.language)
    return parcel


def _giving(parcel: Parcel, token: str, *, error: str = "") -> str:
    said = forms.query("said") == "thanks"
    return render_template(
        "give_files.html",
        parcel=parcel,
        token=token,
        brought=parcel.message if said else None,
        words=forms.lines("words") if error else "",
        error=error,
        form_key=token_hex(16),
        most_files=MOST_FILES,
    )
