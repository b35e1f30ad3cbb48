"""docs/threats.md names the tests that show each outcome: they exist, and their files name the threat."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.source import ROOT

PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
ROWS = {
    found[1]: found[2] for found in re.finditer(r"^\| (T\d{3}) [^|]+\|[^|]+\| (.+) \|$", PAGE, re.MULTILINE)
}
AUDITED = {
    f"T{number:03}"
    for first, last in ((16, 22), (48, 60), (64, 66), (68, 74), (91, 105))
    for number in range(first, last + 1)
}


@cache
def files_of_tests() -> dict[str, list[str]]:
    """The source of each file, by the tests in it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE):
            found.setdefault(name, []).append(source)
    return found


def test_page_has_a_row_for_every_threat() -> None:
    assert set(ROWS) == AUDITED


@pytest.mark.parametrize("threat", sorted(AUDITED))
def test_every_test_named_exists_where_the_threat_is_named(threat: str) -> None:
    named = re.findall(r"`(test_\w+)`", ROWS.get(threat, ""))
    files = files_of_tests()

    assert named
    assert [name for name in named if not any(threat in source for source in files.get(name, []))] == []
