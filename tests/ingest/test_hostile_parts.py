"""Parts that want to be fetched, joined, unpacked or believed: listed as they came, and nobody is called."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from ingest.parse import parse, take_apart
from tests.conversation import Person, Talk
from tests.ingest.letters import encoded, letter, multipart, part

SOCKETS: list[str] = []
ELSEWHERE = "http://elsewhere.example/x"


def _heard(event: str, _args: object) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        SOCKETS.append(event)


@pytest.fixture
def calls() -> Iterator[list[str]]:
    """Every connection asked for since. A hook stays for ever, so there is one."""
    if not SOCKETS:
        sys.addaudithook(_heard)
    SOCKETS.clear()
    yield SOCKETS
    SOCKETS.append("heard")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(
            multipart(
                "mixed",
                part("text/plain", "x"),
                part(
                    f'message/external-body; access-type=URL; URL="{ELSEWHERE}"',
                    "Content-Type: text/plain\r\n",
                ),
            ),
            id="T066 external body",
        ),
        pytest.param(
            letter(
                "Content-Type: text/vcard", body=f"BEGIN:VCARD\r\nPHOTO;VALUE=uri:{ELSEWHERE}\r\nEND:VCARD"
            ),
            id="T074 photo of a card",
        ),
        pytest.param(
            letter(
                "Content-Type: text/calendar",
                body=f"BEGIN:VEVENT\r\nATTACH:{ELSEWHERE}\r\nSUMMARY:x\r\nEND:VEVENT",
            ),
            id="T074 file of an event",
        ),
        pytest.param(
            letter(
                "Content-Type: text/html",
                body=f'<img src="{ELSEWHERE}"><link href="{ELSEWHERE}"><base href="{ELSEWHERE}">'
                f'<!DOCTYPE x SYSTEM "{ELSEWHERE}"><p style="background:url({ELSEWHERE})">x',
            ),
            id="T050 pictures",
        ),
    ],
)
def test_reading_a_mail_calls_nobody(calls: list[str], raw: bytes) -> None:
    parse(raw)

    assert calls == []


def test_external_body_and_piece_of_a_mail_are_listed_as_they_came() -> None:
    """T066"""
    external = part(
        f'message/external-body; access-type=URL; URL="{ELSEWHERE}"', "Content-Type: text/plain\r\n"
    )
    piece = part('message/partial; id="a@b"; number=1; total=2', "Subject: inner\r\n\r\nFirst half")
    read = take_apart(multipart("mixed", part("text/plain", "Words."), external, piece))

    assert read.text == "Words."
    assert read.subject == "Printer"
    assert [file.content_type for file in read.files] == ["message/external-body", "message/partial"]


@pytest.mark.parametrize(
    "block",
    [
        "=ybegin line=128 size=9999999999 name=x.exe\r\n\x8f\x90\r\n=yend size=9999999999",
        "(This file must be converted with BinHex 4.0)\r\n:#@0ZG'9bFf:\r\n:",
    ],
    ids=["yEnc", "BinHex"],
)
def test_old_encodings_inside_the_text_stay_text(block: str) -> None:
    """T068"""
    read = take_apart(letter(body=f"See:\r\n{block}"))

    assert read.text.startswith("See:")
    assert read.files == ()


def test_amp_version_of_a_mail_is_ignored() -> None:
    """T072"""
    amp = part("text/x-amp-html", "<html amp4email><body>Other words.</body></html>")
    read = take_apart(
        multipart("alternative", part("text/plain", "Words."), amp, part("text/html", "<p>Words."))
    )

    assert read.text == "Words."
    assert read.html == "<p>Words."
    assert read.files == ()


def test_headers_of_a_mail_inside_are_not_those_of_the_mail() -> None:
    """T065"""
    forwarded = "From: boss@corp.example\r\nSubject: Inner\r\nReply-To: evil@x.example\r\n\r\nDo it."
    read = take_apart(multipart("mixed", part("text/plain", "See."), part("message/rfc822", forwarded)))

    assert (read.subject, read.reply_to) == ("Printer", ())
    assert read.sender is not None
    assert read.sender.address == "rui@example.org"


@pytest.mark.parametrize("sender", ["", "<>", "undisclosed-recipients:;", "=?utf-8?q?admin?=@desk.example"])
def test_mail_without_a_usable_sender_waits_for_a_look(talk: Talk, rui: Person, sender: str) -> None:
    """T016, T019"""
    mail = rui.writes(from_=sender)

    assert mail.reason is not None
    assert (mail.fate, mail.reason.code) == ("needs_look", "no_sender")


def test_other_spelling_of_an_address_is_another_person(talk: Talk, rui: Person) -> None:
    """T022"""
    for spelling in (
        "rui@partner.example",
        "RUI@Partner.Example.",
        "r.ui@partner.example",
        "rui+a@partner.example",
    ):
        rui.writes(from_=f"Rui <{spelling}>")

    assert [ticket.requester_id == talk.tickets[0].requester_id for ticket in talk.tickets] == [
        True,
        True,
        False,
        False,
    ]


def test_picture_that_is_a_page_is_a_file_with_the_type_it_claims_and_nothing_more() -> None:
    """T056"""
    page = part(
        "image/png; name=x.png", encoded(b"<html><script>1</script>"), "Content-Transfer-Encoding: base64"
    )
    read = take_apart(multipart("mixed", part("text/plain", "x"), page))

    assert read.html is None
    assert read.files[0].content.startswith(b"<html>")
