"""Who has how much to do, by team and by agent: every number leads to the tickets it counts."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from desk.workload import workload
from web.panel import now, reading, today

pages = Blueprint("workload", __name__)


@pages.get("/workload")
def show() -> ResponseReturnValue:
    with reading() as session:
        return render_template("workload.html", workload=workload(session, today()), at=now())
