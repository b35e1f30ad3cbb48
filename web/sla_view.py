"""How the promises stand, by team: every number leads to the tickets it counts."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from desk.promises import held, promises
from web.lists import sla_tiles
from web.panel import reading, today

pages = Blueprint("sla_view", __name__)


@pages.get("/sla")
def show() -> ResponseReturnValue:
    with reading() as session:
        standing = promises(session, today())
        return render_template(
            "sla_view.html", promises=standing, tiles=sla_tiles(standing), held=held(session)
        )
