"""The examples of docs/design-system.md: each as a page of its own, and all of them as one page to look at."""

from __future__ import annotations

import re

from tests.source import ROOT

REFERENCE = ROOT / "docs" / "design-system.md"
EXAMPLE = re.compile(r"^```jinja( page)?\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
PAGE = """{% extends "base.html" %}
{% import "fields.html" as fields %}
{% import "parts.html" as parts %}
{% block content %}<h1>Parts</h1>EXAMPLES{% endblock %}"""


def examples() -> list[str]:
    """Templates of whole pages."""
    return [text if page else PAGE.replace("EXAMPLES", text) for page, text in _found()]


def gallery() -> str:
    parts = [f'<section class="example">{text}</section>' for page, text in _found() if not page]
    return PAGE.replace("EXAMPLES", "<hr>".join(parts))


def _found() -> list[tuple[str, str]]:
    return EXAMPLE.findall(REFERENCE.read_text())
