"""A parser child: reads mails from the socket on its standard input, answers each with its `ParsedMail`.

Started by `ingest.children` as `python -m ingest.child`. It limits its own memory for good and its processor
time mail by mail, so that a mail made to hurt kills this process and nothing else. Ends when its parent does.
"""

from __future__ import annotations

import logging
import resource
import socket
import sys

from ingest.framing import OUT_OF_MEMORY, PROCESSOR_SECONDS, encode_mail, receive, send
from ingest.parse import parse

MEMORY_BYTES = 512 * 1024 * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    with socket.socket(fileno=sys.stdin.fileno()) as connection:
        _answer(connection)


def _answer(connection: socket.socket) -> None:
    while True:
        try:
            raw = receive(connection)
        except (EOFError, ConnectionError):
            return
        _allow(PROCESSOR_SECONDS)
        try:
            send(connection, encode_mail(parse(raw)))
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)


def _allow(seconds: int) -> None:
    """So much more processor time from now on; past it the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


if __name__ == "__main__":
    main()
