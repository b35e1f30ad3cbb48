"""What an agent writes on a ticket's page: replies and notes with their files, drafts of them, and taking one back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from desk import copies, kept_drafts, taking_back, tickets
from desk.drafts import Draft, Upload
from desk.errors import NotFound
from desk.pages import get_message
from desk.set_aside import get_workable
from desk.work import work
from models.message import Message, MessageKind
from models.people import Agent
from models.reason import because
from models.ticket import Status
from web import forms
from web.language import translate
from web.panel import desk, now
from web.signed_in import myself
from web.uploads import takes_files, uploads

THEN = {"pending": Status.PENDING, "open": Status.OPEN}

pages = Blueprint("writing", __name__, url_prefix="/tickets/<code>")


@pages.post("/replies")
@takes_files
def create_reply(code: str) -> ResponseReturnValue:
    at, then, files = now(), request.form.get("then", "pending"), uploads("files")
    with work(desk(), at=at) as session:
        me, ticket = myself(session), get_workable(session, code)
        copies.copy_to(session, ticket, forms.line("cc"), by=me, at=at)
        draft = _draft("reply", me, files)
        message = tickets.reply(session, ticket, draft, by=me, at=at, then=THEN.get(then, Status.PENDING))
        if then == "resolved":
            tickets.resolve(session, ticket, by=me, at=at)
        kept_drafts.forget(session, ticket, kind=MessageKind.REPLY, by=me)
        reaches = ticket.requester.has_mail
    _say_on_its_way(code, message, reaches=reaches)
    return _back(code)


@pages.post("/notes")
@takes_files
def create_note(code: str) -> ResponseReturnValue:
    at, files = now(), uploads("files")
    with work(desk(), at=at) as session:
        me, ticket = myself(session), get_workable(session, code)
        tickets.add_note(session, ticket, _draft("note", me, files), by=me, at=at)
        kept_drafts.forget(session, ticket, kind=MessageKind.NOTE, by=me)
    flash("Noted. Nobody outside sees it.")
    return _back(code)


@pages.post("/drafts/<kind>")
@takes_files
def create_draft(code: str, kind: str) -> ResponseReturnValue:
    """A script says nothing more and is answered nothing; a button is answered with the page."""
    at, written = now(), forms.lines(_kind(kind).value)
    with work(desk(), at=at) as session:
        ticket, me = tickets.get_ticket(session, code), myself(session)
        kept_drafts.keep(session, ticket, written, kind=_kind(kind), by=me, at=at, form_key=forms.form_key())
    if "deed" not in request.form:
        return "", 204
    flash("Draft kept. Nobody else sees it.")
    return _back(code)


@pages.post("/messages/<int(max=2147483647):message_id>/taking-back")
def create_taking_back(code: str, message_id: int) -> ResponseReturnValue:
    at = now()
    with work(desk(), at=at) as session:
        message = get_message(session, message_id)
        if message.ticket.code != code:
            raise NotFound(because("no_such_message"))
        taking_back.take_back(session, message, by=myself(session), at=at)
        had_files = bool(message.attachments)
    flash("Taken back: nothing was sent, and your words are in the form again.")
    if had_files:
        flash("Its files stay with the note. Choose them again before you send.")
    return redirect(url_for("tickets.show", code=code, _anchor="reply"))


def _kind(name: str) -> MessageKind:
    if name not in {each.value for each in MessageKind}:
        raise NotFound(because("no_such_message"))
    return MessageKind(name)


def _draft(field: str, me: Agent, files: tuple[Upload, ...]) -> Draft:
    return Draft(
        reply=forms.text(field),
        from_name=me.name,
        from_address=me.mail_address,
        form_key=forms.form_key(),
        uploads=files,
    )


def _say_on_its_way(code: str, message: Message, *, reaches: bool) -> None:
    """With the button that takes it back, while it waits out the undo hold."""
    if not reaches:
        flash(translate("Written down. The requester has no mail address: tell them yourself."))
    elif desk().settings.tickets.undo_seconds:
        flash(
            "Your reply is on its way.",
            url_for("writing.create_taking_back", code=code, message_id=message.id),
        )
    else:
        flash("Your reply is on its way.")


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("tickets.show", code=code))
