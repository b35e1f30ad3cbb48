"""Serve pages from a thread, and end it wholly: no thread, no socket and no half-read request stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from threading import Thread
from time import monotonic, sleep
from typing import Any

READY_SECONDS = 20.0


@contextmanager
def serving(server: Any) -> Iterator[None]:
    """A waitress server. It answers inside the block."""
    thread = Thread(target=server.run, name="web")
    thread.start()
    try:
        yield
    finally:
        # What closes its sockets runs in its own thread: nobody else may touch them while it looks at them.
        server.trigger.pull_trigger(lambda: _hang_up(server))
        thread.join()
        server.task_dispatcher.shutdown()


def wait_until_it_answers(host: str, port: int, path: str) -> bool:
    """Whether the page is there in time."""
    end = monotonic() + READY_SECONDS
    while not (answers := _answers(host, port, path)) and monotonic() < end:
        sleep(0.05)
    return answers


def _hang_up(server: Any) -> None:
    from waitress import wasyncore

    wasyncore.close_all(server._map)


def _answers(host: str, port: int, path: str) -> bool:
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
