"""The demo's mailroom: the mailboxes of the people around the desk, to read and to write as those people.

It needs no signing in, because in the demo everybody may be anybody; an application made without a
`Mailroom` has no such pages. Real mail goes both ways: what is written here reaches the desk by SMTP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from desk.text import safe_html
from web import forms
from web.files import framed
from web.letters import OpenedLetter, answer_to, new_letter, opened
from web.panel import now
from web.signed_in import open_to_strangers

NAME = "meja-mailroom"

pages = Blueprint("mailroom", __name__, url_prefix="/mailroom")


class Letter(Protocol):
    """A mail as it reached somebody."""

    @property
    def raw(self) -> bytes: ...

    @property
    def at(self) -> datetime: ...


class World(Protocol):
    """The mail servers around the desk."""

    def letters(self, address: str, /) -> Sequence[Letter]:
        """What this address got, oldest first; a letter keeps its place."""
        ...

    def send(self, raw: bytes, /, *, sender: str, recipients: Sequence[str]) -> None: ...


@dataclass(frozen=True)
class Person:
    """`role` is shown as it is given, say "partner" or "agent"."""

    name: str
    address: str
    role: str


@dataclass(frozen=True)
class Mailroom:
    world: World
    people: Sequence[Person]
    desk_addresses: Sequence[str]
    """Where a new letter may go."""


def register(app: Flask, mailroom: Mailroom) -> None:
    app.extensions[NAME] = mailroom
    app.register_blueprint(pages)


@pages.get("")
@open_to_strangers
def show() -> ResponseReturnValue:
    room = _room()
    boxes = [(person, len(room.world.letters(person.address))) for person in room.people]
    return render_template("mailroom/people.html", boxes=boxes)


@pages.get("/<address>")
@open_to_strangers
def mailbox(address: str) -> ResponseReturnValue:
    person = _person(address)
    letters = [opened(letter.raw, letter.at) for letter in _room().world.letters(person.address)]
    numbered = list(enumerate(letters))[::-1]
    addresses = _room().desk_addresses
    return render_template(
        "mailroom/mailbox.html", person=person, letters=numbered, addresses=addresses, at=now()
    )


@pages.get("/<address>/count")
@open_to_strangers
def count(address: str) -> ResponseReturnValue:
    """For the script that looks for new mail."""
    return str(len(_room().world.letters(_person(address).address))), {"Content-Type": "text/plain"}


@pages.get("/<address>/<int:number>")
@open_to_strangers
def letter(address: str, number: int) -> ResponseReturnValue:
    return render_template(
        "mailroom/letter.html", person=_person(address), letter=_letter(address, number), number=number
    )


@pages.get("/<address>/<int:number>/html")
@open_to_strangers
def letter_html(address: str, number: int) -> ResponseReturnValue:
    return framed(safe_html(_letter(address, number).html))


@pages.post("/<address>")
@open_to_strangers
def create_letter(address: str) -> ResponseReturnValue:
    person, to = _person(address), forms.line("to")
    if to not in _room().desk_addresses:
        abort(422)
    sender = (person.name, person.address)
    raw = new_letter(sender, forms.text("body"), to=to, subject=forms.line("subject"), at=now())
    return _send(raw, person, to)


@pages.post("/<address>/<int:number>")
@open_to_strangers
def create_answer(address: str, number: int) -> ResponseReturnValue:
    person, answered = _person(address), _letter(address, number)
    raw = answer_to(answered, (person.name, person.address), forms.text("body"), at=now())
    return _send(raw, person, answered.answers_go_to)


def _send(raw: bytes, person: Person, to: str) -> ResponseReturnValue:
    _room().world.send(raw, sender=person.address, recipients=[to])
    flash("Sent.")
    return redirect(url_for("mailroom.mailbox", address=person.address))


def _room() -> Mailroom:
    room = current_app.extensions[NAME]
    assert isinstance(room, Mailroom)
    return room


def _person(address: str) -> Person:
    return next((each for each in _room().people if each.address == address), None) or abort(404)


def _letter(address: str, number: int) -> OpenedLetter:
    letters = _room().world.letters(_person(address).address)
    if number >= len(letters):
        abort(404)
    return opened(letters[number].raw, letters[number].at)
