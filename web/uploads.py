"""Reading the files of a form. Only pages marked with `takes_files` read more than a form's words, and only from
agents who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user

from desk.drafts import Upload
from desk.uploads import MOST_BYTES, NewFile, keep_files
from web.filenames import plain_filename
from web.panel import desk

View = TypeVar("View", bound=Callable[..., Any])

LARGEST_UPLOAD = MOST_BYTES + 3_000_000
"""With room for words and seams, and for a little too much, so that the refusal can show the words again."""
UNKNOWN_TYPE = "application/octet-stream"


def register(app: Flask) -> None:
    app.before_request(_make_room)


def takes_files(view: View) -> View:
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def uploads(name: str) -> tuple[Upload, ...]:
    """The files of one field, kept; a browser sends a nameless one when none was chosen. Raises Invalid."""
    chosen = [each for each in request.files.getlist(name) if each.filename]
    files = [
        NewFile(plain_filename(each.filename or ""), (each.mimetype or UNKNOWN_TYPE)[:120], each.read())
        for each in chosen
    ]
    return keep_files(desk(), files)


def _make_room() -> None:
    """Before anything reads the form, which CSRF protection does."""
    view = current_app.view_functions.get(request.endpoint or "")
    if (
        hasattr(view, "takes_files")
        and request.mimetype == "multipart/form-data"
        and current_user.is_authenticated
    ):
        request.max_content_length = LARGEST_UPLOAD
