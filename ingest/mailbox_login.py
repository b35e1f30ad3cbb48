"""From an account to a connection that is encrypted and logged in, or the reason why not.

The order is the security: certificate checked, STARTTLS done, PREAUTH and LOGINDISABLED refused, and
only then the password is sent (RFC 3501 section 6.2, RFC 8314, RFC 4616). Without `security="none"` it
never leaves over an open line.
"""

from __future__ import annotations

import base64
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

from desk.settings import Security
from ingest.mailbox_errors import (
    ANY,
    MailboxError,
    MailboxRefused,
    connection_error,
    login_error,
    token_error,
)
from ingest.wire import READ_SECONDS, Wire
from models.reason import because

_ATOM = re.compile(r"[A-Za-z0-9@._+-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Account:
    """How to get at one mailbox. Mails above `max_bytes` are read as headers only."""

    name: str
    host: str
    port: int
    user: str
    password: Callable[[], str] = field(repr=False)
    security: Security = "tls"
    max_bytes: int = 40_000_000
    by_token: bool = False
    """`password` gives an access token (XOAUTH2), not a password."""
    ca_file: str | None = None
    """The authority to trust instead of the system's, as PEM, for a host with a certificate of its own."""

    @property
    def facts(self) -> dict[str, object]:
        """What every reason about this mailbox may speak of."""
        return {"mailbox": self.name, "host": self.host, "port": self.port, "user": self.user}


def log_in(account: Account) -> Wire:
    """Raises MailboxUnreachable or MailboxRefused, and whatever `account.password` raises."""
    password = account.password()
    refuse_controls(account, user=account.user, password=password)
    wire = _connect(account)
    try:
        _encrypt(wire, account)
        _authenticate(wire, account, password)
    except MailboxError:
        drop(wire)
        raise
    return wire


def drop(wire: Wire) -> None:
    """Closes without a word."""
    try:
        wire.shutdown()
    except OSError:
        wire.sock.close()


def refuse_controls(account: Account, **arguments: str) -> None:
    """A line break in an argument would begin a command of its own (CVE-2025-15366)."""
    for argument, value in arguments.items():
        if _CONTROL.search(value):
            raise MailboxRefused(because("control_character", argument=argument, **account.facts))


def _connect(account: Account) -> Wire:
    try:
        tls = _tls(account) if account.security == "tls" else None
        return Wire(account.host, account.port, tls=tls)
    except ANY as error:
        raise connection_error(error, account.facts) from error


def _tls(account: Account) -> ssl.SSLContext:
    return ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=account.ca_file)


def _encrypt(wire: Wire, account: Account) -> None:
    if wire.state != "NONAUTH":
        raise MailboxRefused(because("login_not_asked", **account.facts))
    if account.security != "starttls":
        return
    if "STARTTLS" not in wire.capabilities:
        raise MailboxRefused(because("starttls_missing", **account.facts))
    try:
        wire.starttls(_tls(account))
    except ANY as error:
        raise connection_error(error, account.facts) from error


def _authenticate(wire: Wire, account: Account, password: str) -> None:
    if "LOGINDISABLED" in wire.capabilities:
        raise MailboxRefused(because("login_disabled", **account.facts))
    wire.allow(seconds=READ_SECONDS)
    if account.by_token:
        _bring_token(wire, account, password)
        return
    plain = f"\0{account.user}\0{password}".encode()
    try:
        # LOGIN has no way to say other letters than ASCII.
        if "AUTH=PLAIN" in wire.capabilities or not plain.isascii():
            wire.authenticate("PLAIN", lambda _: plain)
        else:
            wire.login(_quoted(account.user), password)
    except ANY as error:
        secrets = (password, base64.b64encode(plain).decode())
        # Its cause may hold the password, should the server have echoed it.
        raise login_error(error, account.facts, secrets=secrets) from None


def _bring_token(wire: Wire, account: Account, token: str) -> None:
    """XOAUTH2. A refusal comes as one more challenge, which an empty answer ends."""
    answers = iter([f"user={account.user}\x01auth=Bearer {token}\x01\x01".encode()])
    try:
        wire.authenticate("XOAUTH2", lambda _: next(answers, b""))
    except ANY as error:
        raise token_error(error, account.facts, secrets=(token,)) from None


def _quoted(user: str) -> str:
    """imaplib quotes the password only."""
    if _ATOM.fullmatch(user):
        return user
    return '"' + user.replace("\\", "\\\\").replace('"', '\\"') + '"'
