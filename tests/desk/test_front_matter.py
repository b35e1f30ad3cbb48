"""Articles in files: what is read, and what is said when something is wrong."""

from __future__ import annotations

import pytest

from desk.errors import Invalid
from desk.front_matter import WrittenArticle, read_article
from models.knowledge import Audience

WHOLE = """---
title: "Reset: a password"
Language: EN
audience: internal
category: Accounts
keywords: [login, locked out]
key: reset-password
# a remark
---

Press **Forgot**.

---
Below a line.
"""
SMALLEST = "---\ntitle: Halo\nlanguage: id\n---\nIsi."
WRONG = {
    "no front matter": ("Just text.", "article_without_front_matter"),
    "an empty file": ("", "article_without_front_matter"),
    "no end": ("---\ntitle: x\nlanguage: id\n", "front_matter_unclosed"),
    "a line without a colon": ("---\ntitle x\n---\nText", "front_matter_line"),
    "a key nobody knows": (SMALLEST.replace("language", "lnaguage"), "front_matter_line"),
    "a key twice": (SMALLEST.replace("title", "title: a\ntitle"), "front_matter_line"),
    "no title": ("---\nlanguage: id\n---\nText", "article_without"),
    "an empty title": ("---\ntitle:\nlanguage: id\n---\nText", "article_without"),
    "no language": ("---\ntitle: x\n---\nText", "article_without"),
    "a language in words": (SMALLEST.replace(": id", ": Bahasa Indonesia"), "article_language"),
    "an audience nobody knows": (
        SMALLEST.replace("---\nIsi", "audience: bosses\n---\nIsi"),
        "article_audience",
    ),
    "a key with blanks": (SMALLEST.replace("---\nIsi", "key: a b\n---\nIsi"), "article_key"),
    "no text": ("---\ntitle: x\nlanguage: id\n---\n \n", "article_empty"),
}


def test_every_key_is_read() -> None:
    assert read_article(WHOLE, file="a.md") == WrittenArticle(
        title="Reset: a password",
        language="en",
        audience=Audience.INTERNAL,
        category="Accounts",
        keywords="login, locked out",
        key="reset-password",
        body="Press **Forgot**.\n\n---\nBelow a line.",
    )


def test_title_language_and_text_suffice() -> None:
    article = read_article(SMALLEST, file="a.md")

    assert (article.audience, article.category, article.key) == (Audience.PUBLIC, "", None)


@pytest.mark.parametrize("text", ["\ufeff" + SMALLEST, SMALLEST.replace("\n", "\r\n")])
def test_what_editors_on_windows_write_is_read_too(text: str) -> None:
    assert read_article(text, file="a.md") == read_article(SMALLEST, file="a.md")


@pytest.mark.parametrize(("text", "code"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_with_the_name_of_the_file(text: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        read_article(text, file="articles/a.md")

    assert (wrong.value.reason.code, wrong.value.reason.facts["file"]) == (code, "articles/a.md")


def test_the_line_that_is_not_understood_is_numbered() -> None:
    with pytest.raises(Invalid) as wrong:
        read_article("---\ntitle: x\n\nnonsense\n---\nText", file="a.md")

    assert wrong.value.reason.facts["line"] == "4"
