"""What the menu asks: which pages there are, and how much waits for a person."""

from __future__ import annotations

from flask import Flask, current_app

from desk import pages as reads
from desk.pages import Attention
from web.panel import reading


def register(app: Flask) -> None:
    app.jinja_env.globals.update(has_page=has_page, what_waits=what_waits)


def has_page(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def what_waits() -> Attention:
    """Asked only by pages that show the menu: an error page asks the database nothing."""
    with reading() as session:
        return reads.attention(session)
