"""The knowledge base for everybody: no sign-in, no script, both languages; searched, or read by category.

`?language=` in a link of a mail gives the language of the article, and of the pages for who comes first time.
"""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template, session
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from desk import knowledge, shelf
from desk.markdown import as_html, summary
from desk.words import LANGUAGES
from models.knowledge import Article, ArticleText, Audience
from web import forms
from web.language import language
from web.panel import reading
from web.signed_in import open_to_strangers

pages = Blueprint("help", __name__, url_prefix="/help")


@pages.get("")
@open_to_strangers
def show() -> ResponseReturnValue:
    words, category = forms.query("words"), forms.query("category")
    greet_in_asked_language()
    with reading() as reads:
        found = (
            shelf.search(reads, words, audience=Audience.PUBLIC)
            if words
            else knowledge.list_articles(reads, audience=Audience.PUBLIC, category=category)
        )
        return render_template(
            "help.html", words=words, category=category, found=found, shelves=_by_category(found, bool(words))
        )


@pages.get("/<key>")
@open_to_strangers
def show_one(key: str) -> ResponseReturnValue:
    greet_in_asked_language()
    with reading() as reads:
        article = knowledge.public_article(reads, key)
        return render_template(
            "help_article.html",
            article=article,
            text=knowledge.text_for(article, asked_language()),
            others=knowledge.current_texts(article),
        )


@pages.app_template_filter()
def article_text(article: Article) -> ArticleText:
    """In the reader's language, else in the one it has."""
    return knowledge.text_for(article, language())


@pages.app_template_filter()
def markdown(body: str) -> Markup:
    return Markup(as_html(body))  # noqa: S704 (desk.markdown lets through only what its list allows)


pages.app_template_filter("summary")(summary)


def asked_language() -> str:
    asked = forms.query("language")
    return asked if asked in LANGUAGES else language()


def greet_in_asked_language() -> None:
    """Who follows a link of a mail has chosen no language here yet."""
    session.setdefault("language", asked_language())


def _by_category(found: list[Article], as_ranked: bool) -> list[tuple[str, list[Article]]]:
    if as_ranked:
        return [("", found)] if found else []
    return [(name, list(each)) for name, each in groupby(found, key=lambda article: article.category)]
