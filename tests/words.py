"""Every English text that people may read, gathered from code and templates.

`python -m tests.words` lists what lacks Indonesian. Code is asked for the texts it passes to the functions
in WORDING, for its sentences of reasons, and for the tables that it takes texts from.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import web
from desk import calendar_presets, policy_presets
from desk.words import CODES, LOCALE, SENTENCES
from models.ticket import Status
from ops import first_mail, mail_hosts
from ops.doctor import telling
from outbound import letters, render, summary
from web import (
    agents,
    articles,
    bulk_deeds,
    clock_words,
    due_words,
    errors,
    filters,
    my_mail,
    opening_form,
    timeline,
)
from web import texts as text_pages

ROOT = Path(__file__).parent.parent
FOLDERS = ("desk", "ingest", "outbound", "web", "ops")
WORDING = ("_", "say", "translate", "flash", "outcome", "Step", "keep", "_do", "tell")
QUESTIONS = ("one", "choice")
"""Of `ops.interview`: the words come second, after the answer's name."""
TEMPLATES = [("**.html", "jinja2.ext:babel_extract")]
NO_WORDS = ("NAMES", "ZONES", "HEADERS", "__builtins__")
"""Tables of the pages that are the same in every language."""
ROLES = ("partner", "agent")
"""What the demo calls its people."""

TABLES: tuple[Mapping[Any, str], ...] = (
    SENTENCES,
    calendar_presets.NAMES,
    policy_presets.NAMES,
    agents.ROLES,
    articles.AUDIENCES,
    dict(articles.FITS),
    text_pages.KINDS,
    errors.SENTENCES,
    errors.TITLES,
    filters.PROOFS,
    filters.STATUSES,
    timeline.AUTHORS,
    timeline.DELIVERY_KINDS,
    timeline.DELIVERY_STATES,
    timeline.EVENTS,
    *timeline.WITH_FACT.values(),
    *clock_words.SAID.values(),
    *CODES.values(),
    dict(filters.UNITS),
    {status: status.value for status in Status},
    dict(enumerate(ROLES)),
    bulk_deeds.DONE,
    due_words.METRICS,
    due_words.PAUSES,
    due_words.PRIORITIES,
    due_words.REQUESTER_KINDS,
    {"stopped": due_words.STOPPED},
    letters.HAPPENED,
    my_mail.HEARINGS,
    first_mail.FIRST,
    {name: host.words for name, host in mail_hosts.MAIL_HOSTS.items()},
    {name: host.hint for name, host in mail_hosts.MAIL_HOSTS.items() if host.hint},
    opening_form.CHANNELS,
    render.IS_DUE,
    render.WAS_DUE,
    summary.LISTS,
    telling.GRADES,
    telling.HEADINGS,
)


def spoken() -> set[str]:
    in_tables = {text for table in TABLES for text in table.values()}
    return (in_tables | set(_in_code()) | set(_in_templates())) - {""}


def tables_of_words() -> Iterator[tuple[str, str]]:
    """Every text in a table of the pages that begins as sentences do, with the name of its table."""
    for module in iter_modules(web.__path__):
        for name, table in vars(import_module(f"web.{module.name}")).items():
            if isinstance(table, dict) and name not in NO_WORDS:
                texts = (text for text in table.values() if isinstance(text, str))
                yield from (
                    (f"{module.name}.{name}", text) for text in texts if text[:1] == "{" or text[:1].isupper()
                )


def translated() -> dict[str, str]:
    path = LOCALE / "id.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale="id") if entry.id}


def missing() -> list[str]:
    known = translated()
    return sorted(text for text in spoken() if not known.get(text))


def _in_code() -> Iterator[str]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args and _name(node.func) in WORDING:
                    yield from _literals(node.args[0])
                if isinstance(node, ast.Call) and node.args[1:] and _name(node.func) in QUESTIONS:
                    yield from _literals(node.args[1])


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(argument: ast.expr) -> Iterator[str]:
    """The text, or each of two between which a condition chooses."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _literals(argument.body)
        yield from _literals(argument.orelse)


def _in_templates() -> Iterator[str]:
    for _file, _line, text, _comments, _context in extract_from_dir(
        ROOT / "web", TEMPLATES, keywords={"_": None}
    ):
        yield text if isinstance(text, str) else text[0]


if __name__ == "__main__":
    for text in missing():
        sys.stdout.write(f"{text!r}\n")
