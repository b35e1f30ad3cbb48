"""The texts of automatic mail, for coordinators: read, rewrite per team and language, see before keeping, go back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from desk import people, texts
from desk.errors import Invalid, NotFound
from desk.text_names import MARKED, NAMES, WITHOUT_TICKET
from desk.texts import Wording
from desk.work import work
from models.mail import DeliveryKind
from models.people import Agent, Team
from models.reason import because
from models.session import Session
from web import forms
from web.keeping import keep, show_again
from web.language import translate
from web.panel import desk, now, reading
from web.signed_in import myself
from web.timeline import DELIVERY_KINDS

KINDS = {
    DeliveryKind.ACKNOWLEDGEMENT: "To the requester, when a new matter has arrived.",
    DeliveryKind.TOO_LARGE: "To the writer of a mail too large to be taken whole: how to send its files.",
    DeliveryKind.NEW_MATTER: "To the agents of the team, when a new matter has arrived.",
    DeliveryKind.NEW_MESSAGE: "To who works on a ticket, when the requester wrote again.",
    DeliveryKind.ASSIGNED: "To an agent who was given a ticket.",
    DeliveryKind.HELD: "To an agent whose reply by mail is held.",
    DeliveryKind.UNDELIVERED: "To who wrote a mail that could not be delivered.",
    DeliveryKind.DUE_SOON: "To who works on a ticket, when most of its time is used up.",
    DeliveryKind.OVERDUE: "To who works on a ticket and to coordinators, when its time is over.",
    DeliveryKind.MORNING: "To coordinators, on the morning of a working day.",
    DeliveryKind.DIGEST: "To an agent who wants to hear of everything together, and when the day's mails run short.",
    DeliveryKind.INVITATION: "To a new agent: the link to choose a first password.",
    DeliveryKind.PASSWORD: "To an agent who asked for a new password.",
}

pages = Blueprint("texts", __name__, url_prefix="/settings/texts")
TEXT = "/<kind>/<any(id, en):language>"


@dataclass(frozen=True)
class Place:
    """Which text: of this kind, in this language, for a team or for all."""

    kind: DeliveryKind
    language: str
    team: Team | None

    @property
    def address(self) -> str:
        team = self.team.slug if self.team else None
        return url_for("texts.edit", kind=self.kind.value, language=self.language, team=team)


@pages.app_template_filter()
def text_kind(kind: DeliveryKind) -> str:
    return translate(DELIVERY_KINDS[kind])


@pages.get("")
def show() -> ResponseReturnValue:
    with reading() as session:
        people.require(myself(session), "edit_texts")
        return render_template("texts.html", kinds=KINDS, own=texts.list_own(session))


@pages.get(TEXT)
def edit(kind: str, language: str) -> ResponseReturnValue:
    with reading() as session:
        place = _place(session, kind, language, slug=forms.query("team"))
        return _editor(session, place, texts.current(session, place.kind, language, team=place.team))


@pages.post(TEXT)
def update(kind: str, language: str) -> ResponseReturnValue:
    """Keep it, or look at it first."""
    slug, wording = forms.line("team"), _written()

    def again(problem: str = "") -> str:
        with reading() as session:
            return _editor(session, _place(session, kind, language, slug=slug), wording, problem=problem)

    def rewrite(session: Session, me: Agent, at: datetime) -> str:
        return _rewrite(session, _place(session, kind, language, slug=slug), wording, by=me, at=at)

    if request.form.get("deed") != "preview":
        return keep("Kept. The next mail of this kind reads so.", rewrite, again=again)
    try:
        texts.check(wording, _kind(kind))
    except Invalid as refusal:
        return show_again(refusal, again)
    return again()


@pages.post(TEXT + "/shipped")
def restore_shipped(kind: str, language: str) -> ResponseReturnValue:
    """Nothing of one's own any more."""
    at = now()
    with work(desk(), at=at) as session:
        place = _place(session, kind, language, slug=forms.line("team"))
        texts.give_up(session, kind=place.kind, language=language, team=place.team, by=myself(session), at=at)
    flash("Given up. The text below counts from now on.")
    return redirect(place.address)


@pages.post(TEXT + "/versions/<int(max=2147483647):version_id>")
def restore(kind: str, language: str, version_id: int) -> ResponseReturnValue:
    """An earlier version becomes the newest. One that can be filled in no more is shown to be mended."""
    slug = forms.line("team")

    def again(problem: str) -> str:
        with reading() as session:
            place = _place(session, kind, language, slug=slug)
            return _editor(session, place, _version(session, place, version_id), problem=problem)

    def bring_back(session: Session, me: Agent, at: datetime) -> str:
        place = _place(session, kind, language, slug=slug)
        return _rewrite(session, place, _version(session, place, version_id), by=me, at=at)

    return keep("Brought back. The next mail of this kind reads so.", bring_back, again=again)


def _rewrite(session: Session, place: Place, wording: Wording, *, by: Agent, at: datetime) -> str:
    texts.rewrite(session, wording, kind=place.kind, language=place.language, team=place.team, by=by, at=at)
    return place.address


def _editor(session: Session, place: Place, wording: Wording, *, problem: str = "") -> str:
    people.require(myself(session), "edit_texts")
    desk_name = desk().settings.desk.name
    return render_template(
        "text.html",
        place=place,
        kinds=KINDS,
        wording=wording,
        problem=problem,
        shown=texts.preview(
            wording,
            language=place.language,
            desk_name=desk_name,
            team_name=place.team.name if place.team else desk_name,
        ),
        names=NAMES[place.kind],
        is_marked=place.kind in MARKED,
        teams=[] if place.kind in WITHOUT_TICKET else people.list_teams(session),
        has_own=texts.has_own(session, place.kind, place.language, team=place.team),
        versions=texts.versions(session, place.kind, place.language, team=place.team),
    )


def _place(session: Session, kind: str, language: str, *, slug: str) -> Place:
    return Place(_kind(kind), language, people.get_team(session, slug) if slug else None)


def _kind(kind: str) -> DeliveryKind:
    """Raises NotFound."""
    found = next((each for each in texts.EDITABLE if each.value == kind), None)
    if found is None:
        raise NotFound(because("no_such_text", kind=kind))
    return found


def _version(session: Session, place: Place, version_id: int) -> Wording:
    row = texts.get_version(session, version_id, kind=place.kind, language=place.language)
    return Wording(row.subject, row.body)


def _written() -> Wording:
    return Wording(subject=forms.line("subject"), body=forms.lines("body"))
