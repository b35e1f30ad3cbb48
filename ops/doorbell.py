"""The one home of huey: a doorbell. It says "look now" and holds nothing that must not be lost.

Three tasks, each a line: file this mail; deliver what this account has to send; fetch the whole of this mail. All may
be rung twice and may be lost: the tables are the queue, and the worker's sweep looks at them every few seconds.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from desk.errors import TryLater
from models.reason import because

try:
    from redis.exceptions import RedisError
except ImportError:
    QUEUE_ERRORS: tuple[type[Exception], ...] = (OSError, sqlite3.Error)
else:
    QUEUE_ERRORS = (OSError, sqlite3.Error, RedisError)

log = logging.getLogger("meja.doorbell")

POLL_SECONDS = 0.05
SLOWEST_POLL_SECONDS = 0.25


class Doorbell:
    """Any process may ring; only the worker, which has given it hands, answers."""

    def __init__(self, queue: Huey) -> None:
        self.queue = queue
        self._file: Callable[[int], object] | None = None
        self._deliver: Callable[[str], object] | None = None
        self._fetch: Callable[[int], object] | None = None
        self._file_task = queue.task(name="file_mail")(self._answer_file)
        self._deliver_task = queue.task(name="deliver")(self._answer_deliver)
        self._fetch_task = queue.task(name="fetch_whole")(self._answer_fetch)

    def mail_kept(self, mail_id: int) -> bool:
        """Whether it rang."""
        return self._ring(self._file_task, mail_id)

    def mail_queued(self, account: str) -> bool:
        """Whether it rang."""
        return self._ring(self._deliver_task, account)

    def whole_asked_for(self, mail_id: int) -> bool:
        """Whether it rang."""
        return self._ring(self._fetch_task, mail_id)

    def has_rings(self) -> bool:
        """Whether somebody rang and was not answered yet; False when the queue cannot be asked."""
        try:
            return bool(self.queue.pending_count())
        except QUEUE_ERRORS:
            return False

    def answer_with(
        self,
        *,
        file: Callable[[int], object],
        deliver: Callable[[str], object],
        fetch: Callable[[int], object],
    ) -> None:
        """What this process does when it rings."""
        self._file, self._deliver, self._fetch = file, deliver, fetch

    def consumer(self, *, threads: int) -> Consumer:
        return _QuietConsumer(
            self.queue,
            workers=threads,
            periodic=False,
            initial_delay=POLL_SECONDS,
            max_delay=SLOWEST_POLL_SECONDS,
        )

    def _answer_file(self, mail_id: int) -> None:
        if self._file:
            self._file(mail_id)

    def _answer_deliver(self, account: str) -> None:
        if self._deliver:
            self._deliver(account)

    def _answer_fetch(self, mail_id: int) -> None:
        if self._fetch:
            self._fetch(mail_id)

    @staticmethod
    def _ring(task: Any, argument: object) -> bool:
        """A bell that cannot be rung costs seconds, never a mail: the sweep does the work itself."""
        try:
            task(argument)
        except QUEUE_ERRORS as error:
            log.warning("the queue does not answer: %s", type(error).__name__)
            return False
        return True


def open_queue(url: str, *, folder: Path, secret: str) -> Huey:
    """An own SQLite file unless an address is given; tasks are signed, since whoever writes the queue runs code.

    Raises TryLater when that file cannot be written: an MTA must keep its mail.
    """
    serializer = SignedSerializer(secret=secret)
    if url:
        return RedisHuey("meja", url=url, results=False, serializer=serializer)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "queue.db"
    try:
        return SqliteHuey("meja", filename=str(path), results=False, fsync=False, serializer=serializer)
    except sqlite3.Error as error:
        raise TryLater(because("queue_unwritable", path=path, error=error)) from error


class _QuietConsumer(Consumer):  # type: ignore[misc]
    """Leaves signals to the process it runs in, which may run it in a thread."""

    def _set_signal_handlers(self) -> None:
        return
