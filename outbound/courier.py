"""Hands mails to a sending account's host: the one home of aiosmtplib and of everything async.

From outside it is synchronous and may be used by several threads at once: each conversation has a
connection of its own, and a connection whose mail was handed over is kept for the next one.
RFC 5321; TLS by RFC 8314 and RFC 3207, never opportunistic. Only `Failure`s come out.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from threading import Lock, Thread
from typing import Any, TypeVar

from aiosmtplib import SMTP, SMTPException, SMTPResponse, SMTPResponseException, SMTPServerDisconnected
from aiosmtplib.protocol import SMTPProtocol

from models.reason import because
from outbound.failures import Failure, PermanentFailure, Step, TemporaryFailure, Unknown, refusal
from outbound.frozen import clean_header
from outbound.handover import Account, Courier, Handover
from outbound.wire import Envelope, data_blocks, sealed

__all__ = [
    "Account", "Courier", "Envelope", "EventLoopThread", "Failure", "Handover",
    "PermanentFailure", "SmtpCourier", "TemporaryFailure", "Unknown",
]  # fmt: skip

T = TypeVar("T")
Words = Callable[[], Coroutine[Any, Any, T]]

_KEPT_SECONDS = 60
"""A connection idle for longer is not trusted any more: a NAT may have forgotten it without a word."""
_QUIT_SECONDS = 2
# A host without a name of its own may say its address (RFC 5321 section 4.1.4). The submission host
# puts nothing on it; looking up our name could hang on a bad resolver.
_NAMELESS = "[127.0.0.1]"
_BROKEN_AT = {Step.CONNECT: "smtp_unreachable", Step.SIGN_IN: "smtp_sign_in", Step.DOT: "smtp_no_answer"}
_LINE_ERRORS = (SMTPException, OSError, ValueError, CancelledError, asyncio.CancelledError)


class SmtpCourier:
    """The courier of one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._loop = EventLoopThread(f"courier {account.name}")
        self._kept: deque[_Line] = deque()
        self._open: list[_Line] = []

    def offer(self, envelope: Envelope) -> Handover:
        envelope = sealed(envelope)
        kept = self._kept_line()
        if kept is None:
            return self._offer_on(self._new_line(), envelope)
        try:
            return self._offer_on(kept, envelope)
        except TemporaryFailure:
            if kept.is_open or kept.step is not Step.MAIL:
                raise
        # The host had hung up meanwhile, and accepted nothing yet: no reason to bother anybody.
        return self._offer_on(self._new_line(), envelope)

    def close(self) -> None:
        """Whoever is still talking gets its `Failure`: `Unknown` if the dot was on its way."""
        while (line := self._kept_line()) is not None:
            self._farewell(line)
        with suppress(CancelledError):
            self._loop.run(self._hang_up)
        self._loop.close()

    def talk(self, line: _Line, words: Words[T]) -> T:
        try:
            return self._loop.run(lambda: line.guarded(words))
        except Failure:
            self.keep(line)
            raise
        except _LINE_ERRORS as error:
            raise line.failure(error) from error

    def keep(self, line: _Line) -> None:
        """For the next mail, with nothing left over from this one."""
        with suppress(*_LINE_ERRORS):
            if line.step in (Step.RCPT, Step.DATA):
                self._loop.run(lambda: line.guarded(line.client.rset))
            line.step, line.idle_since = Step.MAIL, time.monotonic()
            self._kept.append(line)

    def _kept_line(self) -> _Line | None:
        with suppress(IndexError):
            while True:
                line = self._kept.pop()
                if line.is_open and time.monotonic() - line.idle_since < _KEPT_SECONDS:
                    return line
                self._farewell(line)
        return None

    def _farewell(self, line: _Line) -> None:
        with suppress(*_LINE_ERRORS):
            self._loop.run(lambda: line.guarded(line.quit))

    async def _hang_up(self) -> None:
        for line in self._open:
            line.hang_up()

    def _new_line(self) -> _Line:
        line = _Line(self._account)
        try:
            password = self._account.password() if self._account.password else ""
        except (OSError, ValueError, LookupError) as error:
            line.step = Step.SIGN_IN
            raise line.failure(error) from error
        self.talk(line, lambda: self._connect(line, password))
        return line

    async def _connect(self, line: _Line, password: str) -> None:
        self._open = [*(known for known in self._open if known.is_open), line]
        await line.open(password)

    def _offer_on(self, line: _Line, envelope: Envelope) -> Handover:
        self.talk(line, lambda: line.address(envelope))
        return _SmtpHandover(self, line)


class _SmtpHandover:
    def __init__(self, courier: SmtpCourier, line: _Line) -> None:
        self._courier = courier
        self._line: _Line | None = line

    def send(self, raw: bytes) -> str:
        line, self._line = self._line, None
        if line is None:
            raise ValueError("this mail was sent or dropped before")
        answer = self._courier.talk(line, lambda: line.transmit(raw))
        self._courier.keep(line)
        return answer

    def drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            self._courier.keep(line)


class _Line:
    """One connection, and how far its conversation has come. Its coroutines run on the courier's loop."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.client = SMTP(
            hostname=account.host,
            port=account.port,
            timeout=account.command_timeout,
            use_tls=account.security == "tls",
            start_tls=account.security == "starttls",
            cert_bundle=account.ca_file,
        )
        self.step = Step.CONNECT
        self.idle_since = 0.0

    @property
    def is_open(self) -> bool:
        return self.client.is_connected

    async def guarded(self, words: Words[T]) -> T:
        """A conversation that broke in the middle can not be taken up again: hang up."""
        try:
            return await words()
        except _LINE_ERRORS:
            self.hang_up()
            raise

    async def open(self, password: str) -> None:
        account = self._account
        await self.client.connect(local_hostname=account.hello or _NAMELESS, timeout=account.connect_timeout)
        await self.client.ehlo()
        if account.user:
            self.step = Step.SIGN_IN
            sign_in = self.client.auth_xoauth2 if account.by_token else self.client.login
            await sign_in(account.user, password)

    async def address(self, envelope: Envelope) -> None:
        encoding = "utf-8" if envelope.needs_utf8 else "ascii"
        sender, recipient = envelope.sender.encode(encoding), envelope.recipient.encode(encoding)
        await self._say(Step.MAIL, b"MAIL", b"FROM:<%b>" % sender, *self._mail_options(envelope))
        await self._say(Step.RCPT, b"RCPT", b"TO:<%b>" % recipient)

    async def transmit(self, raw: bytes) -> str:
        """Only the last block holds the dot, in one write with the end of the mail."""
        *blocks, last = data_blocks(raw)
        await self._say(Step.DATA, b"DATA", expected=3)
        for block in blocks:
            self._protocol.write(block)
            # What StreamWriter.drain() awaits as well, and the protocol offers for its sake.
            await asyncio.wait_for(self._protocol._drain_helper(), self._account.command_timeout)
        self._protocol.write(last)
        self.step = Step.DOT
        answer = await self._protocol.read_response(timeout=self._account.data_timeout)
        return self._accepted(answer, expected=2)

    async def quit(self) -> None:
        await self.client.quit(timeout=_QUIT_SECONDS)

    def failure(self, error: BaseException) -> Failure:
        """What it means that the conversation broke at this step."""
        code = error.code if isinstance(error, SMTPResponseException) and error.code > 0 else None
        text = clean_header(str(getattr(error, "message", error)) or type(error).__name__, 500)
        answer = f"{code} {text}" if code else text
        reason = because(self._fault(error), host=self._account.host, step=self.step, answer=answer)
        kind = Unknown if self.step is Step.DOT else TemporaryFailure
        return kind(reason, code=code, text=text)

    def _fault(self, error: BaseException) -> str:
        if self.step is Step.CONNECT and any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
            return "smtp_tls"
        # The one plain SMTPException of connecting: STARTTLS is wanted and not on offer.
        if self.step is Step.CONNECT and type(error) is SMTPException:
            return "smtp_no_tls"
        return _BROKEN_AT.get(self.step, "smtp_broke_off")

    def _mail_options(self, envelope: Envelope) -> Iterator[bytes]:
        """RFC 1870 and RFC 6531."""
        if self.client.supports_extension("size"):
            yield b"SIZE=%d" % envelope.size
        if envelope.needs_utf8:
            if not self.client.supports_extension("smtputf8"):
                raise PermanentFailure(because("smtp_no_utf8", host=self._account.host))
            yield b"SMTPUTF8"

    async def _say(self, step: Step, *words: bytes, expected: int = 2) -> str:
        self.step = step
        return self._accepted(await self.client.execute_command(*words), expected=expected)

    def _accepted(self, answer: SMTPResponse, *, expected: int) -> str:
        if answer.code // 100 in (4, 5):
            raise refusal(self._account.host, self.step, code=answer.code, text=answer.message)
        if answer.code // 100 != expected:
            raise SMTPResponseException(*answer)  # The host and we are out of step.
        return clean_header(f"{answer.code} {answer.message}", 500)

    def hang_up(self) -> None:
        transport = self.client.transport
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
        self.client.close()

    @property
    def _protocol(self) -> SMTPProtocol:
        if self.client.protocol is None:
            raise SMTPServerDisconnected("Connection lost")
        return self.client.protocol


class EventLoopThread:
    """A thread that runs coroutines for the threads that have none."""

    def __init__(self, name: str) -> None:
        self._gate = Lock()
        self._closed = False
        started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = Thread(target=lambda: asyncio.run(_live(started)), name=name, daemon=True)
        self._thread.start()
        self._loop, self._end = started.result()

    def run(self, words: Words[T]) -> T:
        """Raises `CancelledError` when the thread is closed before the coroutine came to its end."""
        with self._gate:
            if self._closed:
                raise CancelledError
            running = asyncio.run_coroutine_threadsafe(words(), self._loop)
        return running.result()

    def close(self) -> None:
        with self._gate:
            if not self._closed:
                self._closed = True
                self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()


async def _live(started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]) -> None:
    end = asyncio.Event()
    started.set_result((asyncio.get_running_loop(), end))
    await end.wait()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
