"""Writing on a ticket's page: files, copies, drafts, and a reply taken back before it left."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from desk.surroundings import Surroundings
from desk.ticket_page import TicketPage, ticket_page
from desk.uploads import MOST_FILES
from desk.work import work
from models.mail import DeliveryKind, DeliveryState
from models.message import MessageKind
from models.people import Requester, RequesterAddress
from models.ticket import Status, Ticket
from tests.desks import changed
from tests.web.conftest import NOW, UPLOAD_MEGABYTES
from tests.web.people import ADDRESS, People, open_a_ticket
from tests.web.visitor import TOKEN, Visitor
from web import create_app

KEY = "0123456789abcdef" * 2


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    return open_a_ticket(desk, at=NOW)


@pytest.fixture
def patient(desk: Surroundings, people: People) -> Visitor:
    """Ana, where replies wait a minute before they leave."""
    app: Flask = create_app(changed(desk, tickets={"undo_seconds": 60}), now=lambda: NOW)
    return Visitor(app.test_client()).signed_in(people.ana)


def page_of(desk: Surroundings, ticket: Ticket) -> TicketPage:
    with desk.database.reading() as session:
        return ticket_page(session, ticket.code)


def replies(desk: Surroundings, ticket: Ticket) -> list[tuple[str, DeliveryState]]:
    found = page_of(desk, ticket).deliveries
    return [(each.recipient, each.state) for each in found if each.kind is DeliveryKind.REPLY]


def sends(visitor: Visitor, path: str, field: str, files: list[tuple[bytes, str]]) -> int:
    """As a browser encodes a form with files (RFC 7578)."""
    token = TOKEN.search(visitor.reads("/held-replies"))
    assert token is not None
    said = {"csrf_token": token[1], field: "See below."}
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in said.items()]
    parts += [f'name="files"; filename="{name}"\r\n\r\n'.encode() + content for content, name in files]
    body = (
        b"".join(b"--seam\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
        + b"--seam--\r\n"
    )
    return visitor.client.post(path, data=body, content_type="multipart/form-data; boundary=seam").status_code


def written_in(page: str, field: str) -> str:
    found = re.search(rf'<textarea id="{field}"[^>]*>([^<]*)</textarea>', page)
    assert found is not None
    return found[1]


def rui_has_no_mail(desk: Surroundings) -> None:
    with work(desk, at=NOW) as session:
        rui = session.scalars(select(Requester)).one()
        rui.phone = "0812 3456"
        session.delete(session.scalars(select(RequesterAddress)).one())


@pytest.mark.parametrize(("noun", "field"), [("replies", "reply"), ("notes", "note")])
def test_files_go_along(ana: Visitor, desk: Surroundings, ticket: Ticket, noun: str, field: str) -> None:
    sends(ana, f"/tickets/{ticket.code}/{noun}", field, [(b"a;b\n1;2\n", "../data/tabel.csv"), (b"", "")])

    [file] = page_of(desk, ticket).messages[-1].attachments
    assert (file.filename, desk.files.read(file.sha256)) == ("tabel.csv", b"a;b\n1;2\n")


@pytest.mark.parametrize(
    "files",
    [[(b"x" * (UPLOAD_MEGABYTES * 1_000_000 + 1), "a.bin")], [(b"x", "a.txt")] * (MOST_FILES + 1)],
    ids=["too large", "too many"],
)
def test_more_files_than_may_go_at_once_are_refused_with_the_words_kept(
    ana: Visitor, desk: Surroundings, ticket: Ticket, files: list[tuple[bytes, str]]
) -> None:
    code = sends(ana, f"/tickets/{ticket.code}/replies", "reply", files)

    assert (code, len(page_of(desk, ticket).messages)) == (422, 1)


def test_files_beyond_all_measure_are_not_even_read(ana: Visitor, ticket: Ticket) -> None:
    assert sends(ana, f"/tickets/{ticket.code}/replies", "reply", [(b"x" * 20_000_000, "a.bin")]) == 413


def test_other_forms_take_no_files(ana: Visitor, ticket: Ticket) -> None:
    assert sends(ana, f"/tickets/{ticket.code}/resolution", "reply", [(b"x" * 2_000_000, "a.bin")]) == 413


def test_who_is_copied_gets_this_reply_and_later_ones(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    form = {"reply": "Here it is.", "cc": "Boss <boss@mitra.example>; arsip@mitra.example, RUI@mitra.example"}
    ana.posts(f"/tickets/{ticket.code}/replies", form)

    recipients = [recipient for recipient, _ in replies(desk, ticket)]
    assert recipients == ["rui@mitra.example", "boss@mitra.example", "arsip@mitra.example"]


@pytest.mark.parametrize("cc", ["boss", "ben@meja.example", ADDRESS, "boss@mitra.example, nobody"])
def test_copy_to_whom_it_cannot_go_sends_nothing_at_all(
    ana: Visitor, desk: Surroundings, ticket: Ticket, cc: str
) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/replies", {"reply": "Here it is.", "cc": cc})

    assert (answer.status_code, replies(desk, ticket)) == (422, [])
    assert "Here it is." in answer.text


def test_eleventh_follower_is_refused_with_a_reason(ana: Visitor, ticket: Ticket) -> None:
    many = ", ".join(f"p{number}@mitra.example" for number in range(11))
    answer = ana.posts(f"/tickets/{ticket.code}/replies", {"reply": "x", "cc": many})

    assert "A ticket has 10 followers at most." in answer.text


@pytest.mark.parametrize("field", ["reply", "note"])
def test_draft_is_kept_by_its_button_and_shown_again(ana: Visitor, ticket: Ticket, field: str) -> None:
    path = f"/tickets/{ticket.code}"
    answer = ana.posts(f"{path}/drafts/{field}", {field: "Half a <sentence>", "deed": "keep"})

    assert answer.location == path
    assert written_in(ana.reads(path), field) == "Half a &lt;sentence&gt;"


def test_draft_is_kept_by_a_script_without_a_word(ana: Visitor, ticket: Ticket) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/drafts/reply", {"reply": "Half"})

    assert (answer.status_code, answer.data) == (204, b"")


def test_draft_is_gone_once_it_was_sent(ana: Visitor, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.code}"
    ana.posts(f"{path}/drafts/reply", {"reply": "Half"})
    ana.posts(f"{path}/replies", {"reply": "The whole sentence."})

    assert written_in(ana.reads(path), "reply") == ""


def test_draft_of_another_agent_is_not_shown(ana: Visitor, citra: Visitor, ticket: Ticket) -> None:
    ana.posts(f"/tickets/{ticket.code}/drafts/reply", {"reply": "Half"})

    assert written_in(citra.reads(f"/tickets/{ticket.code}"), "reply") == ""


def test_draft_of_no_known_kind_is_not_there(ana: Visitor, ticket: Ticket) -> None:
    assert ana.posts(f"/tickets/{ticket.code}/drafts/poem", {"poem": "x"}).status_code == 404


def test_reply_is_taken_back_from_the_next_page(patient: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.code}"
    patient.posts(f"{path}/replies", {"reply": "Which table is it?"})
    shown = patient.reads(path)
    undo = re.findall(rf'action="({path}/messages/\d+/taking-back)"', shown)
    patient.posts(undo[0])

    assert len(undo) == 2, "in the notice and at the message"
    assert replies(desk, ticket) == [("rui@mitra.example", DeliveryState.CANCELLED)]
    assert written_in(patient.reads(path), "reply") == "Which table is it?"


def test_reply_taken_back_stays_as_a_note(patient: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.code}"
    patient.posts(f"{path}/replies", {"reply": "Which table is it?"})
    message = page_of(desk, ticket).messages[-1]
    patient.posts(f"{path}/messages/{message.id}/taking-back")

    page = page_of(desk, ticket)
    assert (page.messages[-1].kind, page.ticket.status) == (MessageKind.NOTE, Status.OPEN)
    assert "Taken back before it left." in patient.reads(path)


def test_reply_that_has_left_offers_no_way_back(patient: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.code}"
    patient.posts(f"{path}/replies", {"reply": "Which table is it?"})
    patient.reads(path)
    with work(desk, at=NOW) as session:
        for each in ticket_page(session, ticket.code).deliveries:
            each.state = DeliveryState.SENT
    message = page_of(desk, ticket).messages[-1]

    assert "taking-back" not in patient.reads(path)
    assert patient.posts(f"{path}/messages/{message.id}/taking-back").status_code == 409


def test_message_of_another_ticket_is_none_of_this(
    patient: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    other = open_a_ticket(desk, at=NOW)
    message = page_of(desk, other).messages[0]

    assert patient.posts(f"/tickets/{ticket.code}/messages/{message.id}/taking-back").status_code == 404


def test_page_of_somebody_without_mail_says_how_to_reach_them(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    rui_has_no_mail(desk)
    page = ana.reads(f"/tickets/{ticket.code}")

    assert "Without a mail address: tell them by telephone." in page
    assert 'href="tel:08123456"' in page


def test_reply_to_somebody_without_mail_is_written_down_and_goes_nowhere(
    ana: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    rui_has_no_mail(desk)
    ana.posts(f"/tickets/{ticket.code}/replies", {"reply": "Told by telephone."})

    assert (page_of(desk, ticket).messages[-1].reply, replies(desk, ticket)) == ("Told by telephone.", [])
    assert "The requester has no mail address" in ana.reads(f"/tickets/{ticket.code}")
