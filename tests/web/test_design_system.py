"""The reference of the design system: each of its examples can be shown, and it leaves out no part."""

from __future__ import annotations

import re

import pytest
from flask import Flask, render_template_string

from desk.surroundings import Surroundings
from tests.source import ROOT
from tests.web.conftest import NOW
from tests.web.gallery import REFERENCE, examples
from tests.web.people import People, open_a_ticket

MACRO = re.compile(r"^{% macro ([a-z]\w*)\(", flags=re.MULTILINE)
TOKEN = re.compile(r"var\((--[\w-]+)\)")


@pytest.mark.parametrize("example", examples())
def test_example_can_be_shown(app: Flask, desk: Surroundings, people: People, example: str) -> None:
    ticket = open_a_ticket(desk, at=NOW)
    with app.test_request_context("/tickets"):
        page = render_template_string(example, ticket=ticket)

    assert "<h1>" in page
    assert "style=" not in page


@pytest.mark.parametrize("file", ["fields.html", "parts.html"])
def test_every_part_has_an_example(file: str) -> None:
    names = MACRO.findall((ROOT / "web" / "templates" / file).read_text())
    shown = REFERENCE.read_text()

    assert len(names) > 5
    assert [name for name in names if f"{file.removesuffix('.html')}.{name}(" not in shown] == []


def test_every_token_that_is_used_exists() -> None:
    sheet = (ROOT / "web" / "static" / "meja.css").read_text()
    defined = set(re.findall(r"^\s+(--[\w-]+):", sheet, flags=re.MULTILINE))

    assert set(TOKEN.findall(sheet)) == defined


def test_colours_and_nothing_else_differ_in_the_dark() -> None:
    sheet = (ROOT / "web" / "static" / "meja.css").read_text()
    light, dark = (
        set(re.findall(r"(--[\w-]+): #", part)) for part in sheet.split("/* ---- Elements")[0].split("@media")
    )

    assert light == dark
