"""The names of a mail's files, by what its server says of its structure; what a server makes up does no harm."""

from __future__ import annotations

from typing import Any

import pytest
from imapclient.response_parser import parse_fetch_response

from ingest.mailbox_structure import MOST_NAMES, file_names

TEXT = '("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 10 1 NIL NIL NIL NIL)'


def names(*parts: str) -> tuple[str, ...]:
    """Of a mail with a text and these parts, as imapclient reads the server's answer."""
    line = f'1 (BODYSTRUCTURE ({TEXT}{"".join(parts)} "mixed" ("boundary" "x") NIL NIL NIL))'
    return file_names(parse_fetch_response([line.encode()])[1][b"BODYSTRUCTURE"])


def file(in_type: str = "NIL", disposition: str = "NIL") -> str:
    return f'("application" "pdf" {in_type} NIL NIL "base64" 60000000 NIL {disposition} NIL NIL)'


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (file(disposition='("attachment" ("filename" "laporan.pdf"))'), "laporan.pdf"),
        (file('("name" "laporan.pdf")'), "laporan.pdf"),
        (file('("name" "=?utf-8?B?w6kucGRm?=")'), "é.pdf"),
        (file(disposition="""("attachment" ("filename*" "utf-8''rapor%20%C3%A9.pdf"))"""), "rapor é.pdf"),
        (file('("name" "a.pdf")', '("attachment" ("filename" "b.pdf"))'), "b.pdf"),
        (file(disposition='("attachment" ("filename" "../../etc/passwd"))'), "passwd"),
        (file(disposition='("attachment" ("filename" "say \\"hi\\".pdf"))'), 'say "hi".pdf'),
    ],
    ids=["disposition", "type", "RFC 2047", "RFC 2231", "both", "a path", "quotes"],
)
def test_name_is_found_wherever_it_stands(part: str, name: str) -> None:
    assert names(part) == (name,)


def test_files_inside_other_parts_are_named_in_their_order() -> None:
    inner = f'({TEXT}{file(disposition="""("attachment" ("filename" "1.pdf"))""")} "mixed" NIL NIL NIL NIL)'

    assert names(inner, file('("name" "2.pdf")'), file('("name" "2.pdf")'), TEXT) == ("1.pdf", "2.pdf")


def test_thousand_files_are_not_all_named() -> None:
    assert len(names(*(file(f'("name" "{number}.pdf")') for number in range(1000)))) == MOST_NAMES


@pytest.mark.parametrize(
    "made_up",
    [None, (), 5, b"x", ((),), ([],), (b"a",), (b"a", b"b", 3, 4), ([(b"a", b"b", (1, 2), b"c")], b"mixed")],
    ids=repr,
)
def test_what_makes_no_sense_has_no_files(made_up: Any) -> None:
    assert file_names(made_up) == ()


def test_parts_nested_without_end_are_left_alone() -> None:
    deep: Any = (b"text", b"plain", (b"name", b"x"))
    for _ in range(10_000):
        deep = ([deep], b"mixed")

    assert file_names(deep) == ()
