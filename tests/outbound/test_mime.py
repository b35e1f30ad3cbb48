"""Bytes of a mail: what was meant reaches its reader, as Python's own writer would have written it."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from outbound.frozen import check_headers
from outbound.mime import file_part, mailbox, multipart, text_part, words

SUBJECTS = [
    "[MJ-7K3QX2] Re: Printer",
    "[MJ-7K3QX2] Re: " + "a rather long subject that goes on and " * 6 + "on",
    "Re: Naïve café",
    "お問い合わせ、" * 20,
    "🔥" * 80,
    "=?utf-8?q?not_encoded?= by us",
    "x" * 250,
    'quotes " and \\ and , ; : <>',
]
NAMES = [
    "Rui Tan",
    "Ana Lestari (Support Meja Bantuan)",
    'a "b" \\ c',
    "o'brien - jr.",
    "Zoë Ωmega (Support)",
    "佐藤・佐藤",
    "=?utf-8?q?x?=",
]
TEXTS = [
    "One line.\n",
    "Trailing blanks  \nand = signs, a\ttab,\n.\nFrom here on\n",
    "w" * 2000 + "\n",
    "Terbakar 🔥 " * 300 + "\n",
    "\n\n",
]
FILES = ["surat.pdf", 'a "b".txt', "surat é.pdf", "申請書" * 50 + ".pdf", "100%.txt"]


def written(*, subject: str = "Printer", name: str = "Rui Tan", text: str = "Halo\n") -> bytes:
    head = {"To": mailbox(name, "rui@partner.example"), "Subject": words(subject), "MIME-Version": "1.0"}
    return multipart("alternative", [text_part(text), text_part(f"<p>{text}", subtype="html")], above=head)


def by_python(*, subject: str = "Printer", name: str = "Rui Tan", text: str = "Halo\n") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["To"] = Address(name, "rui", "partner.example")
    mail["Subject"] = subject
    mail.set_content(text, charset="utf-8", cte="quoted-printable" if text.isascii() else "base64")
    mail.add_alternative(f"<p>{text}", subtype="html", charset="utf-8", cte="base64")
    return mail.as_bytes()


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def told(raw: bytes) -> list[object]:
    """All a reader sees of a mail: fields, and the kind, encoding and content of each part."""
    mail = read(raw)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    return [
        {name: str(mail[name]) for name in ("To", "Subject", "MIME-Version")},
        [part.get_content_type() for part in mail.walk()],
        [(part["Content-Type"], part["Content-Transfer-Encoding"], part.get_content()) for part in parts],
    ]


def test_mail_is_written_so() -> None:
    head = {"Subject": words("Jawaban é"), "References": " ".join(f"<{n:030}@desk.example>" for n in (1, 2, 3))}

    assert multipart("alternative", [], above=head).partition(b"Content-Type")[0] == (
        b"Subject: =?utf-8?b?SmF3YWJhbiDDqQ==?=\r\n"
        b"References: <000000000000000000000000000001@desk.example>\r\n"
        b" <000000000000000000000000000002@desk.example>\r\n"
        b" <000000000000000000000000000003@desk.example>\r\n"
    )


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subject_reads_as_it_was_meant(subject: str) -> None:
    assert read(written(subject=subject))["Subject"] == subject


@pytest.mark.parametrize("name", NAMES)
def test_name_reads_as_it_was_meant(name: str) -> None:
    [address] = read(written(name=name))["To"].addresses

    assert (address.display_name, address.addr_spec) == (name, "rui@partner.example")


def test_name_longer_than_an_encoded_word_is_one_name() -> None:
    """RFC 2047 section 6.2; Python's newer reader puts blanks between the words of a name."""
    decoded = make_header(decode_header(mailbox("佐藤・" * 15, "rui@partner.example")))

    assert str(decoded) == "佐藤・" * 15 + " <rui@partner.example>"


@pytest.mark.parametrize("text", TEXTS)
def test_words_read_as_they_were_meant(text: str) -> None:
    body = read(written(text=text)).get_body(("plain",))

    assert body is not None
    assert body.get_content() == text.replace("\n", "\r\n")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("subject", SUBJECTS[:4])
def test_reader_sees_what_pythons_writer_would_have_written(subject: str, text: str) -> None:
    assert told(written(subject=subject, text=text)) == told(by_python(subject=subject, text=text))


@pytest.mark.parametrize("filename", FILES)
def test_file_keeps_its_name_and_bytes(filename: str) -> None:
    content = bytes(range(256)) * 7
    raw = multipart("mixed", [file_part(content, content_type="application/pdf", filename=filename)])
    [part] = read(raw).iter_attachments()

    assert (part.get_filename(), part.get_content()) == (filename, content)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_only_what_cannot_be_folded_makes_a_line_long(subject: str, name: str) -> None:
    """RFC 2047 section 2: at most 76 characters in a line with an encoded-word."""
    lines = written(subject=subject, name=name).split(b"\r\n")

    assert not [line for line in lines if len(line) > 76 and (b"=?" in line or b" " in line[10:])]


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_line_break_in_a_field_is_a_blank(line_break: str) -> None:
    raw = written(subject=f"a{line_break}Bcc: mallory@evil.example", name=f"a{line_break}Bcc: b")

    check_headers(raw, ["To", "Subject", "MIME-Version", "Content-Type"])


def test_line_breaks_of_every_kind_leave_as_one() -> None:
    assert text_part("a\rb\nc\r\nd\n").endswith(b"\r\n\r\na\r\nb\r\nc\r\nd\r\n")
