"""What went wrong, as a page in the reader's language.

What somebody had written is shown again, so that it is not lost.
"""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from desk.errors import Conflict, DeskError, Gone, Invalid, NotAllowed, NotFound
from models.reason import because
from models.session import COLLISIONS, DatabaseError
from web.filters import reason_words
from web.language import translate
from web.panel import desk

log = logging.getLogger("meja.web")

CODES: dict[type[DeskError], int] = {NotFound: 404, Gone: 410, NotAllowed: 403, Invalid: 422, Conflict: 409}

TITLES = {
    400: "This request makes no sense",
    403: "Not allowed",
    404: "Nothing here",
    405: "Not this way",
    409: "Somebody was faster",
    410: "This has ended",
    413: "Too much at once",
    422: "Something is missing or wrong",
    429: "Too many attempts",
    500: "Something went wrong",
    503: "The database does not answer",
}
SENTENCES = {
    403: "This page lay open too long, or the request came from elsewhere. Go back, reload and repeat.",
    404: "There is no such page, or it is not for you.",
    413: "Send less at once: the files may have {limit} MB together.",
    429: "Too many attempts. Wait a quarter of an hour, then try again.",
    500: "It was written to the log. Go back and try again; if it happens again, tell your administrator.",
    503: "Nothing is lost: mail waits on the mail server and is fetched as soon as the database is back.",
}


def register(app: Flask) -> None:
    app.register_error_handler(DeskError, _desk_error)
    app.register_error_handler(DatabaseError, _database_error)
    for collision in COLLISIONS:
        app.register_error_handler(collision, _collision)
    app.register_error_handler(CSRFError, lambda _error: _page(403))
    app.register_error_handler(HTTPException, _http_error)


def _desk_error(error: DeskError) -> tuple[str, int]:
    code = next((code for kind, code in CODES.items() if isinstance(error, kind)), 500)
    return _page(code, reason_words(error.reason))


def _collision(_error: Exception) -> tuple[str, int]:
    """Two people, or one double click, changed the same thing at the same moment."""
    return _page(409, reason_words(because("ticket_changed")))


def _database_error(error: DatabaseError) -> tuple[str, int]:
    """A database that answers nevertheless was asked something wrong: our mistake, not its absence."""
    if desk().database.answers():
        raise error
    log.error("the database does not answer: %s", type(error.orig).__name__)
    return _page(503)


def _http_error(error: HTTPException) -> tuple[str, int]:
    return _page(error.code or 500)


def _page(code: int, sentence: str = "") -> tuple[str, int]:
    """Asks the database nothing, not even who is looking."""
    title = translate(TITLES.get(code, TITLES[500 if code >= 500 else 400]))
    limit = desk().settings.web.max_upload_megabytes
    sentence = sentence or translate(SENTENCES.get(code, ""), limit=limit)
    return render_template("error.html", code=code, title=title, sentence=sentence, written=_written()), code


def _written() -> str:
    """The words of the form that was refused. One too large to read had none we could show."""
    try:
        return request.form.get("reply") or request.form.get("note") or request.form.get("body") or ""
    except HTTPException:
        return ""
