"""The demo's mail world: everybody's mail server, on this machine and in memory.

SMTP on loopback takes mail for anybody. What is for an address of the desk lands in the INBOX of its
account, to be read by IMAP; what is for anybody else lands in the world's own store, to be looked at.
`send` writes to the desk as a person would, by SMTP. There is no TLS and no sign-in to SMTP, so it
listens on 127.0.0.1 and nowhere else.
"""

from __future__ import annotations

import asyncio
import smtplib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from functools import cached_property
from threading import Condition

from aiosmtpd.smtp import SMTP, Envelope, Session

from ops.world_mailboxes import Mailboxes
from outbound.courier import EventLoopThread

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Letter:
    """A mail that reached somebody outside the desk. `sender` is of the envelope: "" means no return path."""

    raw: bytes
    at: datetime
    sender: str
    to: str

    @property
    def subject(self) -> str:
        return _header(self._mail, "Subject")

    @property
    def message_id(self) -> str:
        """Without angle brackets."""
        return _header(self._mail, "Message-ID").strip("<> ")

    @property
    def text(self) -> str:
        """The first plain part; "" when there is none."""
        return next(
            (_text(part) for part in self._mail.walk() if part.get_content_type() == "text/plain"), ""
        )

    @cached_property
    def _mail(self) -> Message:
        return message_from_bytes(self.raw)


class World:
    """`with World.start(...) as world:`, or `stop()` at the end."""

    def __init__(self, desk_addresses: Mapping[str, str]) -> None:
        self.mail_from: Counter[str] = Counter()
        self.smtp_port = 0
        self.imap_port = 0
        self._accounts = {address.lower(): account for address, account in desk_addresses.items()}
        self._letters: list[Letter] = []
        self._arrived = Condition()
        self._mailboxes = Mailboxes()
        self._servers: list[asyncio.Server] = []
        self._talking: set[SMTP] = set()
        self._loop = EventLoopThread("mail world")

    @classmethod
    def start(
        cls,
        *,
        desk_accounts: Mapping[str, str],
        desk_addresses: Mapping[str, str],
        smtp_port: int = 0,
        imap_port: int = 0,
    ) -> World:
        """`desk_accounts`: passwords by account; `desk_addresses`: accounts by address; port 0: any free."""
        world = cls(desk_addresses)
        try:
            world._loop.run(lambda: world._listen(desk_accounts, smtp_port, imap_port))
        except OSError:
            world.stop()
            raise
        return world

    def stop(self) -> None:
        self._loop.run(self._hang_up)
        self._loop.close()

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def send(self, raw: bytes, *, sender: str, recipients: Sequence[str]) -> None:
        with smtplib.SMTP(_LOOPBACK, self.smtp_port, local_hostname="localhost", timeout=30) as smtp:
            smtp.sendmail(sender, list(recipients), _crlf(raw))

    def deliver(self, raw: bytes, to: str, *, sender: str = "") -> None:
        """As if it had come by SMTP, at once and without the way there."""
        self._loop.run(lambda: self._deliver(raw, to=to, sender=sender))

    def letters(self, address: str) -> list[Letter]:
        """What this address got, oldest first."""
        with self._arrived:
            return [letter for letter in self._letters if letter.to.lower() == address.lower()]

    def wait_for(
        self, address: str, predicate: Callable[[Letter], bool] = bool, seconds: float = 10
    ) -> Letter | None:
        """The first letter to this address that fits, None when there was none in time."""

        def fitting() -> Letter | None:
            return next((letter for letter in self.letters(address) if predicate(letter)), None)

        with self._arrived:
            return self._arrived.wait_for(fitting, timeout=seconds)

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.mail_from[address.strip("<>")] += 1
        envelope.mail_from = address
        return "250 2.1.0 Sender ok"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        raw, sender = envelope.original_content or b"", (envelope.mail_from or "").strip("<>")
        for recipient in envelope.rcpt_tos:
            await self._deliver(raw, to=recipient, sender=sender)
        return "250 2.0.0 Delivered"

    async def _listen(self, accounts: Mapping[str, str], smtp_port: int, imap_port: int) -> None:
        loop = asyncio.get_running_loop()
        self._servers.append(await loop.create_server(self._new_conversation, _LOOPBACK, smtp_port))
        self._servers.append(await self._mailboxes.listen(accounts, _LOOPBACK, imap_port))
        self.smtp_port, self.imap_port = (server.sockets[0].getsockname()[1] for server in self._servers)

    def _new_conversation(self) -> SMTP:
        self._talking = {smtp for smtp in self._talking if smtp.transport is not None}
        conversation = SMTP(self, hostname="localhost", enable_SMTPUTF8=True)
        self._talking.add(conversation)
        return conversation

    async def _deliver(self, raw: bytes, *, to: str, sender: str) -> None:
        account = self._accounts.get(_without_detail(to))
        if account is not None:
            await self._mailboxes.append(account, _stamped(raw, to=to, sender=sender))
            return
        with self._arrived:
            self._letters.append(Letter(raw, datetime.now(UTC), sender, to))
            self._arrived.notify_all()

    async def _hang_up(self) -> None:
        for server in self._servers:
            server.close()
        for conversation in self._talking:
            if isinstance(conversation.transport, asyncio.WriteTransport):
                conversation.transport.abort()


def _without_detail(address: str) -> str:
    """RFC 5233: mail to desk+anything@ is mail to desk@."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _stamped(raw: bytes, *, to: str, sender: str) -> bytes:
    """With what final delivery adds on top (RFC 5321 section 4.4)."""
    return f"Return-Path: <{sender}>\r\nDelivered-To: {to}\r\n".encode() + _crlf(raw)


def _crlf(raw: bytes) -> bytes:
    return b"".join(line + b"\r\n" for line in raw.splitlines())


def _header(mail: Message, name: str) -> str:
    """As its sender meant it, else as it stands."""
    written = str(mail.get(name, ""))
    try:
        return str(make_header(decode_header(written)))
    except (HeaderParseError, LookupError, ValueError):
        return written


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)  # a text part is never a multipart
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")
