"""What holds for every page: headers, tokens, nothing acts on GET, roles, and errors said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from desk import held, tickets
from desk import people as desk_people
from desk.drafts import Draft
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Fate
from models.reason import because
from models.session import LostRace
from models.ticket import Ticket
from tests.web.conftest import NOW
from tests.web.people import People, keep_a_mail, open_a_ticket
from tests.web.visitor import Visitor

OPEN = ("/sign-in", "/language", "/solved/1", "/get/1/1", "/give/1", "/password/forgotten", "/password/1")
"""What strangers may send."""


@pytest.fixture
def ticket(desk: Surroundings, people: People) -> Ticket:
    return open_a_ticket(desk, at=NOW)


@pytest.mark.parametrize("path", ["/sign-in", "/tickets", "/nowhere", "/held-replies"])
def test_every_page_forbids_what_it_does_not_need(ana: Visitor, path: str) -> None:
    headers = ana.gets(path).headers
    policy = headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")


def test_refused_form_carries_the_headers_too(ana: Visitor) -> None:
    answer = ana.client.post("/sign-out")

    assert answer.status_code == 403
    assert "Content-Security-Policy" in answer.headers


def test_page_needs_nothing_inline(ana: Visitor, ticket: Ticket) -> None:
    page = ana.reads(f"/tickets/{ticket.code}")

    assert not re.findall(r"<style|<script(?! src=\"/static/)|\sstyle=|\son\w+=|javascript:", page)
    assert not re.findall(r"(?:src|href)=\"(?!/|#)", page)


def test_every_click_wants_the_token_of_its_session(app: Flask, ana: Visitor, ticket: Ticket) -> None:
    paths = [path for path in paths_of(app, "POST", ticket) if path != "/language"]
    codes = {
        path: ana.client.post(path, data={"csrf_token": "x", "reply": "x"}).status_code for path in paths
    }

    assert len(codes) > 10
    assert set(codes.values()) == {403}


def test_token_of_another_session_is_refused_and_the_words_are_not_lost(
    ana: Visitor, citra: Visitor, ticket: Ticket
) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', citra.reads("/held-replies"))
    assert token is not None
    form = {"csrf_token": token[1], "reply": "An hour of <work>"}
    answer = ana.client.post(f"/tickets/{ticket.code}/replies", data=form)

    assert answer.status_code == 403
    assert "An hour of &lt;work&gt;" in answer.text


def test_nothing_acts_on_get(app: Flask, citra: Visitor, desk: Surroundings, ticket: Ticket) -> None:
    before = Path(desk.database.url.removeprefix("sqlite:///")).with_suffix(".db-wal")
    size = before.stat().st_size
    for path in paths_of(app, "GET", ticket):
        citra.gets(path)

    assert before.stat().st_size == size


def test_stranger_reaches_only_the_door_and_the_articles(
    app: Flask, stranger: Visitor, ticket: Ticket
) -> None:
    answers = {path: stranger.gets(path) for path in paths_of(app, "GET", ticket)}
    reached = {path for path, answer in answers.items() if "/sign-in" not in (answer.location or "")}

    by_link = {"/solved/1", "/get/1", "/give/1", "/password/1"}
    assert reached == {"/sign-in", "/password/forgotten", "/health", "/help", f"/help/{'0' * 32}", *by_link}


def test_stranger_cannot_click_either(app: Flask, stranger: Visitor, ticket: Ticket) -> None:
    paths = [path for path in paths_of(app, "POST", ticket) if path not in OPEN]
    answers = [stranger.posts(path, form_of="/sign-in") for path in paths]

    assert {answer.location for answer in answers} == {"/sign-in"}


def test_retry_is_for_coordinators(ana: Visitor, citra: Visitor, desk: Surroundings, people: People) -> None:
    mail = keep_a_mail(desk, b"x", at=NOW, fate=Fate.NEEDS_LOOK)
    refused = ana.posts(f"/mails/{mail.sha256}/attempts")
    done = citra.posts(f"/mails/{mail.sha256}/attempts")

    assert (refused.status_code, done.status_code) == (403, 302)


def test_texts_are_for_coordinators(ana: Visitor, citra: Visitor) -> None:
    paths = ("/settings/texts", "/settings/texts/acknowledgement/id")

    assert [ana.gets(path).status_code for path in paths] == [403, 403]
    assert [citra.gets(path).status_code for path in paths] == [200, 200]


@pytest.mark.parametrize(("who", "code"), [("ben", 302), ("ana", 403), ("citra", 302)])
def test_held_reply_is_released_by_its_agent_or_a_coordinator(
    app: Flask, desk: Surroundings, people: People, ticket: Ticket, who: str, code: int
) -> None:
    held_id = hold_for_ben(desk, ticket)
    visitor = Visitor(app.test_client()).signed_in(getattr(people, who))

    assert visitor.posts(f"/held-replies/{held_id}/release").status_code == code


def test_page_that_is_not_there_says_so(ana: Visitor) -> None:
    answer = ana.gets("/tickets/MJ-7K3QX2")

    assert answer.status_code == 404
    assert "There is no ticket MJ-7K3QX2." in answer.text


def test_decision_taken_by_somebody_faster_is_a_conflict(
    app: Flask, citra: Visitor, desk: Surroundings, ticket: Ticket
) -> None:
    held_id = hold_for_ben(desk, ticket)
    citra.posts(f"/held-replies/{held_id}/refusal")
    answer = citra.posts(f"/held-replies/{held_id}/release")

    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text


def test_number_beyond_every_database_is_simply_not_there(ana: Visitor) -> None:
    paths = ("/messages/99999999999999999999/html", "/held-replies/99999999999999999999", "/mails/zzz/raw")

    assert [ana.gets(path).status_code for path in paths] == [404, 404, 404]


def test_request_too_large_is_refused(ana: Visitor, ticket: Ticket) -> None:
    answer = ana.posts(f"/tickets/{ticket.code}/replies", {"reply": "x" * 2_000_000})

    assert answer.status_code == 413


def test_forged_host_is_not_believed(stranger: Visitor, people: People) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    answer = stranger.client.get("/tickets", headers=headers)

    assert answer.location == "/sign-in?next=/tickets"


def test_page_without_a_database_says_that_no_mail_is_lost(ana: Visitor, desk: Surroundings) -> None:
    file = Path(desk.database.url.removeprefix("sqlite:///"))
    desk.close()
    for each in file.parent.glob("meja.db*"):
        each.unlink()
    file.mkdir()
    answer = ana.gets("/tickets")

    assert answer.status_code == 503
    assert "mail waits on the mail server" in answer.text


def hold_for_ben(desk: Surroundings, ticket: Ticket) -> int:
    with work(desk, at=NOW) as session:
        ben = desk_people.get_agent(session, "ben@meja.example")
        mine = tickets.get_ticket(session, ticket.code)
        draft = Draft(reply="From the wrong address", from_address="ben@else.example")
        held.hold(session, mine, draft, agent=ben, reason=because("address_not_confirmed"), at=NOW)
    with desk.database.reading() as session:
        return held.waiting(session)[0].id


def paths_of(app: Flask, method: str, ticket: Ticket) -> Iterator[str]:
    """Every address that listens to this method, filled in."""
    values = {
        "code": ticket.code,
        "message_id": 1,
        "held_id": 1,
        "follower_id": 1,
        "key": "0" * 32,
        "name": "abcdef123456",
        "language": "id",
        "kind": "reply",
    }
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()) and rule.endpoint != "static":
                path = rule.build({each: values.get(each, 1) for each in rule.arguments})
                assert path is not None
                yield path[1]


@pytest.mark.parametrize(
    "collision", [LostRace("changed meanwhile"), IntegrityError("twice", None, Exception())]
)
def test_two_changes_at_once_are_a_conflict_and_the_words_are_kept(app: Flask, collision: Exception) -> None:
    with app.test_request_context(
        "/tickets/MJ-7K3QX2/replies", method="POST", data={"reply": "Sudah kami cek."}
    ):
        answer = app.make_response(app.handle_user_exception(collision))

    assert answer.status_code == 409
    assert "Sudah kami cek." in answer.get_data(as_text=True)
