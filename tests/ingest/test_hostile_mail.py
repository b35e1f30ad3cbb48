"""Mails made to hurt a parser (T091-T105): each is read by a child within its limits, and nothing is lost.

The oracle is the child itself: 10 seconds and 512 MB, beyond which `parse` raises. Sizes are those of the
threats or larger.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.children import Children
from ingest.parse import take_apart
from ingest.parsed import ParsedMail
from tests.ingest.letters import inner, joined, letter, multipart, part

MIXED = "Content-Type: multipart/mixed; boundary=b"
RFC822 = "Content-Type: message/rfc822"
HTML = "Content-Type: text/html"


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children(count=1) as started:
        yield started


def nested(depth: int) -> bytes:
    whole = part("text/plain", "Innermost.")
    for level in range(depth):
        whole = inner("mixed", whole, seam=f"s{level}")
    return multipart("mixed", whole)


def codes(mail: ParsedMail) -> set[str]:
    return {defect.code for defect in mail.defects}


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(letter("Content-Type: text/plain" + ";" * 32_000), id="T091 semicolons"),
        pytest.param(letter('Content-Type: s="' + ";;" * 128_000), id="T092 semicolons in an open quote"),
        pytest.param(letter("To: " + "a. " * 32_000 + "<a@b.example>"), id="T093 words before an address"),
        pytest.param(letter("To: " + "a " * 32_000), id="T094 words without an address"),
        pytest.param(letter("To: " + "a@b.example," * 32_000), id="T095 addresses"),
        pytest.param(letter("X-Words: " + "=?utf-8?q?a?= " * 16_000), id="T096 encoded words in any header"),
        pytest.param(letter("Content-Type: text/plain" + ";a*1=x" * 32_000), id="T097 continuations"),
        pytest.param(letter("To: " + "(" * 2000, "Message-ID: " + "(" * 2000), id="T098 comments"),
        pytest.param(letter(RFC822, body=f"{RFC822}\r\n\r\n" * 1000), id="T100 mails in mails"),
        pytest.param(letter(body="x" * 10_000_000), id="T102 a line without an end"),
        pytest.param(letter(body="\r" * 1_000_000), id="T102 carriage returns"),
        pytest.param(letter(MIXED, body="--b\r\n" * 1_000_000), id="T102 delimiters"),
        pytest.param(letter(MIXED, body="--bx\r\n" * 500_000), id="T102 nearly delimiters"),
        pytest.param(letter(HTML, body="<a " * 5000), id="T103 open tags"),
        pytest.param(letter(HTML, body="<a x='" * 5000), id="T103 open attributes"),
        pytest.param(letter(HTML, body="<!--" * 20_000 + "<![" * 20_000), id="T103 open comments"),
        pytest.param(letter(HTML, body="<div><table>" * 80_000), id="nested elements"),
        pytest.param(letter(HTML, body='<p style="' + "color:red;" * 20_000 + '">'), id="T049 endless style"),
        pytest.param(letter(body="te" * 100_000 + "\n" + " " * 100_000 + "x" + "a." * 50_000), id="T104 pumped lines"),
        pytest.param(letter("Content-Transfer-Encoding: quoted-printable", body="=41" * 5_000_000), id="T105 escapes"),
        pytest.param(
            letter("Content-Type: application/zip", "Content-Transfer-Encoding: base64", body="UEs*" * 5_000_000),
            id="T105 base64 with rubbish",
        ),
    ],
)  # fmt: skip
def test_hostile_mail_is_read_within_the_limits(children: Children, raw: bytes) -> None:
    assert children.parse(raw).subject == "Printer"


def test_subject_is_read_up_to_four_kilobytes(children: Children) -> None:
    """T096"""
    mail = children.parse(letter("Subject: " + "=?utf-8?q?a?= " * 32_000))

    assert mail.subject.startswith("aaa")
    assert len(mail.subject) < 4096


def test_recipients_are_read_up_to_five_hundred(children: Children) -> None:
    """T095"""
    mail = children.parse(letter("To: " + ", ".join(f"p{number}@x.io" for number in range(2000))))

    assert len(mail.to) == 500


@pytest.mark.parametrize("depth", [400, 1000])
def test_too_deep_a_mail_keeps_its_innermost_words(children: Children, depth: int) -> None:
    """T099"""
    mail = children.parse(nested(depth))

    assert b"Innermost." in mail.files[0].content
    assert "too_deep" in codes(mail)


def test_parts_beyond_the_limit_are_said_to_be_missing(children: Children) -> None:
    """T101"""
    mail = children.parse(letter(MIXED, body=joined(*[part("text/plain", "One.")] * 50_000, seam="b")))

    assert mail.text.count("One.") == 200
    assert "too_many_parts" in codes(mail)


def test_sender_is_found_behind_too_many_headers(children: Children) -> None:
    """T102"""
    mail = children.parse("".join(f"X-{number}: x\r\n" for number in range(10_000)).encode() + letter())

    assert mail.sender is not None
    assert mail.sender.address == "rui@example.org"
    assert "too_many_headers" in codes(mail)


def test_body_is_found_behind_too_long_a_head(children: Children) -> None:
    """T102"""
    mail = children.parse(letter("X-Long: " + "x" * 3_000_000, body="The words."))

    assert mail.text == "The words."
    assert "header_too_long" in codes(mail)


def test_words_in_nested_elements_are_kept(children: Children) -> None:
    mail = children.parse(letter(HTML, body="<div>" * 50_000 + "The words."))

    assert mail.text == "The words."
    assert mail.html is not None
    assert "The words." in mail.html


@given(st.binary(max_size=2000))
def test_any_bytes_are_taken_apart(raw: bytes) -> None:
    assert take_apart(raw).size == len(raw)


PIECES = (
    b"--b\r\n", b"--b--", b"\r\n", b"\n\n", b"Content-Type: ", b"multipart/alternative; boundary=b", b"text/html",
    b"message/rfc822", b"From: ", b"<a@b.c>", b'"', b"(", b"=?utf-8?b?", b"?=", b"Content-Transfer-Encoding: base64",
    b"; charset=", b"utf-7", b"name*0*=", b"\xff", b"\0", b"words ", b"begin 644 x\n", b"\nend\n", b"<b>", b"\x1b$B",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_order_of_mail_like_pieces_is_taken_apart(pieces: list[bytes]) -> None:
    raw = letter("Content-Type: multipart/mixed; boundary=b", body=b"".join(pieces))

    assert take_apart(raw).subject == "Printer"
