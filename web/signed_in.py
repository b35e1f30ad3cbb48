"""Who is signed in. A session holds an agent's id and stamp; a changed stamp ends it at the next request.

The whole panel is closed: a page that strangers may see says so with `@open_to_strangers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from desk import people
from desk.errors import NotAllowed
from models.people import Agent
from models.reason import because
from models.session import Session
from web.panel import reading

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class SignedIn:
    """What Flask-Login wants to know of an agent, and what every page shows of them."""

    agent_id: int
    stamp: str
    name: str
    login: str
    is_coordinator: bool
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return f"{self.agent_id}.{self.stamp}"


def prepare(app: Flask) -> None:
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # it would ask the database on error pages too
    manager.session_protection = None  # people's addresses change on the way to work
    manager.user_loader(_load)
    app.before_request(_turn_strangers_away)
    app.context_processor(lambda: {"me": current_user})


def open_to_strangers(view: View) -> View:
    view.open_to_strangers = True  # type: ignore[attr-defined]
    return view


def enter(agent: Agent) -> None:
    """A session of its own: nothing a stranger put into it before goes along (T108), except the language."""
    session.clear()
    session["language"] = agent.language
    session.permanent = True
    login_user(_signed_in(agent))


def leave() -> None:
    language = session.get("language")
    logout_user()
    session.clear()
    session["language"] = language


def me() -> SignedIn:
    return cast(SignedIn, current_user)


def myself(session: Session) -> Agent:
    """The signed-in agent as a row of this session, to act with."""
    agent = people.agent_with_id(session, me().agent_id)
    if agent is None:
        raise NotAllowed(because("not_allowed", deed="read"))
    return agent


def _turn_strangers_away() -> ResponseReturnValue | None:
    view = current_app.view_functions.get(request.endpoint or "")
    is_open = view is None or request.endpoint == "static" or hasattr(view, "open_to_strangers")
    if is_open or current_user.is_authenticated:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.show", next=wanted))


def _load(user_id: str) -> SignedIn | None:
    number, _, stamp = user_id.partition(".")
    with reading() as session:
        agent = people.agent_with_id(session, int(number))
    if agent is None or not agent.is_active or not compare_digest(agent.stamp, stamp):
        return None
    return _signed_in(agent)


def _signed_in(agent: Agent) -> SignedIn:
    return SignedIn(
        agent_id=agent.id,
        stamp=agent.stamp,
        name=agent.name,
        login=agent.login,
        is_coordinator=agent.is_coordinator,
    )
