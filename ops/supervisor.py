"""`meja run`: one process for each part, restarted when it dies, stopped together.

A part that dies at once is restarted more and more slowly. One that says its settings cannot be used
(exit status 78) ends the whole, since trying again would not help.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType

from ops.roles import ROLES

log = logging.getLogger("meja.run")

EX_CONFIG = 78
STOP_SECONDS = 20
STEADY_SECONDS = 30
LONGEST_PAUSE = 30.0


@dataclass
class Part:
    """One role's process. `failures` counts the deaths since it last ran steadily."""

    role: str
    settings: Path
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        what = ["run", "--role", self.role, "--supervised", "--settings", str(self.settings)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ops", *what], stdin=subprocess.PIPE, start_new_session=True
        )
        self.started = time.monotonic()

    def look_after(self) -> int | None:
        """Restart it when it is time; the exit status when it has just died."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
            return None
        status = self.process.poll()
        if status is not None:
            self._bury(status)
        return status

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _bury(self, status: int) -> None:
        lived = time.monotonic() - self.started
        self.failures = 0 if lived > STEADY_SECONDS else self.failures + 1
        pause = min(0.2 * 2 ** max(self.failures - 1, 0), LONGEST_PAUSE)
        log.warning("%s ended with status %d; again in %.1f s", self.role, status, pause)
        self.process, self.due = None, time.monotonic() + pause


@dataclass
class Supervisor:
    settings: Path
    roles: Sequence[str] = ROLES
    stop: Event = field(default_factory=Event)

    def run(self) -> int:
        """Until SIGTERM or SIGINT; the exit status."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        parts = [Part(role, self.settings) for role in self.roles]
        status = self._look_after(parts)
        for part in parts:
            part.stop()
        for part in parts:
            part.wait()
        return status

    def _look_after(self, parts: list[Part]) -> int:
        while not self.stop.wait(0.1):
            if EX_CONFIG in [part.look_after() for part in parts]:
                return EX_CONFIG
        return 0

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()
