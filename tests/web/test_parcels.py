"""The page behind a link to files: looking fetches nothing, the button does, and nothing else is shown."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from desk import parcels, tickets
from desk import people as desk_people
from desk.drafts import Draft, Upload
from desk.surroundings import Surroundings
from desk.work import work
from models.parcels import Parcel
from models.ticket import Ticket
from tests.parcels import LARGE, narrow
from tests.web.conftest import NOW
from tests.web.people import People, open_a_ticket
from tests.web.visitor import Visitor
from web import create_app
from web import parcels as pages


@pytest.fixture
def desk(desk: Surroundings) -> Surroundings:
    return narrow(desk)


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    """With a reply whose files go past the mail."""
    draft = Draft(subject="Survey table", reply="My secret diary.", language="id")
    ticket = open_a_ticket(desk, at=NOW, draft=draft)
    answer = Draft(
        reply="The words of the reply.",
        uploads=(
            Upload("../../etc/passwd", "text/html", len(LARGE), desk.files.keep(LARGE)),
            Upload("rapor é.pdf", "application/pdf", 5, desk.files.keep(b"%PDF-")),
        ),
    )
    with work(desk, at=NOW) as session:
        ana = desk_people.get_agent(session, people.ana.login)
        tickets.reply(session, tickets.get_ticket(session, ticket.code), answer, by=ana, at=NOW)
    return ticket


@pytest.fixture
def path(desk: Surroundings, ticket: Ticket) -> str:
    with desk.database.reading(desk=desk) as session:
        return parcels.link_to(session, session.query(Parcel).one()).removeprefix("http://127.0.0.1:8000")


def fetches(visitor: Visitor, path: str, number: int = 1) -> TestResponse:
    return visitor.posts(f"{path}/{number}", form_of=path)


def parcel_of(desk: Surroundings) -> Parcel:
    with desk.database.reading() as session:
        return session.query(Parcel).one()


def later(desk: Surroundings, at: datetime) -> Visitor:
    return Visitor(create_app(desk, now=lambda: at).test_client())


def test_looking_shows_names_and_sizes_and_fetches_nothing(
    stranger: Visitor, desk: Surroundings, path: str
) -> None:
    pages_seen = [stranger.gets(path), stranger.client.head(path), stranger.gets(path)]

    assert "passwd" in pages_seen[0].text
    assert "1,0 MB" in pages_seen[0].text
    assert LARGE[:50] not in pages_seen[0].data
    assert (parcel_of(desk).used_at, parcel_of(desk).times_used) == (None, 0)


def test_page_shows_code_and_subject_and_nothing_else_of_the_ticket(
    stranger: Visitor, ticket: Ticket, path: str
) -> None:
    page = stranger.reads(path)

    assert ticket.code in page
    assert "Survey table" in page
    assert not [word for word in ("diary", "words of the reply", "Rui", "Ana", "../") if word in page]


def test_page_is_in_the_recipients_language(stranger: Visitor, path: str) -> None:
    assert "Berkas untuk Anda" in stranger.reads(path)


def test_button_hands_out_the_file_as_a_download_of_no_type(
    stranger: Visitor, desk: Surroundings, path: str
) -> None:
    """T058, T110"""
    answer = fetches(stranger, path)

    assert answer.data == LARGE
    assert answer.headers["Content-Disposition"] == "attachment; filename=passwd"
    assert answer.headers["Content-Type"].startswith("application/octet-stream")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert parcel_of(desk).times_used == 1


def test_each_file_has_its_button_and_its_name(stranger: Visitor, path: str) -> None:
    answer = fetches(stranger, path, 2)

    assert (answer.data, "rapor%20%C3%A9.pdf" in answer.headers["Content-Disposition"]) == (b"%PDF-", True)


@pytest.mark.parametrize("number", [0, 3, 999, 1000, "x", "../1"])
def test_no_other_file_can_be_had(stranger: Visitor, path: str, number: object) -> None:
    assert stranger.posts(f"{path}/{number}", form_of=path).status_code in (404, 405)


def test_click_without_the_token_of_the_page_fetches_nothing(
    stranger: Visitor, desk: Surroundings, path: str
) -> None:
    answer = stranger.client.post(f"{path}/1", data={"csrf_token": "x"})

    assert (answer.status_code, parcel_of(desk).times_used) == (403, 0)


def test_every_changed_character_of_the_link_leads_nowhere(stranger: Visitor, path: str) -> None:
    head, _, token = path.rpartition("/")
    forged = [
        f"{token[:place]}{'b' if each == 'a' else 'a'}{token[place + 1 :]}" for place, each in enumerate(token)
    ]

    assert {stranger.gets(f"{head}/{each}").status_code for each in forged} == {404}
    assert {stranger.gets(f"{head}/{each}").status_code for each in ("1", "x" * 500, "%00")} == {404}


def test_link_to_fetch_opens_no_door_to_give(stranger: Visitor, path: str) -> None:
    assert stranger.gets(path.replace("/get/", "/give/")).status_code == 404


def test_ended_link_says_whom_to_write_to(desk: Surroundings, ticket: Ticket, path: str) -> None:
    visitor = later(desk, NOW + timedelta(days=30))
    answer = visitor.gets(path)

    assert answer.status_code == 410
    assert "bantuan@meja.example" in answer.text
    assert ticket.code in answer.text
    assert "Sudah berakhir" in answer.text


def test_link_that_ended_while_its_page_lay_open_hands_out_nothing(
    stranger: Visitor, desk: Surroundings, path: str
) -> None:
    stranger.reads(path)
    with desk.database.transaction() as session:
        session.query(Parcel).one().expires_at = NOW
    answer = stranger.posts(f"{path}/1", form_of="/sign-in")

    assert (answer.status_code, LARGE[:50] in answer.data) == (410, False)


def test_pages_stay_out_of_search_engines_and_caches(stranger: Visitor, path: str) -> None:
    for headers in (stranger.gets(path).headers, fetches(stranger, path).headers):
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_who_tries_too_often_must_wait(
    desk: Surroundings, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pages.LIMITS, "parcels.show", "3 per 15 minutes")
    visitor = Visitor(create_app(desk, now=lambda: NOW).test_client())

    assert [visitor.gets("/get/" + "a" * 28).status_code for _ in range(4)] == [404, 404, 404, 429]


def test_agent_sees_for_whom_until_when_and_ends_it(
    ana: Visitor, stranger: Visitor, desk: Surroundings, ticket: Ticket, path: str
) -> None:
    fetches(stranger, path)
    page = ana.reads(f"/tickets/{ticket.code}")
    ana.posts(f"/tickets/{ticket.code}/parcels/{parcel_of(desk).id}/end", form_of=f"/tickets/{ticket.code}")

    assert "with a link to the files" in page
    assert "rui@mitra.example fetched the files" in page
    assert "Last used 24 November 2026, 10:00 WIB" in page
    assert stranger.gets(path).status_code == 410
    assert "Ana Lestari ended the link of rui@mitra.example" in ana.reads(f"/tickets/{ticket.code}")


def test_link_of_another_ticket_is_not_ended_here(
    ana: Visitor, desk: Surroundings, ticket: Ticket, path: str
) -> None:
    other = open_a_ticket(desk, at=NOW)
    answer = ana.posts(f"/tickets/{other.code}/parcels/{parcel_of(desk).id}/end")

    assert (answer.status_code, parcel_of(desk).has_expired(NOW)) == (404, False)
