"""Parser children: processes that may be killed, so that no mail can stop or swell the one that sent it.

`Children.parse` may be called from many threads; each call borrows a child, starting it if need be. A child
that runs past the wall limit is killed, one that dies (memory, processor time, a fault in a library) is
replaced, and after `mails` mails each is renewed. The death of a child is `ParserDied`, with its reason.
"""

from __future__ import annotations

import queue
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import TracebackType

import msgspec

from ingest.framing import OUT_OF_MEMORY, PROCESSOR_SECONDS, decode_mail, receive, send
from ingest.parsed import ParsedMail
from models.reason import Reason, because

WALL_SECONDS = 10.0
MEMORY = 512 * 1024 * 1024
"""Bytes of address space a child may have."""


class ParserDied(Exception):
    """The child working on this mail was killed or died; `reason` says how."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code, dict(reason.facts))
        self.reason = reason


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    connection: socket.socket
    mails: int = 0

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


class Children:
    """At most `count` children, each for `mails` mails. Close it, or use it in a `with`."""

    def __init__(
        self, count: int = 2, mails: int = 500, *, seconds: float = WALL_SECONDS, memory: int = MEMORY
    ) -> None:
        self._mails = mails
        self._seconds = seconds
        self._memory = memory
        # None stands for a child that is not running. The last one used is the first taken: it is warm.
        self._free: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(None)
        self._count = count

    def parse(self, raw: bytes) -> ParsedMail:
        """Raises ParserDied when the child did not live to answer."""
        child, lives = _if_alive(self._free.get()), False
        try:
            child = child or _start(self._memory)
            mail = self._ask(child, raw)
            lives = True
        finally:
            self._free.put(self._kept(child, lives=lives))
        return mail

    def close(self) -> None:
        """Ends every child, waiting for those at work; a later mail would start one again."""
        for child in [self._free.get() for _ in range(self._count)]:
            if child is not None:
                child.end()
            self._free.put(None)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes of the children that are waiting for work."""
        return tuple(child.process.pid for child in list(self._free.queue) if child is not None)

    def __enter__(self) -> Children:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, child: _Child, raw: bytes) -> ParsedMail:
        child.mails += 1
        deadline = time.monotonic() + self._seconds
        try:
            send(child.connection, raw, deadline=deadline)
            return decode_mail(receive(child.connection, deadline=deadline))
        except TimeoutError:
            raise ParserDied(because("parser_too_slow", seconds=self._seconds)) from None
        except (EOFError, OSError, msgspec.DecodeError) as error:
            raise ParserDied(_cause_of_death(child.process)) from error

    def _kept(self, child: _Child | None, *, lives: bool) -> _Child | None:
        if child is None or (lives and child.mails < self._mails):
            return child
        child.end()
        return None


def _if_alive(child: _Child | None) -> _Child | None:
    """A child that died while it waited is no mail's fault."""
    if child is None or child.process.poll() is None:
        return child
    child.end()
    return None


def _start(memory: int) -> _Child:
    ours, theirs = socket.socketpair()
    with theirs:
        # A session of its own: Ctrl-C is for the parent, which then ends its children in order.
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest.child", str(memory)],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    return _Child(process, ours)


def _cause_of_death(process: subprocess.Popen[bytes]) -> Reason:
    """A child that has closed its end is at its end: it gets a moment to say with what status."""
    try:
        status = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        process.kill()
        status = process.wait()
    if status == -signal.SIGXCPU:
        return because("parser_too_slow", seconds=PROCESSOR_SECONDS)
    if status == OUT_OF_MEMORY:
        return because("parser_out_of_memory")
    return because("parser_crashed", status=status)
