"""Log lines: one fact each, on standard error, with what a line break in a subject could forge taken out."""

from __future__ import annotations

import logging
import sys


class OneLine(logging.Formatter):
    """Control characters become visible escapes (T122); only a traceback, or an error that tells one, has lines."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        tells_a_traceback = record.levelno >= logging.ERROR and not record.exc_info
        lines = message.split("\n") if tells_a_traceback else [message]
        if record.exc_info:
            lines += self.formatException(record.exc_info).split("\n")
        shown = "\n".join(map(_visible, lines))
        return f"{self.formatTime(record)} {record.levelname.lower()} {record.name} {shown}"


def _visible(line: str) -> str:
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in line
    )


def log_to_stderr(*, level: int = logging.INFO) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("huey", "alembic", "imapclient", "mail.log", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
