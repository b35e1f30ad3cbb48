"""Log lines: one fact each, on standard error, with what a line break in a subject could forge taken out."""

from __future__ import annotations

import logging
import sys


class OneLine(logging.Formatter):
    """Control characters become visible escapes (T122); a traceback keeps its lines."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        shown = "".join(
            letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in message
        )
        lines = message if record.levelno >= logging.ERROR else shown
        if record.exc_info:
            lines += "\n" + self.formatException(record.exc_info)
        return f"{self.formatTime(record)} {record.levelname.lower()} {record.name} {lines}"


def log_to_stderr(*, level: int = logging.INFO) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("huey", "alembic", "imapclient", "mail.log", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
