"""The knowledge base for agents: lists, an article with its versions, retiring it, and inserting it into a reply.

Writing it is in `web.article_editor`; what everybody may read in `web.help_pages`.
"""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import knowledge, offers, people, shelf
from desk.offers import Proposal
from desk.set_aside import get_workable
from desk.work import work
from models.knowledge import Article, Audience
from models.message import MessageKind
from models.session import Session
from models.ticket import Ticket
from web import forms
from web.help_pages import asked_language
from web.language import translate
from web.panel import desk, now, reading
from web.signed_in import myself

FITS = ((0.67, "fits well"), (0.4, "may fit"), (0.0, "touches on it"))
"""A probability as an agent reads it."""
AUDIENCES = {Audience.PUBLIC: "Public", Audience.INTERNAL: "Internal"}
RETIRED = "retired"
ONE = "/articles/<key>"
VERSION = f"{ONE}/versions/<any(id, en):language>/<int(max=2147483647):version>"

pages = Blueprint("articles", __name__)


def register(app: Flask) -> None:
    app.jinja_env.globals["articles_for"] = articles_for


@pages.get("/articles")
def show() -> ResponseReturnValue:
    wanted = {name: forms.query(name) for name in ("words", "audience", "category")}
    with reading() as session:
        return render_template(
            "articles.html",
            wanted=wanted,
            found=_found(session, **wanted),
            categories=knowledge.categories(session),
            audiences=AUDIENCES,
            may_write=people.may(myself(session), "write_articles"),
        )


@pages.get(ONE)
def show_one(key: str) -> ResponseReturnValue:
    with reading() as session:
        article = knowledge.get_article(session, key)
        text = knowledge.text_for(article, asked_language())
        return render_template(
            "article.html",
            article=article,
            text=text,
            texts=knowledge.current_texts(article),
            versions=[each for each in reversed(article.texts) if each.language == text.language],
            may_write=people.may(myself(session), "write_articles"),
            may_edit=people.may(myself(session), "edit_articles"),
        )


@pages.get(VERSION)
def show_version(key: str, language: str, version: int) -> ResponseReturnValue:
    with reading() as session:
        article = knowledge.get_article(session, key)
        text = knowledge.get_version(article, language, version)
        counts = knowledge.current_texts(article).get(language)
        return render_template("article_version.html", article=article, text=text, is_current=text is counts)


@pages.post(f"{VERSION}/restoration")
def create_restoration(key: str, language: str, version: int) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        article = knowledge.get_article(session, key)
        text = knowledge.get_version(article, language, version)
        knowledge.restore(session, article, text, by=myself(session), at=at)
    flash("This text counts again.")
    return redirect(url_for("articles.show_one", key=key, language=language))


@pages.post(f"{ONE}/retirement")
def create_retirement(key: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        knowledge.retire(knowledge.get_article(session, key), by=myself(session), at=at)
    flash("Retired: nobody outside finds it any more.", url_for("articles.delete_retirement", key=key))
    return redirect(url_for("articles.show_one", key=key))


@pages.post(f"{ONE}/retirement/undo")
def delete_retirement(key: str) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        knowledge.bring_back(knowledge.get_article(session, key), by=myself(session))
    flash("Brought back.")
    return redirect(url_for("articles.show_one", key=key))


@pages.post("/tickets/<code>/articles")
def create_insertion(code: str) -> ResponseReturnValue:
    """Into the draft, below what stands in the form if that came along."""
    at = now()
    written = forms.lines("reply") if "reply" in request.form else None
    with work(desk(), at=at) as session:
        ticket = get_workable(session, code)
        kind = offers.insert(
            session, ticket, forms.line("article"), by=myself(session), at=at, written=written
        )
    flash(
        "The article stands in your draft."
        if kind is MessageKind.REPLY
        else "An internal article: it stands in your note."
    )
    return redirect(url_for("tickets.show", code=code, _anchor=kind.value))


@pages.app_template_filter()
def fit_words(probability: float) -> str:
    return translate(next(words for least, words in FITS if probability >= least))


@pages.app_template_filter()
def audience_words(audience: Audience) -> str:
    return translate(AUDIENCES[audience])


def articles_for(ticket: Ticket) -> list[Proposal]:
    """Asked by the ticket's page where there is somebody to answer."""
    with reading() as session:
        return offers.suggestions_for(session, ticket)


def _found(session: Session, *, words: str, audience: str, category: str) -> list[Article]:
    chosen = next((each for each in Audience if each.value == audience), None)
    if words:
        return shelf.search(session, words, audience=chosen)
    return knowledge.list_articles(session, audience=chosen, category=category, retired=audience == RETIRED)
