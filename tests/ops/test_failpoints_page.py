"""docs/failpoints.md lists what there is: each point with its meaning, each action, each step of the story."""

from __future__ import annotations

import re

from desk.failpoints import ACTIONS, POINTS
from ops.story import STEPS
from tests.source import ROOT

PAGE = (ROOT / "docs" / "failpoints.md").read_text(encoding="utf-8")


def test_page_lists_every_point_with_its_meaning_and_no_other() -> None:
    listed = dict(re.findall(r"^\| `([\w.]+\.\w+)` \| (.+) \|$", PAGE, flags=re.MULTILINE))

    assert listed == POINTS


def test_page_names_every_action() -> None:
    assert all(f"`{action}" in PAGE for action in ACTIONS)


def test_page_names_the_failpoint_of_every_step() -> None:
    listed = re.findall(r"^\| ([\w ]+) \| `([\w.]+)` \|$", PAGE, flags=re.MULTILINE)

    assert listed == [(step.name, step.failpoint) for step in STEPS]
