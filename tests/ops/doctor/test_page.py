"""docs/doctor.md lists every finding with its words and its remedy, under the heading it is shown under."""

from __future__ import annotations

import re
from pathlib import Path

from desk import doctor_reasons, host_reasons
from ops.doctor import CHECKS, PARTS
from ops.doctor.telling import HEADINGS
from tests.source import ROOT

PAGE = (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8")
FINDINGS = doctor_reasons.FINDINGS | host_reasons.FINDINGS
DOCTOR = Path(ROOT / "ops" / "doctor")


def test_page_lists_every_finding_with_its_remedy_and_no_other() -> None:
    listed = re.findall(r"^\| `(\w+)` \| (.+?) \| (.*?) ?\|$", PAGE, flags=re.MULTILINE)

    assert {code: (said, remedy) for code, said, remedy in listed} == FINDINGS


def test_page_has_a_heading_for_every_part() -> None:
    assert re.findall(r"^### (.+)$", PAGE, flags=re.MULTILINE) == [HEADINGS[part] for part in PARTS]


def test_checks_stand_in_the_order_of_their_parts() -> None:
    parts = [PARTS.index(check.part) for check in CHECKS]

    assert parts == sorted(parts)


def test_every_finding_is_given_by_some_check() -> None:
    code = "".join(file.read_text() for file in sorted(DOCTOR.glob("*.py")))
    built = {"budget_too_small", "budget_likely_too_small"}

    assert [
        each for each in FINDINGS if f'"{each}"' not in code and each.rpartition("_")[0] not in built
    ] == []
