"""No pattern of the product can be pumped: each is run on long repetitive text within a few seconds of processor time.

T104. Runs in a process of its own with a limit, which names the pattern it was at when it is ended.
"""

from __future__ import annotations

import importlib
import re
import resource
import subprocess
import sys
from collections.abc import Iterator

from tests.source import ROOT, module_name, product

LENGTH = 1000
SECONDS = 60
"""For all patterns together; they need about a sixth of that. One that could be pumped would take hours."""
PUMPS = (
    "a", " ", "\t", "\n", "te", "a.", "a@", "a@b.", "a-", "a/", "1", "1.", "<", "<a ", "<a x='", "</", "<!--", "&#1;",
    "(", ")", "[", '"', "'", "\\", ";", ";a=", ":", ",", "=?", "=?utf-8?q?a?= ", "=41", "> ", ">", "-", "--", "_", "*",
    "on a wrote", "On 1 Jan 2026 a wrote ", "Dari: a ", "\r\n", "\r\n ", "%41", "http://a", " a\n", "\u00e9", "\u65e5",
)  # fmt: skip
STARTS = ("", "<a ", "On ", "http://")
ENDS = ("", "!")


def test_no_pattern_can_be_pumped() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.test_patterns"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout[-500:] + ran.stderr[-500:]
    assert int(ran.stdout.rpartition("patterns: ")[2]) > 100


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    for file in product():
        if "migrations" in file.parts or file.stem == "__main__":
            continue
        module = importlib.import_module(module_name(file))
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__}.{name}", value


def pump(pattern: re.Pattern[str] | re.Pattern[bytes]) -> None:
    for start in STARTS:
        for repeated in PUMPS:
            text = start + repeated * (LENGTH // len(repeated))
            for end in ENDS:
                if isinstance(pattern.pattern, bytes):
                    search = re.compile(pattern.pattern, pattern.flags).search
                    search((text + end).encode())
                else:
                    re.compile(pattern.pattern, pattern.flags).search(text + end)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    found = {(pattern.pattern, pattern.flags): (name, pattern) for name, pattern in patterns()}
    for name, pattern in found.values():
        print(name, flush=True)  # noqa: T201 (says where it was, if it is ended)
        pump(pattern)
    print(f"patterns: {len(found)}")  # noqa: T201
