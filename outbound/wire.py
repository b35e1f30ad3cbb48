"""What goes on the wire: the envelope with its addresses, and the bytes of the mail.

`sealed` refuses every address that could mean something else on the wire than it says, before any
connection sees it, and writes domains in ASCII (IDNA 2008, RFC 5891). An internationalised local
part stays as it is and needs a host with SMTPUTF8 (RFC 6531). `data_blocks` writes a mail as SMTP
transmits it, so that no line of it can pass for the end of the mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import idna

from models.reason import because
from outbound.failures import PermanentFailure
from outbound.frozen import clean_header

# Wider than a dot-atom, for "a..b@" exists. No white space, no control, nothing SMTP gives a meaning.
_LOCAL_PART = re.compile(r'[^\s\x00-\x1f\x7f-\x9f()<>\[\]:;@\\,"]+|"[^\s\x00-\x1f\x7f-\x9f<>\\"]+"')
_DOMAIN = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*", re.IGNORECASE)
_LINE_BREAK = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_BLOCK = 256 * 1024
_LONGEST = 254  # RFC 5321 section 4.5.3.1.3, without the angle brackets


@dataclass(frozen=True)
class Envelope:
    """One mail to one recipient. `sender` is "" for the null return path; `size` in bytes."""

    sender: str
    recipient: str
    size: int

    @property
    def needs_utf8(self) -> bool:
        return not (self.sender + self.recipient).isascii()


def sealed(envelope: Envelope) -> Envelope:
    """The same envelope as it goes on the wire, or `PermanentFailure`."""
    sender = _on_the_wire(envelope.sender) if envelope.sender else ""
    return replace(envelope, sender=sender, recipient=_on_the_wire(envelope.recipient))


def data_blocks(raw: bytes) -> list[bytes]:
    """Only CRLF, leading dots doubled, the final dot in the last block (RFC 5321 section 4.5.2)."""
    lines = _LINE_BREAK.sub(b"\r\n", raw)
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    wire = _LEADING_DOT.sub(b"..", ended) + b".\r\n"
    cuts = [*range(0, max(len(wire) - _BLOCK, 1), _BLOCK), len(wire)]
    return [wire[start:end] for start, end in pairwise(cuts)]


def _on_the_wire(address: str) -> str:
    local, _, domain = address.rpartition("@")
    domain = _ascii(domain)
    written = f"{local}@{domain}"
    if not (_LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)) or len(written.encode()) > _LONGEST:
        raise PermanentFailure(because("address_not_sendable", address=clean_header(address)))
    return written


def _ascii(domain: str) -> str:
    """ "" when no such domain can exist."""
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""
