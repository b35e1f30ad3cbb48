"""Names of files: read in every way they are written, shown without tricks (T057-T059)."""

from __future__ import annotations

import pytest

from ingest.parse import take_apart
from tests.ingest.letters import letter


def name_of(*head: str | bytes) -> str:
    return take_apart(letter("Content-Type: application/pdf", *head)).files[0].filename


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        pytest.param("attachment; filename=report.pdf", "report.pdf", id="token"),
        pytest.param('attachment; filename="a report.pdf"', "a report.pdf", id="quoted"),
        pytest.param("attachment; filename=a report.pdf", "a report.pdf", id="spaces without quotes"),
        pytest.param(
            'attachment; filename="a "new" report.pdf"', 'a "new" report.pdf', id="quotes inside quotes"
        ),
        pytest.param('attachment; filename="a\\"b.pdf"', 'a"b.pdf', id="escaped quote"),
        pytest.param('attachment; filename="report.pdf', "report.pdf", id="quote that never ends"),
        pytest.param("attachment; filename*=UTF-8''na%C3%AFve.pdf", "naïve.pdf", id="RFC 2231"),
        pytest.param(
            "attachment; filename*=iso-8859-1'en'na%EFve.pdf", "naïve.pdf", id="RFC 2231 in latin-1"
        ),
        pytest.param(
            "attachment; filename=plain.pdf; filename*=utf-8''%C3%A9.pdf", "é.pdf", id="both, RFC 2231 wins"
        ),
        pytest.param(
            "attachment; filename*0*=utf-8''%C3; filename*1*=%A9t; filename*2=e.pdf",
            "éte.pdf",
            id="cut inside a character",
        ),
        pytest.param("attachment; filename*1=b.pdf; filename*0=a", "ab.pdf", id="continuations out of order"),
        pytest.param('attachment; filename="=?utf-8?q?caf=C3=A9?=.pdf"', "café.pdf", id="encoded word"),
        pytest.param("attachment; size=1 filename=x.pdf", "x.pdf", id="semicolon forgotten"),
        pytest.param("attachment; FILENAME=x.pdf", "x.pdf", id="upper case"),
        pytest.param("attachment; filename=../../etc/passwd", "passwd", id="folders above"),
        pytest.param('attachment; filename="C:\\\\temp\\\\x.pdf"', "x.pdf", id="Windows folders"),
        pytest.param('attachment; filename="/abs/x.pdf"', "x.pdf", id="absolute path"),
        pytest.param('attachment; filename="x.pdf. . "', "x.pdf", id="dots and spaces at the end"),
        pytest.param('attachment; filename="a\u200bb\u0000c.pdf"', "abc.pdf", id="characters nobody sees"),
        pytest.param(
            'attachment; filename="invoice\u202efdp.exe"', "invoicefdp.exe", id="order turned round"
        ),
        pytest.param('attachment; filename=".."', "attachment.pdf", id="nothing but dots"),
        pytest.param("attachment", "attachment.pdf", id="no name"),
    ],
)
def test_file_is_shown_under_its_name(disposition: str, name: str) -> None:
    assert name_of(f"Content-Disposition: {disposition}") == name


def test_name_of_the_content_type_serves_when_there_is_no_other() -> None:
    raw = letter('Content-Type: application/pdf; name="x.pdf"', "Content-Disposition: attachment")

    assert take_apart(raw).files[0].filename == "x.pdf"


def test_raw_eight_bit_name_is_read() -> None:
    assert name_of('Content-Disposition: attachment; filename="café.pdf"'.encode()) == "café.pdf"
    assert name_of('Content-Disposition: attachment; filename="café.pdf"'.encode("latin-1")) == "café.pdf"


def test_long_name_is_cut_and_keeps_its_extension() -> None:
    name = name_of(f'Content-Disposition: attachment; filename="{"é" * 5000}.pdf"')

    assert name.endswith("é.pdf")
    assert len(name.encode()) <= 150


def test_missing_semicolon_does_not_hide_the_charset() -> None:
    raw = letter("Content-Type: text/plain charset=koi8-r", body="Привет всем".encode("koi8-r"))

    assert take_apart(raw).text == "Привет всем"
