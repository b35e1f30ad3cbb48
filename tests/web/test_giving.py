"""The page to which somebody brings files: they join the ticket, and nothing of its history is shown."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from desk import bringing, parcels, tickets
from desk.search import ticket_page
from desk.surroundings import Surroundings
from desk.uploads import MOST_FILES
from desk.work import work
from models.message import Author, Message
from models.parcels import Parcel
from models.ticket import Channel, Ticket
from tests.web.conftest import NOW, UPLOAD_MEGABYTES
from tests.web.people import People, open_a_ticket
from tests.web.visitor import TOKEN, Visitor
from web import create_app

KEY = re.compile(r'name="form_key" value="([^"]+)"')
TOO_LARGE = UPLOAD_MEGABYTES * 1_000_000 + 1
Files = list[tuple[bytes, str]]


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    return open_a_ticket(desk, at=NOW)


@pytest.fixture
def path(desk: Surroundings, ticket: Ticket) -> str:
    with work(desk, at=NOW) as session:
        kept = tickets.get_ticket(session, ticket.code)
        parcel = bringing.invite(session, kept, recipient="rui@mitra.example", language="en", at=NOW)
        session.flush()
        return parcels.link_to(session, parcel).removeprefix("http://127.0.0.1:8000")


def sends(visitor: Visitor, path: str, files: Files, *, page: str = "", words: str = "") -> TestResponse:
    """As a browser encodes a form with files (RFC 7578). `page`: the one it was filled in on."""
    page = page or visitor.gets(path).text
    token, key = TOKEN.search(page), KEY.search(page)
    said = {"csrf_token": token[1] if token else "", "form_key": key[1] if key else "", "words": words}
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in said.items()]
    parts += [f'name="files"; filename="{name}"\r\n\r\n'.encode() + content for content, name in files]
    seams = (b"--seam\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
    body = b"".join((*seams, b"--seam--\r\n"))
    return visitor.client.post(path, data=body, content_type="multipart/form-data; boundary=seam")


def messages(desk: Surroundings, ticket: Ticket) -> list[Message]:
    with desk.database.reading() as session:
        return ticket_page(session, ticket.code).messages


def test_files_join_the_ticket_as_the_requesters_words(
    stranger: Visitor, desk: Surroundings, ticket: Ticket, path: str
) -> None:
    answer = sends(stranger, path, [(b"film", "film.mp4"), (b"sheet", "sheet.csv")], words="The film.")
    message = messages(desk, ticket)[-1]

    assert (message.author, message.channel, message.reply) == (Author.REQUESTER, Channel.WEB, "The film.")
    assert [desk.files.read(each.sha256) for each in message.attachments] == [b"film", b"sheet"]
    assert "Your files have arrived." in stranger.reads(answer.location)
    assert "sheet.csv" in stranger.reads(answer.location)


def test_page_shows_nothing_of_the_history(stranger: Visitor, ticket: Ticket, path: str) -> None:
    page = stranger.reads(path)

    assert ticket.code in page
    assert not [word for word in ("1000 rows", "Rui", "rui@", "Layanan Data") if word in page]


def test_agent_sees_how_they_came(stranger: Visitor, ana: Visitor, ticket: Ticket, path: str) -> None:
    sends(stranger, path, [(b"film", "film.mp4")])
    page = ana.reads(f"/tickets/{ticket.code}")

    assert "brought it by the link" in page
    assert "film.mp4" in page


@pytest.mark.parametrize("name", ["../../../etc/cron.d/x", "..\\\\..\\\\x", "/etc/x", "x\u202efdp.exe", "..."])
def test_name_of_a_file_is_a_name_and_no_path(
    stranger: Visitor, desk: Surroundings, ticket: Ticket, path: str, name: str
) -> None:
    """T057, T058"""
    sends(stranger, path, [(b"x", name)])
    [file] = messages(desk, ticket)[-1].attachments

    assert file.filename in ("x", "xfdp.exe", "file")
    assert desk.files.path(file.sha256).is_relative_to(desk.files.folder)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose at least one file."),
        ([(b"x" * TOO_LARGE, "a.bin")], "at most 2 MB go at once"),
        ([(b"x", "a.txt")] * (MOST_FILES + 1), "at most 20 go at once"),
    ],
    ids=["none", "too large", "too many"],
)
def test_what_cannot_be_taken_is_said_and_the_words_stay(
    stranger: Visitor, desk: Surroundings, ticket: Ticket, path: str, files: Files, said: str
) -> None:
    answer = sends(stranger, path, files, words="Mind the <film>.")

    assert answer.status_code == 422
    assert said in answer.text
    assert "Mind the &lt;film&gt;." in answer.text
    assert len(messages(desk, ticket)) == 1


def test_far_too_much_is_refused_in_words(stranger: Visitor, path: str) -> None:
    """T126"""
    answer = sends(stranger, path, [(b"x" * 6_000_000, "a.bin")])

    assert answer.status_code == 413
    assert "2 MB" in answer.text


@pytest.mark.parametrize("token", ["a" * 28, "1", "x" * 400])
def test_stranger_without_a_link_sends_us_nothing(stranger: Visitor, path: str, token: str) -> None:
    page = stranger.gets(path).text
    answer = sends(stranger, f"/give/{token}", [(b"x" * 1_500_000, "a.bin")], page=page)

    assert answer.status_code == 404


def test_form_from_elsewhere_brings_nothing(
    stranger: Visitor, desk: Surroundings, ticket: Ticket, path: str
) -> None:
    answer = sends(stranger, path, [(b"x", "a.txt")], page="-")

    assert (answer.status_code, len(messages(desk, ticket))) == (403, 1)


def test_form_sent_twice_brings_once(
    stranger: Visitor, desk: Surroundings, ticket: Ticket, path: str
) -> None:
    page = stranger.gets(path).text
    answers = [sends(stranger, path, [(b"x", "a.txt")], page=page) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(messages(desk, ticket)) == 2


def test_ended_link_says_whom_to_write_to(desk: Surroundings, path: str) -> None:
    visitor = Visitor(create_app(desk, now=lambda: NOW + timedelta(days=30)).test_client())
    page = visitor.gets("/sign-in").text
    seen, sent = visitor.gets(path), sends(visitor, path, [(b"x" * 1_500_000, "a.bin")], page=page)

    assert (seen.status_code, sent.status_code) == (410, 410)
    assert "bantuan@meja.example" in sent.text


def test_link_used_too_often_says_where_to_write(stranger: Visitor, desk: Surroundings, path: str) -> None:
    with desk.database.transaction() as session:
        session.query(Parcel).one().times_used = bringing.MOST_TIMES
    answer = stranger.gets(path)

    assert (answer.status_code, "bantuan@meja.example" in answer.text) == (409, True)


def test_head_and_looking_use_nothing_up(stranger: Visitor, desk: Surroundings, path: str) -> None:
    stranger.gets(path)
    stranger.client.head(path)
    with desk.database.reading() as session:
        assert session.query(Parcel).one().times_used == 0
