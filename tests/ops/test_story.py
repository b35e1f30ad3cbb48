"""The story of the demo: it is played by real mail, and a step that does not happen is named."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desk import failpoints
from ops.demo import free_port
from ops.demo_desk import running_demo
from ops.seed_clocks import TODAY
from ops.story import STEPS, Step, play
from ops.story_words import SCRIPTS
from tests.source import ROOT


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    failpoints.arm("")


def told(language: str = "id") -> int:
    with running_demo(port=free_port(0), matters=TODAY) as demo:
        return play(demo.desk, demo.world, language=language)


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_step_happens_and_every_mail_is_printed(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = told(language)
    printed = capsys.readouterr().out

    assert status == 0
    assert [step.name for step in STEPS if step.name not in printed] == []
    assert len(re.findall(r"^ +(?:Subject|Subjek): ", printed, flags=re.MULTILINE)) == 12


def test_partner_is_told_the_answer_and_never_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    told("en")
    letters = capsys.readouterr().out.split("From: ")
    to_partner = [letter for letter in letters if "To: Tom Whitfield" in letter]

    assert "Good luck with the report." in to_partner[-1]
    assert not [letter for letter in to_partner if "#resolve" in letter]


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_failpoint_of_a_step_fails_exactly_this_step(step: Step, capsys: pytest.CaptureFixture[str]) -> None:
    failpoints.arm(f"{step.failpoint}:*:raise")
    status = told()

    assert status == 1
    assert capsys.readouterr().err.startswith(f"meja demo: {step.name}: ")


def test_command_says_in_one_line_which_step_failed() -> None:
    environment = os.environ | {"MEJA_FAILPOINT": "deliver.acknowledgement:*:raise"}
    command = [sys.executable, "-m", "ops", "demo", "--once", "--language", "en"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "acknowledged" in done.stderr
