"""The people outside: who they are, where they write from, what they asked; and that two of them are one person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk import organizations, people, requester_search, requesters
from desk.errors import NotFound
from desk.requesters import Particulars
from desk.work import work
from models.people import Agent, Requester, RequesterKind
from models.reason import because
from models.session import Session
from web import forms
from web.due_words import requester_kind_words
from web.keeping import keep
from web.language import NAMES, translate
from web.panel import desk, now, reading
from web.signed_in import myself

Typed = Mapping[str, str]

pages = Blueprint("requesters", __name__, url_prefix="/requesters")
ONE = "/<int(max=2147483647):requester_id>"


@pages.get("")
def show() -> ResponseReturnValue:
    words = forms.query("words")
    with reading() as session:
        found = requester_search.list_requesters(session, words=words, after=forms.query("after"))
        return render_template("requesters.html", found=found, words=words)


@pages.get(ONE)
def page(requester_id: int) -> ResponseReturnValue:
    """Of somebody who was joined: the page of who they turned out to be."""
    with reading() as session:
        requester = requesters.get_requester(session, requester_id)
        if requester.joined_into:
            return redirect(url_for("requesters.page", requester_id=requester.joined_into.id))
        return _page(session, requester, _known(requester))


@pages.post(ONE)
def update(requester_id: int) -> ResponseReturnValue:
    def change(session: Session, me: Agent, at: datetime) -> str:
        requester = requesters.get_requester(session, requester_id)
        requesters.change_requester(session, requester, _particulars(session, me, at=at), by=me, at=at)
        return url_for("requesters.page", requester_id=requester_id)

    return keep("Kept.", change, again=lambda problem: _again(requester_id, problem))


@pages.post(ONE + "/addresses")
def create_address(requester_id: int) -> ResponseReturnValue:
    def add(session: Session, me: Agent, _at: datetime) -> str:
        requester = requesters.get_requester(session, requester_id)
        requesters.add_address(session, requester, forms.line("address"), by=me)
        return url_for("requesters.page", requester_id=requester_id)

    return keep("Added.", add, again=lambda problem: _again(requester_id, problem, kept=True))


@pages.post(ONE + "/addresses/<int(max=2147483647):address_id>/removal")
def delete_address(requester_id: int, address_id: int) -> ResponseReturnValue:
    with work(desk(), at=now()) as session:
        requester = requesters.get_requester(session, requester_id)
        requesters.remove_address(session, requester, address_id, by=myself(session))
    flash("Removed. Who writes from it now is somebody new.")
    return redirect(url_for("requesters.page", requester_id=requester_id))


@pages.post(ONE + "/joining")
def create_joining(requester_id: int) -> ResponseReturnValue:
    """With whoever writes from the address that was typed."""

    def join(session: Session, me: Agent, at: datetime) -> str:
        requester = requesters.get_requester(session, requester_id)
        other = people.find_requester(session, forms.line("other"))
        if other is None:
            raise NotFound(because("no_such_requester"))
        requesters.join(session, requester, other, by=me, at=at)
        return url_for("requesters.page", requester_id=requester_id)

    return keep(
        "They are one person now.", join, again=lambda problem: _again(requester_id, problem, kept=True)
    )


def _again(requester_id: int, problem: str, *, kept: bool = False) -> str:
    """`kept`: another form was refused, and what this one holds was not typed."""
    with reading() as session:
        requester = requesters.get_requester(session, requester_id)
        return _page(session, requester, _known(requester) if kept else _typed(), problem=problem)


def _page(session: Session, requester: Requester, typed: Typed, *, problem: str = "") -> str:
    people.require(myself(session), "edit_requesters")
    kinds = [
        ("", translate("Not known")),
        *((kind.value, requester_kind_words(kind)) for kind in RequesterKind),
    ]
    return render_template(
        "requester.html",
        requester=requester,
        typed=typed,
        problem=problem,
        tickets=requester_search.tickets_of(session, requester),
        joined=requester_search.joined_into(session, requester),
        kinds=kinds,
        mail_languages=[("", translate("Not known")), *NAMES.items()],
    )


def _known(requester: Requester) -> Typed:
    return {
        "name": requester.name,
        "phone": requester.phone,
        "kind": requester.kind.value if requester.kind else "",
        "organization": requester.organization.name if requester.organization else "",
        "language": requester.language or "",
    }


def _typed() -> Typed:
    return {name: forms.line(name) for name in ("name", "phone", "kind", "organization", "language")}


def _particulars(session: Session, me: Agent, *, at: datetime) -> Particulars:
    typed = _typed()
    return Particulars(
        name=typed["name"],
        phone=typed["phone"],
        kind=RequesterKind(typed["kind"]) if typed["kind"] in list(RequesterKind) else None,
        organization=organizations.named_organization(session, typed["organization"], by=me, at=at),
        language=typed["language"] if typed["language"] in NAMES else None,
    )
