"""The demo's mailroom: read and write as the people around the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from desk.surroundings import Surroundings
from tests.web.conftest import NOW
from tests.web.visitor import Visitor
from web import create_app
from web.mailroom import Mailroom, Person

RUI = Person("Rui Santoso", "rui@mitra.example", "partner")
BOX = f"/mailroom/{RUI.address}"


@dataclass(frozen=True)
class Kept:
    raw: bytes
    at: datetime


@dataclass
class PostOffice:
    """Keeps what is sent."""

    kept: list[Kept] = field(default_factory=list)
    sent: list[tuple[bytes, str, list[str]]] = field(default_factory=list)

    def letters(self, address: str) -> Sequence[Kept]:
        return self.kept if address == RUI.address else []

    def send(self, raw: bytes, *, sender: str, recipients: Sequence[str]) -> None:
        self.sent.append((raw, sender, list(recipients)))

    def newest(self) -> EmailMessage:
        return message_from_bytes(self.sent[-1][0], policy=default)


@pytest.fixture
def office() -> PostOffice:
    return PostOffice([Kept(acknowledgement(), NOW)])


@pytest.fixture
def guest(desk: Surroundings, office: PostOffice) -> Visitor:
    room = Mailroom(office, [RUI], ["bantuan@meja.example"])
    return Visitor(create_app(desk, now=lambda: NOW, mailroom=room).test_client())


def test_without_a_mailroom_there_is_none(stranger: Visitor) -> None:
    assert stranger.gets("/mailroom").status_code == 404


def test_mailboxes_and_letters_are_open_to_everybody(guest: Visitor) -> None:
    assert "Rui Santoso" in guest.reads("/mailroom")
    assert "Kami telah menerima" in guest.reads(BOX)
    assert "Yth. Bapak Rui" in guest.reads(f"{BOX}/0")


def test_panel_stays_closed(guest: Visitor) -> None:
    assert guest.gets("/tickets").location == "/sign-in?next=/tickets"


def test_new_letter_goes_out_as_that_person(guest: Visitor, office: PostOffice) -> None:
    form = {"to": "bantuan@meja.example", "subject": "Tabel <b>", "body": "Mohon bantuan."}
    guest.posts(BOX, form, form_of=BOX)

    _, sender, recipients = office.sent[-1]
    assert (sender, recipients) == (RUI.address, ["bantuan@meja.example"])
    assert office.newest()["From"] == "Rui Santoso <rui@mitra.example>"
    assert office.newest()["Subject"] == "Tabel <b>"


def test_answer_quotes_and_names_what_it_answers(guest: Visitor, office: PostOffice) -> None:
    guest.posts(f"{BOX}/0", {"body": "Terima kasih."}, form_of=f"{BOX}/0")

    answer = office.newest()
    assert answer["Subject"] == "Re: [MJ-7K3QX2] Kami telah menerima pesan Anda"
    assert answer["In-Reply-To"] == "<two@meja.example>"
    assert answer["References"] == "<one@meja.example> <two@meja.example>"
    assert office.sent[-1][2] == ["bantuan+secret@meja.example"]
    lines = answer.get_content().splitlines()
    assert lines[:2] == ["Terima kasih.", ""]
    assert lines[2].startswith("On Tue, 24 Nov 2026 at 03:00, Meja Bantuan")
    assert lines[3] == "> Yth. Bapak Rui,"


def test_letter_leaves_to_the_desk_only(guest: Visitor, office: PostOffice) -> None:
    form = {"to": "somebody@else.example", "subject": "x", "body": "x"}

    assert guest.posts(BOX, form, form_of=BOX).status_code == 422
    assert office.sent == []


def test_formatted_letter_comes_in_a_frame_that_may_do_nothing(guest: Visitor) -> None:
    answer = guest.gets(f"{BOX}/0/html")

    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "<p>Yth. Bapak Rui</p>" in answer.text
    assert "alert" not in answer.text


def test_script_learns_the_number_of_letters(guest: Visitor) -> None:
    assert guest.gets(f"{BOX}/count").text == "1"


@pytest.mark.parametrize("path", ["/mailroom/nobody@else.example", f"{BOX}/1", f"{BOX}/1/html"])
def test_what_is_not_there_is_answered_so(guest: Visitor, path: str) -> None:
    assert guest.gets(path).status_code == 404


def acknowledgement() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Meja Bantuan <bantuan@meja.example>"
    mail["Reply-To"] = "bantuan+secret@meja.example"
    mail["To"] = RUI.address
    mail["Subject"] = "[MJ-7K3QX2] Kami telah menerima pesan Anda"
    mail["Message-ID"] = "<two@meja.example>"
    mail["References"] = "<one@meja.example>"
    mail.set_content("Yth. Bapak Rui,\n\nPesan Anda telah kami terima.\n")
    mail.add_alternative("<p>Yth. Bapak Rui</p><script>alert(1)</script>", subtype="html")
    return mail.as_bytes()
