"""A shelf of articles read from files instead of the database, and what it learns from past questions.

Takes a file with one JSON object a line ({id, title, body, lang}) or a folder of Markdown articles; a history is
one JSON object a line ({subject, body, gold}), its gold the ids of the articles that answered it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from desk.errors import Invalid, NotFound
from desk.front_matter import read_article
from desk.suggestions import Page, Shelf, taught, words_to_learn
from ingest.pasted import reply_in
from models.reason import because


class Written(msgspec.Struct, frozen=True):
    """An article of a file; further fields are passed over."""

    id: str
    title: str
    body: str = ""
    lang: str = ""
    keywords: str = ""


class Question(msgspec.Struct, frozen=True):
    id: str | int | None = None
    subject: str = ""
    body: str = ""


class Answered(msgspec.Struct, frozen=True):
    subject: str = ""
    body: str = ""
    gold: tuple[str, ...] = ()


Line = TypeVar("Line", Written, Question, Answered)


def read_shelf(path: Path) -> Shelf:
    """Raises NotFound when nothing is there, Invalid when it cannot be understood."""
    if not path.exists():
        raise NotFound(because("no_such_file", path=path))
    pages = _pages_of_folder(path) if path.is_dir() else _pages_of_lines(path)
    if not pages:
        raise Invalid(because("no_articles", path=path))
    return Shelf(pages)


def with_history(shelf: Shelf, path: Path) -> Shelf:
    if not path.exists():
        raise NotFound(because("no_such_file", path=path))
    answered = [
        (key, words_to_learn(past.subject, reply_in(past.body, subject=past.subject)))
        for past in _read_lines(path, Answered)
        for key in past.gold
    ]
    return Shelf(taught(shelf.pages, answered), weights=shelf.weights)


def read_lines(lines: Iterable[str], shape: type[Line], *, file: str) -> Iterator[Line]:
    """Empty lines are passed over. Raises Invalid, naming the line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=shape)
        except msgspec.DecodeError as error:
            raise Invalid(because("line_not_understood", file=file, line=number, error=error)) from error


def _read_lines(path: Path, shape: type[Line]) -> Iterator[Line]:
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        yield from read_lines(lines, shape, file=str(path))


def _pages_of_lines(path: Path) -> list[Page]:
    return [
        Page(each.id, each.title, each.body, each.lang, each.keywords) for each in _read_lines(path, Written)
    ]


def _pages_of_folder(path: Path) -> list[Page]:
    """Internal articles are suggested to nobody outside, so they stay out."""
    from desk.markdown import as_text

    read = [(file, read_article(_text_of(file), file=str(file))) for file in sorted(path.rglob("*.md"))]
    return [
        Page(each.key or file.stem, each.title, as_text(each.body), each.language, each.keywords)
        for file, each in read
        if each.audience == "public"
    ]


def _text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
