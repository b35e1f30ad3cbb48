"""A name that brings its own title gets no other in front of it."""

from __future__ import annotations

import pytest

from desk.titles import greeted_once


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Yth. Bapak/Ibu Ibu Siti\n\nTerima kasih.", "Yth. Ibu Siti\n\nTerima kasih."),
        ("Yth. Bapak/Ibu Bpk. Joko", "Yth. Bpk. Joko"),
        ("Kepada Bapak / Ibu pak Joko", "Kepada pak Joko"),
        ("Yth. Bapak/Ibu/Saudara Sdri. Ani", "Yth. Sdri. Ani"),
        ("Dear Sir/Madam Mrs. Hill", "Dear Mrs. Hill"),
    ],
)
def test_own_title_stands_alone(written: str, said: str) -> None:
    assert greeted_once(written) == said


@pytest.mark.parametrize(
    "written",
    [
        "Yth. Bapak/Ibu Rui Santoso",
        "Yth. Bapak/Ibu Bunga Lestari",
        "Yth. Bapak/Ibu\n\nTerima kasih.",
        "Yth. Bapak/Ibu Ibu",
    ],
)
def test_other_names_keep_theirs(written: str) -> None:
    assert greeted_once(written) == written
