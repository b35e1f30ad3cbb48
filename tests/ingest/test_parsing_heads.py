"""Header fields: where a head ends, how its values are decoded, what ids and dates are taken from it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from ingest.parse import take_apart
from tests.ingest.letters import letter


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        pytest.param("=?utf-8?q?Caf=C3=A9?=", "Café", id="quoted printable"),
        pytest.param("=?ISO-8859-1?B?Q2Fm6Q==?=", "Café", id="base64"),
        pytest.param("=?utf-8?q?a?= =?utf-8?q?b?=", "ab", id="space between neighbours is no space"),
        pytest.param("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c", id="space around plain words is"),
        pytest.param("=?utf-8?b?w6k=?= =?utf-8?b?w6k?=", "éé", id="padding forgotten"),
        pytest.param("=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é", id="a character cut in two"),
        pytest.param("=?utf-8*id?q?Caf=C3=A9?=", "Café", id="with a language, RFC 2231"),
        pytest.param("=?x-nope?q?Caf=C3=A9?=", "Café", id="unknown charset"),
        pytest.param("=?utf-8?q?two words?=", "two words", id="a space inside the word"),
        pytest.param("a=?utf-8?q?b?=c", "abc", id="inside other text"),
        pytest.param("=?utf-8?q?broken", "=?utf-8?q?broken", id="a word that never ends stays"),
        pytest.param("=?utf-8?q?a=0D=0ABcc:_x@y?=", "a Bcc: x@y", id="line ends become spaces"),
        pytest.param("safe \u202egnp.exe", "safe gnp.exe", id="nothing turns the order of words round"),
    ],
)
def test_subject_is_decoded(value: str, subject: str) -> None:
    assert take_apart(letter(f"Subject: {value}")).subject == subject


def test_japanese_subject_in_iso_2022_jp_is_read() -> None:
    word = base64.b64encode("見積り①の件".encode("cp932")).decode()
    usual = "=?ISO-2022-JP?B?GyRCOCtAUSRqJE43bxsoQg==?="

    assert take_apart(letter(f"Subject: =?shift_jis?B?{word}?=")).subject == "見積り①の件"
    assert take_apart(letter(f"Subject: {usual}")).subject == "見積りの件"


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r"])
def test_raw_eight_bit_subject_is_read_in_the_charset_of_the_mail(charset: str) -> None:
    subject = "Заявка на ремонт"
    head = (b"Subject: " + subject.encode(charset), f"Content-Type: text/plain; charset={charset}")

    assert take_apart(letter(*head)).subject == subject


def test_folded_subject_is_one_line() -> None:
    assert take_apart(letter("Subject: one\r\n two\r\n\tthree")).subject == "one two three"


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n", b"\r", b"\r\r\n"])
def test_any_line_end_ends_a_line(line_end: bytes) -> None:
    raw = line_end.join([b"From: rui@example.org", b"Subject: One", b"", b"Words."])
    read = take_apart(raw)

    assert (read.subject, read.text.strip()) == ("One", "Words.")


def test_stray_line_between_headers_is_passed_over() -> None:
    read = take_apart(b"Subject: One\r\nthis is no header\r\nFrom: rui@example.org\r\n\r\nWords.")

    assert read.sender is not None
    assert read.text == "Words."
    assert "stray_header_line" in {defect.code for defect in read.defects}


def test_body_begins_where_the_headers_stop() -> None:
    assert (
        take_apart(b"Subject: One\nWords without an empty line.\n").text.strip()
        == "Words without an empty line."
    )


def test_text_without_any_header_is_all_body() -> None:
    assert take_apart(b"Only words here.").text == "Only words here."


def test_line_of_an_mbox_is_no_header() -> None:
    read = take_apart(b"From rui@example.org Mon Jan  1 00:00:00 2026\nSubject: One\n\nWords.")

    assert read.subject == "One"


def test_topmost_of_equal_headers_is_the_one() -> None:
    assert take_apart(letter("X-Trace: first", "X-Trace: second")).headers.get("x-trace") == "first"
    assert take_apart(letter("X-Trace: first", "X-Trace: second")).headers.all("x-trace") == (
        "first",
        "second",
    )


@pytest.mark.parametrize(
    ("value", "message_id"),
    [
        pytest.param("<a.b@c.example>", "a.b@c.example", id="plain"),
        pytest.param("a.b@c.example", "a.b@c.example", id="without brackets"),
        pytest.param(" <a@b>\r\n (comment)", "a@b", id="with a comment"),
        pytest.param("<" + "a" * 100_000 + "@b>", "", id="too long to be referred to"),
        pytest.param("no id at all", "", id="words"),
        pytest.param("", "", id="empty"),
    ],
)
def test_message_id_is_taken_without_brackets(value: str, message_id: str) -> None:
    assert take_apart(letter(f"Message-ID: {value}")).message_id == message_id


def test_in_reply_to_is_the_first_id_among_words() -> None:
    read = take_apart(letter('In-Reply-To: Your message of Monday <one@x> "Rui" <two@x>'))

    assert read.in_reply_to == "one@x"


def test_references_keep_the_root_and_the_latest() -> None:
    """T008"""
    ids = [f"{number}@x.example" for number in range(5000)]
    read = take_apart(letter("References: " + "\r\n ".join(f"<{name}>" for name in ids)))

    assert len(read.references) == 40
    assert read.references[:20] == tuple(ids[:20])
    assert read.references[-1] == ids[-1]


@pytest.mark.parametrize(
    ("value", "date"),
    [
        pytest.param("Tue, 24 Nov 2026 10:00:00 +0700", datetime(2026, 11, 24, 3, tzinfo=UTC), id="usual"),
        pytest.param("24 Nov 26 10:00 GMT", datetime(2026, 11, 24, 10, tzinfo=UTC), id="short"),
        pytest.param("Tue, 24 Nov 2026 10:00:00 (WIB)", datetime(2026, 11, 24, 10, tzinfo=UTC), id="no zone"),
        pytest.param("yesterday", None, id="words"),
        pytest.param("Tue, 99 Nov 99999 10:00:00 +0000", None, id="year 99999"),
    ],
)
def test_date_is_aware_utc_or_none(value: str, date: datetime | None) -> None:
    assert take_apart(letter(f"Date: {value}")).date == date


def test_unreadable_date_is_a_defect() -> None:
    defects = take_apart(letter("Date: yesterday")).defects

    assert ("date_unreadable", "yesterday") in {(defect.code, defect.facts.get("date")) for defect in defects}
