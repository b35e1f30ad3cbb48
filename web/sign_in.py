"""The door: signing in and out.

Attempts are counted per login and per address before any password is looked at (T109).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

from desk import people, preferences
from desk.work import work
from models.people import canonical
from web import forms
from web.panel import desk, now, reading
from web.signed_in import enter, leave, myself, open_to_strangers

PER_LOGIN = "10 per 15 minutes"
PER_ADDRESS = "100 per 15 minutes"
LINKS_PER_ADDRESS = "20 per 15 minutes"
BY_LINK = ("passwords.create_link", "passwords.create")

pages = Blueprint("sign_in", __name__)


def limit_attempts(app: Flask, *, store: str) -> Limiter:
    """When the shared store is away, each process counts for itself. What counts can count for other doors too."""
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=store,
        strategy="moving-window",
        headers_enabled=True,
        in_memory_fallback_enabled=True,
    )
    per_login = limiter.limit(PER_LOGIN, key_func=_login)
    app.view_functions["sign_in.create"] = limiter.limit(PER_ADDRESS)(per_login(create))
    for endpoint in BY_LINK:
        view: Callable[..., Any] = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.limit(LINKS_PER_ADDRESS)(view)
    return limiter


@pages.get("/sign-in")
@open_to_strangers
def show() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("ticket_list.show"))
    return render_template("sign_in.html", next=forms.same_origin_path(forms.query("next")))


@pages.post("/sign-in")
@open_to_strangers
def create() -> ResponseReturnValue:
    goal = forms.same_origin_path(request.form.get("next", ""))
    with reading() as session:
        agent = people.sign_in(session, _login(), request.form.get("password", ""))
    if agent is None:
        return render_template("sign_in.html", next=goal, login=_login(), is_wrong=True), 401
    enter(agent)
    return redirect(goal or url_for("ticket_list.show"))


@pages.post("/sign-out")
def delete() -> ResponseReturnValue:
    with work(desk(), at=now()) as session:
        preferences.end_sessions(myself(session))
    leave()
    return redirect(url_for("sign_in.show"))


def _login() -> str:
    return canonical(forms.line("login"))
