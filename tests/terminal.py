"""A person at a terminal: reads what a command asks and types answers, also those that are not shown."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0


class Terminal:
    """`said` is all that was written so far. `status` once it has ended."""

    def __init__(self, process: int, handle: int) -> None:
        self.said = ""
        self.status: int | None = None
        self._process, self._handle = process, handle
        self._heard = 0

    def asks(self, question: str, answer: str = "") -> None:
        """Waits for these words after what was answered before, then types the answer and Enter."""
        self.says(question)
        os.write(self._handle, answer.encode() + b"\n")

    def says(self, words: str) -> None:
        give_up = time.monotonic() + PATIENCE
        while (found := self.said.find(words, self._heard)) < 0:
            assert self._read(give_up), f"never said {words!r}, but:\n{self.said}"
        self._heard = found + len(words)

    def ends(self) -> int:
        """Its exit status."""
        give_up = time.monotonic() + PATIENCE
        while self._read(give_up):
            pass
        if self.status is None:
            _, status = os.waitpid(self._process, 0)
            self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def close(self) -> None:
        if self.status is None:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self._handle)

    def _read(self, give_up: float) -> bool:
        """Whether it goes on."""
        if not select.select([self._handle], [], [], max(give_up - time.monotonic(), 0))[0]:
            return False
        try:
            more = os.read(self._handle, 65536)
        except OSError:  # its end, as Linux tells it
            return False
        self.said += more.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(more)


@contextmanager
def terminal(
    words: Sequence[str], *, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """Runs a command in this folder, as from a shell."""
    process, handle = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(words[0], list(words), {**os.environ, "LANG": "C.UTF-8", **(environment or {})})  # noqa: S606 (a shell is what it stands for)
    running = Terminal(process, handle)
    try:
        yield running
    finally:
        running.close()
