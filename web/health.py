"""`/health`: for whoever watches from outside. 200 while the desk does its work, 503 with codes when it does not."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from desk.health import ailments
from models.session import DatabaseError
from web.panel import now, reading
from web.signed_in import open_to_strangers

pages = Blueprint("health", __name__)


@pages.get("/health")
@open_to_strangers
def show() -> ResponseReturnValue:
    """Names of parts and codes of reasons, nothing about people, hosts or mail."""
    at = now()
    try:
        with reading() as session:
            found = [
                {
                    "part": each.part,
                    "code": each.reason.code,
                    "since": each.since.isoformat() if each.since else None,
                }
                for each in ailments(session, at=at)
            ]
    except DatabaseError:
        found = [{"part": "database", "code": "database_unreachable", "since": None}]
    answer = jsonify(status="trouble" if found else "ok", at=at.isoformat(), ailments=found)
    return answer, 503 if found else 200


@pages.after_request
def _never_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
