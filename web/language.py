"""The language of the pages: the agent's own, else the last one chosen here, else the desk's.

It is kept in the session, so that a page in the right language needs no database.
"""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from desk import preferences
from desk.words import LANGUAGES, say
from desk.work import work
from web import forms
from web.panel import desk, now
from web.signed_in import myself, open_to_strangers

NAMES = {"id": "Bahasa Indonesia", "en": "English"}

pages = Blueprint("language", __name__)


def register(app: Flask) -> None:
    app.jinja_env.globals.update(_=translate, language=language, languages=NAMES)


def language() -> str:
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else desk().settings.desk.language


def translate(text: str, /, **facts: object) -> str:
    return say(text, language(), **facts)


@pages.post("/language")
@open_to_strangers
def choose() -> ResponseReturnValue:
    wanted = forms.line("language")
    if current_user.is_authenticated:
        with work(desk(), at=now()) as transaction:
            preferences.choose_language(myself(transaction), wanted)
    session["language"] = wanted if wanted in LANGUAGES else language()
    return redirect(forms.same_origin_path(forms.line("next")) or url_for("ticket_list.show"))
