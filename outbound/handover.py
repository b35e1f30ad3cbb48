"""What a courier promises, and the account it carries mail for: all that `outbound.deliver` knows of SMTP.

A mail goes in two halves, so that the caller can make "the dot may now be sent" durable in between:
`offer` ends when the host accepted sender and recipient, `send` when it answered the final dot.
Only `outbound.failures` come out of both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from outbound.wire import Envelope


@dataclass(frozen=True)
class Account:
    """A sending account. Times in seconds; ten minutes after the dot are RFC 5321 section 4.5.3.2.6."""

    name: str
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str | None = None
    password: Callable[[], str] | None = None
    by_token: bool = False
    """`password` gives an access token (XOAUTH2), not a password."""
    hello: str | None = None
    ca_file: str | None = None
    """An authority to trust besides the system's, as PEM, for a host with a certificate of its own."""
    connect_timeout: float = 15
    command_timeout: float = 60
    data_timeout: float = 600


class Handover(Protocol):
    """Sender and recipient are accepted; exactly one of the two follows."""

    def send(self, raw: bytes) -> str:
        """The host's answer to the final dot, or a `Failure`."""

    def drop(self) -> None:
        """Nothing will be sent. Does nothing after `send`, so that it may stand in a `finally`."""


class Courier(Protocol):
    def offer(self, envelope: Envelope) -> Handover: ...

    def close(self) -> None: ...
