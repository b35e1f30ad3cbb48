"""Log lines: what somebody else wrote can neither begin a line of its own nor speak to a terminal."""

from __future__ import annotations

import logging
import sys

from ops.logs import OneLine


def shown(message: str, *, level: int, error: Exception | None = None) -> list[str]:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("meja.test", level, "", 0, "%s", (message,), exc_info)
    return OneLine().format(record).split("\n")


def test_a_line_break_in_a_subject_begins_no_line() -> None:
    assert len(shown("subject\r\n2026 info forged", level=logging.INFO)) == 1


def test_a_line_break_in_the_path_of_a_failed_request_begins_no_line() -> None:
    first, *_ = shown("Exception on /x\n2026 info forged", level=logging.ERROR, error=ValueError("odd"))

    assert first.endswith(r"/x\n2026 info forged")


def test_an_error_that_tells_a_traceback_keeps_its_lines() -> None:
    assert len(shown("delivery=1\nTraceback\nValueError: odd", level=logging.ERROR)) == 3


def test_a_traceback_speaks_to_no_terminal() -> None:
    try:
        raise ValueError("\x1b]0;owned\x07")
    except ValueError:
        error = sys.exc_info()[1]
        assert isinstance(error, ValueError)
        lines = shown("failed", level=logging.ERROR, error=error)

    assert "\x1b" not in "".join(lines)
    assert r"\x1b]0;owned" in lines[-1]
