"""Writing an article: both languages side by side, seen before they are kept. What is typed is never lost."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import knowledge, people
from desk.knowledge import Wording, Writing
from desk.words import LANGUAGES
from models.knowledge import Audience
from models.people import Agent
from models.session import Session
from web import forms
from web.articles import AUDIENCES
from web.keeping import keep
from web.language import translate
from web.panel import reading
from web.signed_in import myself

pages = Blueprint("article_editor", __name__)


@pages.get("/new-article")
def new() -> ResponseReturnValue:
    return _editor(Writing(texts={each: Wording("", "") for each in LANGUAGES}))


@pages.post("/articles")
def create() -> ResponseReturnValue:
    writing = _written(forms.line("key"))
    if request.form.get("deed") == "preview":
        return _editor(writing, is_preview=True)

    def publish(session: Session, me: Agent, at: datetime) -> str:
        article = knowledge.publish(session, writing, by=me, at=at)
        return url_for("articles.show_one", key=article.key)

    return keep("Kept.", publish, again=lambda problem: _editor(writing, problem=problem))


@pages.get("/articles/<key>/edit")
def edit(key: str) -> ResponseReturnValue:
    with reading() as session:
        writing = knowledge.as_writing(knowledge.get_article(session, key))
    return _editor(writing, key=key)


@pages.post("/articles/<key>")
def update(key: str) -> ResponseReturnValue:
    writing = _written(key)
    if request.form.get("deed") == "preview":
        return _editor(writing, key=key, is_preview=True)

    def revise(session: Session, me: Agent, at: datetime) -> str:
        knowledge.revise(session, knowledge.get_article(session, key), writing, by=me, at=at)
        return url_for("articles.show_one", key=key)

    return keep("Kept.", revise, again=lambda problem: _editor(writing, key=key, problem=problem))


def _editor(writing: Writing, *, key: str = "", is_preview: bool = False, problem: str = "") -> str:
    """`key` is empty for an article that does not exist yet."""
    with reading() as session:
        people.require(myself(session), "write_articles")
        categories = knowledge.categories(session)
    return render_template(
        "article_editor.html",
        writing=writing,
        key=key,
        categories=categories,
        audiences=[(each.value, translate(words)) for each, words in AUDIENCES.items()],
        is_preview=is_preview,
        problem=problem,
    )


def _written(key: str) -> Writing:
    is_internal = forms.line("audience") == Audience.INTERNAL.value
    return Writing(
        key=key,
        audience=Audience.INTERNAL if is_internal else Audience.PUBLIC,
        category=forms.line("category"),
        texts={each: _wording(each) for each in LANGUAGES},
    )


def _wording(language: str) -> Wording:
    return Wording(
        title=forms.line(f"title_{language}"),
        body=forms.lines(f"body_{language}"),
        keywords=forms.lines(f"keywords_{language}"),
    )
