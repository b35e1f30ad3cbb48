"""A parser child: reads mails from the socket on its standard input, answers each with its `ParsedMail`.

Started by `ingest.children` as `python -m ingest.child BYTES`. It limits its own memory to so many bytes, and
its processor time mail by mail, so that a mail made to hurt kills this process and nothing else. It ends when
its parent does.
"""

from __future__ import annotations

import logging
import resource
import socket
import sys

from ingest.framing import OUT_OF_MEMORY, PROCESSOR_SECONDS, encode_mail, receive, send
from ingest.parse import parse


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    with socket.socket(fileno=sys.stdin.fileno()) as connection:
        try:
            _answer(connection)
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)


def _answer(connection: socket.socket) -> None:
    while True:
        try:
            raw = receive(connection)
        except (EOFError, ConnectionError):
            return
        _allow(PROCESSOR_SECONDS)
        send(connection, encode_mail(parse(raw)))


def _allow(seconds: int) -> None:
    """So much more processor time from now on; past it the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


if __name__ == "__main__":
    main()
