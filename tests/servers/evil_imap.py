"""An IMAP server that does what a script says: it lies, hangs up, floods, or starts no TLS.

Commands without an answer in the script are answered well, for a mailbox with one mail (UID 7). An
answer is a list of steps: bytes (a packet each, %T stands for the tag), or a deed on the connection.
`heard` is every line that clients sent, over all connections.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

MAIL = b"From: Rui <rui@elsewhere.example>\r\nSubject: Toner\r\n\r\nThe toner is empty.\r\n"

Step = bytes | Callable[["Conversation"], object]
Answer = Sequence[Step]

GOOD: dict[str, Answer] = {
    "LOGIN": [b"%T OK logged in\r\n"],
    "AUTHENTICATE PLAIN": [b"+ \r\n", lambda talk: talk.hear(), b"%T OK logged in\r\n"],
    "SELECT": [
        b"* 1 EXISTS\r\n* OK [UIDVALIDITY 5] valid\r\n* OK [UIDNEXT 8] next\r\n",
        b"* OK [PERMANENTFLAGS (\\Seen \\*)] kept\r\n%T OK [READ-WRITE] selected\r\n",
    ],
    "UID SEARCH": [b"* SEARCH 7\r\n%T OK found\r\n"],
    "UID FETCH 7 (RFC822.SIZE": [b"* 1 FETCH (UID 7 RFC822.SIZE %d)\r\n%%T OK fetched\r\n" % len(MAIL)],
    "UID FETCH 7 (INTERNALDATE BODY.PEEK[])": [
        b"* 1 FETCH (UID 7 BODY[] {%d}\r\n%s)\r\n%%T OK fetched\r\n" % (len(MAIL), MAIL)
    ],
    "IDLE": [b"+ idling\r\n", lambda talk: talk.hear(), b"%T OK done\r\n"],
    "LOGOUT": [b"* BYE see you\r\n%T OK gone\r\n", lambda talk: talk.hang_up()],
    "": [b"%T OK fine\r\n"],
}


class _Over(Exception):
    """The conversation ended."""


@dataclass
class Conversation:
    """One connection, as the steps of an answer see it."""

    connection: socket.socket
    server: EvilImap
    tag: bytes = b"*"
    pending: bytearray = field(default_factory=bytearray)

    def hear(self) -> str:
        while b"\n" not in self.pending:
            data = self.connection.recv(4096)
            if not data:
                raise _Over
            self.pending += data
        line, _, rest = bytes(self.pending).partition(b"\n")
        self.pending[:] = rest
        self.server.heard.append(line.strip().decode("latin-1"))
        return self.server.heard[-1]

    def say(self, packet: bytes) -> None:
        self.connection.sendall(packet.replace(b"%T", self.tag))

    def hang_up(self) -> None:
        raise _Over

    def start_tls(self) -> None:
        assert self.server.tls is not None
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)

    def wait_for_end(self) -> None:
        """Says nothing any more."""
        self.server.ended.wait(60)

    def flood(self, packet: bytes) -> None:
        """Says the same for as long as anybody listens."""
        while not self.server.ended.is_set():
            self.say(packet)


@dataclass
class EvilImap:
    answers: dict[str, Answer]
    greeting: Answer
    capabilities: str
    tls: ssl.SSLContext | None
    port: int = 0
    host: str = "localhost"
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def heard_of(self, word: str) -> list[str]:
        """The lines that hold this word."""
        return [line for line in self.heard if word in line]

    def serve(self, listener: socket.socket) -> None:
        while not self.ended.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                self.connections += 1
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(60)
        talk = Conversation(connection, self)
        try:
            self._answer(talk, self.greeting)
            while True:
                tag, _, command = talk.hear().partition(" ")
                talk.tag = tag.encode()
                self._answer(talk, self._steps(command))
        except (_Over, OSError):
            talk.connection.close()

    def _answer(self, talk: Conversation, steps: Answer) -> None:
        for step in steps:
            if isinstance(step, bytes):
                talk.say(step)
            else:
                step(talk)

    def _steps(self, command: str) -> Answer:
        """The longest beginning that is known wins; the script goes before good manners."""
        capability = f"* CAPABILITY {self.capabilities}\r\n%T OK these\r\n".encode()
        for known in (self.answers, {**GOOD, "CAPABILITY": [capability]}):
            fitting = [start for start in known if command.upper().startswith(start)]
            if fitting:
                return known[max(fitting, key=len)]
        return [b"%T BAD what?\r\n"]


@contextmanager
def evil_imap(
    answers: Mapping[str, Answer] | None = None,
    *,
    greeting: Answer = (b"* OK ready\r\n",),
    capabilities: str = "IMAP4rev1 IDLE UIDPLUS MOVE",
    tls: ssl.SSLContext | None = None,
) -> Iterator[EvilImap]:
    """Keys of `answers` are beginnings of commands in capitals, without the tag."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = EvilImap(dict(answers or {}), greeting, capabilities, tls, port=listener.getsockname()[1])
        thread = threading.Thread(target=server.serve, args=(listener,))
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            listener.shutdown(socket.SHUT_RDWR)  # ends the accept
            thread.join()
