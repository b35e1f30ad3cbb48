"""The last look at a mail's header: what was meant to stand there, and nothing else."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from outbound.frozen import HeadersDiffer, check_headers, clean_header

MEANT = ["From", "To", "Subject", "Received", "Received"]
HEAD = (
    b"From: a@desk.example\r\nTo: b@warga.example\r\nSubject: Jadwal\r\n"
    b" buka\r\nReceived: one\r\nReceived: two\r\n"
)


def test_meant_header_passes() -> None:
    check_headers(HEAD + b"\r\nBcc: not a header here\r\n", MEANT)


def test_names_are_compared_without_case_and_order() -> None:
    check_headers(b"SUBJECT: x\r\nfrom: y\r\n\r\n", ["From", "Subject"])


def test_mail_without_a_body_passes() -> None:
    check_headers(b"Subject: x\r\n", ["Subject"])


@pytest.mark.parametrize("line_break", [b"\r\n", b"\n", b"\r"])
def test_smuggled_field_is_refused(line_break: bytes) -> None:
    with pytest.raises(HeadersDiffer) as refused:
        check_headers(b"Subject: Re: a" + line_break + b"Bcc: mallory@evil.example\r\n\r\n", ["Subject"])

    assert refused.value.reason.facts == {"unexpected": "bcc", "missing": ""}


def test_header_that_ends_too_early_is_refused() -> None:
    with pytest.raises(HeadersDiffer) as refused:
        check_headers(b"Subject: a\r\n\r\nhello\r\nFrom: a@desk.example\r\n\r\n", ["Subject", "From"])

    assert refused.value.reason.facts["missing"] == "from"


def test_field_that_stands_twice_is_refused() -> None:
    with pytest.raises(HeadersDiffer):
        check_headers(b"From: a@desk.example\r\nFrom: mallory@evil.example\r\n\r\n", ["From"])


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: a\r\nno field at all\r\n\r\n",
        b"Subject: a\r\n \r\nBcc: mallory@evil.example\r\n\r\n",
        b"Subject: a\r\nSub\0ject: b\r\n\r\n",
        b"Subject: a\0b\r\n\r\n",
        b"Subject : a\r\n\r\n",
        b"Subject: a\r\n b\0c\r\n\r\n",
    ],
)
def test_line_that_receivers_would_read_differently_is_refused(raw: bytes) -> None:
    with pytest.raises(HeadersDiffer) as refused:
        check_headers(raw, ["Subject"])

    assert refused.value.reason.code == "headers_broken"


@pytest.mark.parametrize(
    "subject",
    [
        "Re: a\r\nBcc: mallory@evil.example",
        "Re: a\nBcc: mallory@evil.example\n\n<script>",
        "Re: a\x0bBcc: mallory@evil.example",
        "Re: a\x85Bcc: mallory@evil.example",
        "Re: a\u2028Bcc: mallory@evil.example",
        "Re: a\0b\x1b[31m",
        "Re: \udce9",
    ],
)
def test_cleaned_subject_survives_the_encoder_as_one_field(subject: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = clean_header(subject)
    mail.set_content("Halo")

    check_headers(mail.as_bytes(), mail.keys())


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Jadwal\r\n buka", "Jadwal buka"),
        ("  tab\tdan\x00nol\u2029", "tab dan nol"),
        ("invoice\u202efdp.exe\u2066", "invoicefdp.exe"),
        ("Ubah data 👩‍👩‍👧 é", "Ubah data 👩‍👩‍👧 é"),
        ("\r\n", ""),
    ],
)
def test_clean_header_is_one_printable_line(text: str, cleaned: str) -> None:
    assert clean_header(text) == cleaned


def test_clean_header_is_capped() -> None:
    assert clean_header("ab " * 200, limit=9) == "ab ab ab"
