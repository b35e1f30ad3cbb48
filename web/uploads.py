"""Reading the files of a form. Only pages marked with `takes_files` read more than a form's words, and only from
whom they expect some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user

from desk.drafts import Upload
from desk.mail_sizes import MEGABYTE
from desk.uploads import NewFile, keep_files
from web.filenames import plain_filename
from web.panel import desk

View = TypeVar("View", bound=Callable[..., Any])

ROOM = 3 * MEGABYTE
"""For words and seams, and for a little too much, so that the refusal can show the words again."""
UNKNOWN_TYPE = "application/octet-stream"


def register(app: Flask) -> None:
    app.before_request(_make_room)
    app.jinja_env.globals["upload_megabytes"] = lambda: desk().settings.web.max_upload_megabytes


def takes_files(view: View) -> View:
    """From agents who are signed in."""
    view.takes_files = lambda: current_user.is_authenticated  # type: ignore[attr-defined]
    return view


def takes_files_if(may_send: Callable[..., bool]) -> Callable[[View], View]:
    """From strangers too. `may_send` is asked with what the address says, before anything is read; it may raise."""

    def mark(view: View) -> View:
        view.takes_files = lambda: may_send(**(request.view_args or {}))  # type: ignore[attr-defined]
        return view

    return mark


def uploads(name: str) -> tuple[Upload, ...]:
    """The files of one field, kept; a browser sends a nameless one when none was chosen. Raises Invalid."""
    chosen = [each for each in request.files.getlist(name) if each.filename]
    files = [
        NewFile(plain_filename(each.filename or ""), (each.mimetype or UNKNOWN_TYPE)[:120], each.stream)  # type: ignore[arg-type]
        for each in chosen
    ]
    return keep_files(desk(), files)


def _make_room() -> None:
    """Before anything reads the form, which CSRF protection does."""
    may_send = getattr(current_app.view_functions.get(request.endpoint or ""), "takes_files", None)
    if may_send is not None and request.mimetype == "multipart/form-data" and may_send():
        request.max_content_length = desk().settings.web.max_upload_megabytes * MEGABYTE + ROOM
