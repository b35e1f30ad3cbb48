"""An SMTP host for tests, real down to the socket, that answers as its script says and keeps books.

`with Sink() as sink:` listens on `sink.port`. `sink.at("rcpt", "550 5.1.1 No such user", address=...)`
sets an answer, `sink.once` for one time; instead of words it can be HANG (no answer, ever) or DROP
(hang up). The steps are "mail", "rcpt", "data", "body" (after 354, before the mail is read) and "dot".
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Condition
from typing import Any, Literal, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from outbound.courier import EventLoopThread

HANG = "hang"
DROP = "drop"
_FOREVER = 3600


@dataclass(frozen=True)
class Taken:
    """A mail as it was read to its final dot, once for each recipient."""

    sender: str
    recipient: str
    raw: bytes
    at: datetime


class Sink:
    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        security: Literal["tls", "starttls"] = "starttls",
        users: Mapping[str, str] | None = None,
        utf8: bool = False,
    ) -> None:
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.connections = 0
        self.sign_ins = 0
        self.users = users
        self.tokens: set[str] = set()
        """Access tokens that XOAUTH2 takes."""
        self.script: dict[tuple[str, str], str] = {}
        self._booked = Condition()
        self._next: dict[str, str] = {}
        self._wrapping = tls if security == "tls" else None
        self._options = {"tls_context": None if self._wrapping else tls, "enable_SMTPUTF8": utf8}
        self._talking: set[_Conversation] = set()

    def __enter__(self) -> Sink:
        self._loop = EventLoopThread("sink")
        self._server = self._loop.run(self._listen)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run(self._hang_up)
        self._loop.close()

    def at(self, step: str, words: str, *, address: str = "*") -> None:
        """`address` is the sender's at "mail", the recipient's later."""
        self.script[step, address] = words

    def once(self, step: str, words: str) -> None:
        self._next[step] = words

    def waits_for(self, count: int) -> bool:
        """Until so many mails were taken, or patience ends."""
        with self._booked:
            return self._booked.wait_for(lambda: len(self.taken) >= count, timeout=20)

    def wait_for(self, recipient: str) -> list[Taken]:
        """All mails of this recipient, as soon as there is one; none when patience ends."""

        def mine() -> list[Taken]:
            return [mail for mail in self.taken if mail.recipient == recipient]

        with self._booked:
            return self._booked.wait_for(mine, timeout=20)

    def hang_up(self) -> None:
        """Close every connection, as a host does that thinks them idle; go on listening."""
        self._loop.run(self._close_conversations)

    async def scripted(self, step: str, conversation: SMTP, address: str) -> bytes | None:
        words = self._next.pop(step, None) or self.script.get((step, address), self.script.get((step, "*")))
        if words == DROP:
            cast(asyncio.Transport, conversation.transport).close()
        if words in (HANG, DROP):
            await asyncio.sleep(_FOREVER)  # until the connection's end cancels it
        return words.encode("utf-8", "surrogateescape") if words else None

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known = (self.users or {}).get(data.login.decode())
        self.sign_ins += 1
        return AuthResult(success=known == data.password.decode(), handled=False)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 (aiosmtpd's own name)
        self.sign_ins += 1
        _, given, *_ = b64decode(args[1]).decode().split("\x01")
        return AuthResult(success=given.removeprefix("auth=Bearer ") in self.tokens, handled=False)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str | bytes:
        sender = address.strip("<>")
        self.commands.append(" ".join([f"MAIL FROM:<{sender}>", *options]))
        if self.users is not None and not session.authenticated:
            return "530 5.7.0 Authentication required"
        refused = await self.scripted("mail", server, sender)
        if refused is None:
            envelope.mail_from = address
        return refused or "250 2.1.0 Sender ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str | bytes:
        self.commands.append(f"RCPT TO:<{address}>")
        refused = await self.scripted("rcpt", server, address)
        if refused is None:
            envelope.rcpt_tos.append(address)
        return refused or "250 2.1.5 Recipient ok"

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str | bytes:
        self.commands.append("RSET")
        return "250 2.0.0 Reset"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str | bytes:
        at, raw = datetime.now(UTC), cast(bytes, envelope.original_content)
        sender = (envelope.mail_from or "").strip("<>")
        with self._booked:
            self.taken += [Taken(sender, recipient, raw, at) for recipient in envelope.rcpt_tos]
            self._booked.notify_all()
        scripted = await self.scripted("dot", server, envelope.rcpt_tos[0])
        return scripted or f"250 2.0.0 Kept as {len(self.taken)}"

    async def _listen(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(self._new_conversation, "127.0.0.1", 0, ssl=self._wrapping)

    def _new_conversation(self) -> SMTP:
        self.connections += 1
        conversation = _Conversation(self, hostname="sink.test", **self._options)
        self._talking.add(conversation)
        return conversation

    async def _close_conversations(self) -> None:
        for conversation in self._talking:
            if conversation.transport is not None:
                cast(asyncio.Transport, conversation.transport).abort()
        self._talking.clear()

    async def _hang_up(self) -> None:
        self._server.close()
        await self._close_conversations()


class _Conversation(SMTP):
    """The answers that aiosmtpd asks no handler for."""

    line_length_limit = 1_000_000

    def __init__(self, sink: Sink, **options: Any) -> None:
        self._sink = sink
        super().__init__(sink, authenticator=sink.authenticate, auth_require_tls=False, **options)

    async def smtp_DATA(self, arg: str) -> None:
        recipient = cast(Envelope, self.envelope).rcpt_tos[0]
        self._sink.commands.append("DATA")
        refused = await self._sink.scripted("data", self, recipient)
        if refused is not None:
            await self.push(refused)
            return
        if ("body", "*") in self._sink.script:
            self._take_little()
            await self.push("354 Go on")
            await self._sink.scripted("body", self, recipient)
        await super().smtp_DATA(arg)

    def _take_little(self) -> None:
        """Or the kernel would take in a large mail, dot and all, that nobody reads."""
        connection = cast(asyncio.Transport, self.transport).get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
