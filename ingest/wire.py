"""One IMAP connection whose answers are bounded: in seconds, in bytes, and in what a literal may claim.

imaplib reads whatever a server announces and waits as long as something drips; this wire keeps its own
buffer under the same commands, so that no answer outlives its allowance (`allow`), nothing said before
TLS is believed after it (RFC 9051 section 11.1), and nothing that came in with "+ idling" is slept
through (RFC 2177). Raises OSError and imaplib errors; `ingest.mailbox` words them.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
from time import monotonic

CONNECT_SECONDS = 15.0
READ_SECONDS = 60.0
"""The longest silence inside one answer; `allow` bounds the answer as a whole."""
ANSWER_BYTES = 2_000_000
_CHUNK_BYTES = 65_536
_GLANCE_SECONDS = 0.5
"""How late `linger` may notice that it should stop."""
_MAIL_CAME = re.compile(rb"\* \d+ EXISTS\b", re.IGNORECASE)


class Overrun(OSError):
    """The server sent, or announced, more than it was allowed. The connection is of no further use.

    Not an imaplib error: imaplib would raise its own in its place.
    """


class IdleRefused(imaplib.IMAP4.error):
    """The server announced IDLE and answered NO or BAD to it. The connection is still good."""


class Wire(imaplib.IMAP4):
    """Connects when made. With a `tls` context the first byte is already encrypted."""

    def __init__(self, host: str, port: int, *, tls: ssl.SSLContext | None) -> None:
        self._tls = tls
        self._buffer = bytearray()
        self._filled_from: socket.socket | None = None
        self.has_news = False
        """The server spoke of mail, in any answer, since somebody last set this to False."""
        self.allow(seconds=CONNECT_SECONDS)
        super().__init__(host, port, timeout=CONNECT_SECONDS)

    def allow(self, *, seconds: float, room: int = ANSWER_BYTES) -> None:
        """From now on the server has this long, and this many bytes, to answer."""
        self._deadline = monotonic() + seconds
        self._room = room

    @property
    def is_encrypted(self) -> bool:
        return isinstance(self.sock, ssl.SSLSocket)

    def linger(self, seconds: float, stop: threading.Event) -> None:
        """IDLE until there is news, `seconds` have passed, or `stop` is set. A dead link raises."""
        self.allow(seconds=seconds + CONNECT_SECONDS)
        self.send(b"IDLING IDLE\r\n")
        self._listen(monotonic() + seconds, stop)
        self.allow(seconds=1 if stop.is_set() else CONNECT_SECONDS)
        self.send(b"DONE\r\n")
        while not self.readline().startswith(b"IDLING "):
            pass

    def _listen(self, until: float, stop: threading.Event) -> None:
        is_idling = False
        while not (self.has_news and is_idling) and not stop.is_set() and monotonic() < until:
            line = self._line_within(min(_GLANCE_SECONDS, max(until - monotonic(), 0.01)))
            if line.startswith(b"IDLING "):
                raise IdleRefused(line.decode("latin-1"))
            if line.upper().startswith(b"* BYE"):
                raise self.abort("the server said BYE while idling")
            is_idling = is_idling or line.startswith(b"+")

    def _line_within(self, seconds: float) -> bytes:
        """The next line, or b"" when it is not complete yet; what came of it stays in the buffer."""
        if b"\n" not in self._buffer:
            try:
                self._fill(seconds)
            except TimeoutError:
                return b""
        return self.readline() if b"\n" in self._buffer else b""

    # What imaplib calls to talk to the socket.

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), timeout)
        # A command leaves in two small writes; the second would wait for the first to be acknowledged.
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._tls.wrap_socket(plain, server_hostname=self.host) if self._tls else plain

    def send(self, data: bytes) -> None:  # type: ignore[override]
        self.sock.settimeout(READ_SECONDS)
        self.sock.sendall(data)

    def read(self, size: int) -> bytes:
        if size > len(self._buffer) + self._room:
            raise Overrun(f"a literal of {size} bytes was announced")
        while len(self._buffer) < size:
            self._fill_in_time()
        return self._take(size)

    def readline(self) -> bytes:
        searched = 0
        self._forget_what_preceded_tls()
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            self._fill_in_time()
        line = self._take(end + 1)
        self.has_news = self.has_news or _MAIL_CAME.match(line) is not None
        return line

    def _fill_in_time(self) -> None:
        left = self._deadline - monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._fill(min(left, READ_SECONDS))

    def _fill(self, seconds: float) -> None:
        self._forget_what_preceded_tls()
        self.sock.settimeout(seconds)
        data = self.sock.recv(_CHUNK_BYTES)
        if not data:
            raise ConnectionResetError("the server closed the connection")
        self._room -= len(data)
        if self._room < 0:
            raise Overrun("the answer did not end")
        self._buffer += data

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _forget_what_preceded_tls(self) -> None:
        """STARTTLS replaces the socket: whatever is still buffered came over the open one."""
        if self.sock is not self._filled_from:
            self._buffer.clear()
            self._filled_from = self.sock
