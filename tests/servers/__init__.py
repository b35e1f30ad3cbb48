"""Real servers for the tests: each a context manager that starts one and leaves nothing behind.

What this machine cannot start raises `Missing`, which carries the line to type. A fixture then skips
its tests loudly, or fails them when `CI` is set: continuous integration may not pass by not looking.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

MARK = "missing component: "
# Below the range the kernel hands to outgoing connections, so that none of those takes a port first. Each worker
# of one run has ports of its own, or two could find the same one free at the same moment.
_LANE = 20_000 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4 * 3_000
_FIRST = os.getpid() * 7 % 3_000
_PORTS: Iterator[int] = iter([*range(_LANE + _FIRST, _LANE + 3_000), *range(_LANE, _LANE + _FIRST)])


class Missing(Exception):
    """A component is not here: `what` it is and the `line` that brings it."""

    def __init__(self, what: str, *, line: str) -> None:
        super().__init__(f"{MARK}{what}. Type: {line}")


@contextmanager
def or_skipped() -> Iterator[None]:
    """Around the start of a server in a fixture."""
    try:
        yield
    except Missing as missing:
        skip_or_fail(missing)


def skip_or_fail(missing: Missing) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(str(missing), pytrace=False)
    pytest.skip(str(missing))


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on; never the same twice in one process."""
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port between 20000 and 32000")
