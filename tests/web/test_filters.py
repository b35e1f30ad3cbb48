"""The filters that decide something by themselves."""

from __future__ import annotations

import pytest

from desk.words import file_size
from web.filenames import plain_filename
from web.filters import linked
from web.forms import same_origin_path


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\x.doc", "x.doc"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nb\0c.txt", "abc.txt"),
        (" .htaccess. ", "htaccess"),
        ("\u200b...", "file"),
        ("", "file"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_filename_cannot_pretend(name: str, shown: str) -> None:
    """T057, T058, T059"""
    assert plain_filename(name) == shown


def test_long_filename_keeps_its_ending() -> None:
    short = plain_filename("é" * 5000 + ".xlsx")

    assert short.endswith("é.xlsx")
    assert len(short.encode()) <= 150


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://meja.example/a?b=1&c=2.", "https://meja.example/a?b=1&amp;c=2"),
        ("(http://meja.example)", "http://meja.example"),
        ("<https://meja.example>", "https://meja.example"),
        ('https://meja.example/"onmouseover="x', "https://meja.example/"),
    ],
)
def test_web_address_becomes_a_link_and_nothing_more(text: str, address: str) -> None:
    assert linked(text).count("<a ") == 1
    assert f'<a href="{address}" rel="noopener noreferrer nofollow" target="_blank">{address}</a>' in linked(
        text
    )


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "http://", "<b>&</b>"]
)
def test_other_text_stays_text(text: str) -> None:
    assert "<a " not in linked(text)
    assert "<b>" not in linked(text)


@pytest.mark.parametrize(
    ("count", "language", "words"),
    [
        (0, "en", "0 B"),
        (999, "id", "999 B"),
        (24_500, "en", "24 kB"),
        (3_400_000, "en", "3.4 MB"),
        (3_400_000, "id", "3,4 MB"),
    ],
)
def test_size_is_said_as_people_read_it(count: int, language: str, words: str) -> None:
    assert file_size(count, language) == words


@pytest.mark.parametrize("path", ["/tickets", "/tickets?words=a%2F%2Fb", "/a//b"])
def test_path_of_our_own_is_followed(path: str) -> None:
    assert same_origin_path(path) == path


@pytest.mark.parametrize("path", ["", "tickets", "//x", "/\\x", "/\n/x", "http://x", "///x", "/[x"])
def test_other_goal_is_not(path: str) -> None:
    assert same_origin_path(path) in ("", "/[x")
