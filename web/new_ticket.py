"""A ticket that people of the desk open: a call or a visit written down, or a mail to a partner who did not ask.

One form. Looking for the person, choosing somebody, or a mistake shows it again with all that was typed; before
another ticket is opened for somebody, their open ones have been shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import opening, organizations, people, requester_search, requesters, tickets
from desk.drafts import Draft, Upload
from desk.errors import Conflict, Invalid, NotFound
from desk.requesters import Particulars
from desk.work import work
from models.people import Agent, Requester
from models.reason import because
from models.session import Session
from models.ticket import Ticket
from web import opening_form
from web.filters import reason_words
from web.opening_form import Typed
from web.panel import desk, now, reading
from web.signed_in import myself
from web.uploads import takes_files, uploads

SOMEBODY_NEW = "new"

pages = Blueprint("new_ticket", __name__, url_prefix="/tickets/new")


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        return _page(session, opening_form.empty())


@pages.post("/people")
@takes_files
def look_up() -> ResponseReturnValue:
    """Who it may be: the form again, with those that are found."""
    typed = replace(opening_form.typed(), requester="", seen="")
    with reading() as session:
        return _page(session, typed, found=requester_search.choices(session, typed.who), looked=True)


@pages.post("")
@takes_files
def create() -> ResponseReturnValue:
    typed = opening_form.typed()
    at = now()
    try:
        with reading() as session:
            first = _to_be_seen_first(session, typed)
        if first:
            return first
        files = uploads("files")
        with work(desk(), at=at) as session:
            code = _opened(session, typed, files, by=myself(session), at=at).code
    except (Invalid, Conflict, NotFound) as refusal:
        return _again(typed, reason_words(refusal.reason))
    flash("Your mail is on its way." if typed.writes_first else "Written down.")
    return redirect(url_for("tickets.show", code=code))


def _to_be_seen_first(session: Session, typed: Typed) -> str | None:
    """The form again, when somebody has open tickets that it did not show, or may be known already."""
    if opening.opened_on(session, typed.form_key):
        return None
    known = _known(session, typed)
    if known:
        unseen = typed.seen != str(known.id) and requester_search.tickets_of(session, known).open
        chosen = replace(typed, requester=str(known.id), seen=str(known.id))
        return _page(session, chosen) if unseen or not typed.requester_id else None
    alike = requester_search.alike(session, name=typed.name, phone=typed.phone)
    if alike and typed.seen != SOMEBODY_NEW:
        return _page(session, replace(typed, seen=SOMEBODY_NEW), found=alike, looked=True)
    return None


def _known(session: Session, typed: Typed) -> Requester | None:
    """Who was chosen, or whose address was written down."""
    if typed.requester_id:
        return requesters.get_requester(session, typed.requester_id).person
    return people.find_requester(session, typed.mail) if typed.mail else None


def _opened(session: Session, typed: Typed, files: tuple[Upload, ...], *, by: Agent, at: datetime) -> Ticket:
    """By this very form before, or now."""
    known = opening.opened_on(session, typed.form_key)
    if known:
        return known
    draft = Draft(
        reply=typed.words,
        subject=typed.subject,
        channel=typed.spoken_over,
        form_key=typed.form_key,
        uploads=files,
    )
    opened = _written_first if typed.writes_first else _written_down
    return opened(session, draft, typed, by=by, at=at)


def _written_first(session: Session, draft: Draft, typed: Typed, *, by: Agent, at: datetime) -> Ticket:
    return opening.write_first(
        session,
        draft,
        requester=_known(session, typed) or _new(session, typed, by=by, at=at),
        address=opening.get_desk_address(session, by, typed.address),
        by=by,
        at=at,
        cc=typed.cc,
        desired=opening_form.desired(session, typed),
    )


def _written_down(session: Session, draft: Draft, typed: Typed, *, by: Agent, at: datetime) -> Ticket:
    ticket = opening.open_on_behalf(
        session,
        draft,
        requester=_known(session, typed) or _new(session, typed, by=by, at=at),
        address=opening.get_desk_address(session, by, typed.address),
        by=by,
        at=at,
        desired=opening_form.desired(session, typed),
        answered=typed.answered or typed.resolved,
        confirm=typed.confirm,
    )
    if typed.resolved:
        tickets.resolve(session, ticket, by=by, at=at)
    return ticket


def _new(session: Session, typed: Typed, *, by: Agent, at: datetime) -> Requester:
    if not typed.names_somebody:
        raise Invalid(because("no_requester_chosen"))
    known = Particulars(
        name=typed.name,
        phone=typed.phone,
        kind=typed.requester_kind,
        organization=organizations.named_organization(session, typed.organization, by=by, at=at),
        language=typed.language or None,
    )
    return requesters.add_requester(session, known, address=typed.mail, by=by, at=at)


def _again(typed: Typed, error: str) -> tuple[str, int]:
    with reading() as session:
        found = [] if typed.requester_id else requester_search.choices(session, typed.who)
        return _page(session, typed, found=found, error=error), 422


def _page(
    session: Session,
    typed: Typed,
    *,
    found: Sequence[Requester] = (),
    looked: bool = False,
    error: str = "",
) -> str:
    chosen = _chosen(session, typed)
    return render_template(
        "new_ticket.html",
        typed=typed,
        chosen=chosen,
        open_tickets=requester_search.tickets_of(session, chosen).open if chosen else [],
        found=found,
        looked=looked,
        error=error,
        lost_files=bool(request.files.get("files")),
        choices=opening_form.choices(session, myself(session)),
        at=now(),
    )


def _chosen(session: Session, typed: Typed) -> Requester | None:
    """Nobody, when the number in the address bar is nobody's."""
    try:
        return _known(session, replace(typed, mail=""))
    except NotFound:
        return None
