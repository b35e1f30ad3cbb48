"""The texts of automatic mail, for coordinators: read, rewrite per language and team, see before keeping."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import people, texts
from desk.errors import NotFound
from desk.texts import Wording
from desk.words import LANGUAGES
from desk.work import work
from models.mail import DeliveryKind
from models.people import Team
from models.reason import because
from models.session import Session
from web import forms
from web.panel import desk, now, reading
from web.signed_in import myself

KIND = DeliveryKind.ACKNOWLEDGEMENT

pages = Blueprint("texts", __name__, url_prefix="/texts")


@pages.get("")
def show() -> ResponseReturnValue:
    """Every language, for all teams and for each team."""
    with reading() as session:
        people.require(myself(session), "edit_texts")
        found = [
            (team, each, texts.current(session, KIND, each, team=team), texts.shipped(KIND, each))
            for team in (None, *people.list_teams(session))
            for each in LANGUAGES
        ]
        return render_template("texts.html", found=found)


@pages.get("/<language>")
def edit(language: str) -> ResponseReturnValue:
    slug = forms.query("team")
    with reading() as session:
        people.require(myself(session), "edit_texts")
        wording = texts.current(session, KIND, _known(language), team=_team(session, slug))
        return _editor(session, wording, language=language, slug=slug)


@pages.post("/<language>")
def update(language: str) -> ResponseReturnValue:
    """Keep it, or look at it first."""
    wording, slug = _written(), forms.line("team")
    if request.form.get("deed") == "preview":
        return _preview(wording, language=_known(language), slug=slug)
    at = now()
    with work(desk(), at=at) as session:
        team = _team(session, slug)
        texts.rewrite(
            session, wording, kind=KIND, language=_known(language), team=team, by=myself(session), at=at
        )
    flash("Kept. The next mail of this kind reads so.")
    return redirect(url_for("texts.show"))


def _preview(wording: Wording, *, language: str, slug: str) -> ResponseReturnValue:
    with reading() as session:
        people.require(myself(session), "edit_texts")
        texts.check(wording)
        return _editor(session, wording, language=language, slug=slug)


def _editor(session: Session, wording: Wording, *, language: str, slug: str) -> str:
    team = _team(session, slug)
    desk_name = desk().settings.desk.name
    shown = texts.preview(
        wording, language=language, desk_name=desk_name, team_name=team.name if team else desk_name
    )
    return render_template(
        "text.html", wording=wording, shown=shown, wording_language=language, team=team, names=texts.NAMES
    )


def _written() -> Wording:
    return Wording(subject=forms.line("subject"), body=forms.text("body"))


def _team(session: Session, slug: str) -> Team | None:
    return people.get_team(session, slug) if slug else None


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise NotFound(because("no_such_language", language=language))
    return language
