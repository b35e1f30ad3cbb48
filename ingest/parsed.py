"""The shapes a mail takes on its way in: its parts as they stood, then what Meja makes of them.

`Letter` is the mail taken apart (headers, leaves, addresses) without a judgement. `ParsedMail` is a
letter with its judgements: the words written now, what kind of mail it is, who bounced. Both are
frozen and plain, so that a parser child can hand them over a pipe.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.reason import Reason


class Kind(StrEnum):
    HUMAN = "human"
    AUTO_REPLY = "auto_reply"
    AUTO_GENERATED = "auto_generated"
    BULK = "bulk"
    BOUNCE = "bounce"
    DELAY = "delay"
    FEEDBACK_REPORT = "feedback_report"
    RECEIPT = "receipt"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Person:
    """One address of a header. `address` is lower-cased at its domain only; "" when there is none."""

    name: str
    address: str


@dataclass(frozen=True)
class Headers:
    """The header fields in their order, names lower-cased, values unfolded and decoded, bounded in number and size."""

    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """The topmost value of this name."""
        return next((value for known, value in self.fields if known == name), default)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for known, value in self.fields if known == name)


@dataclass(frozen=True)
class Part:
    """One leaf of the MIME tree. A message/rfc822 part is one leaf holding the whole inner mail."""

    content_type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    content_id: str
    content: bytes
    text: str | None = None
    """The decoded words of a text/* part, None otherwise."""


@dataclass(frozen=True)
class File:
    """An attachment, decoded."""

    filename: str
    content_type: str
    size: int
    sha256: str
    inline: bool
    content_id: str
    content: bytes


@dataclass(frozen=True)
class Bounced:
    """One recipient a delivery report speaks of. `permanent` is None when the report leaves it open."""

    recipient: str
    action: str
    status: str
    permanent: bool | None
    reason: str
    original_message_id: str


@dataclass(frozen=True)
class Heading:
    """What a mail says of itself. Message ids stand without angle brackets; dates are aware UTC or None."""

    size: int
    sha256: str
    headers: Headers
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date: datetime | None
    subject: str
    sender: Person | None
    sender_ambiguous: bool
    """From can be read in two ways, or stands twice: never to be taken for a known person (T016-T019)."""
    reply_to: tuple[Person, ...]
    to: tuple[Person, ...]
    cc: tuple[Person, ...]


@dataclass(frozen=True)
class Letter(Heading):
    """A mail taken apart."""

    parts: tuple[Part, ...]
    text: str
    """The whole readable text, from the plain parts, else from the HTML."""
    html: str | None
    """The HTML as it came (not yet safe), None when the mail has none."""
    files: tuple[File, ...]
    defects: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class ParsedMail(Heading):
    """A mail understood. What `ingest.pipeline` decides by, and what `meja explain` prints."""

    language: str | None
    text: str
    html: str | None
    """Sanitised."""
    reply: str
    quoted: str
    signature: str
    files: tuple[File, ...]
    kind: Kind
    kind_reasons: tuple[Reason, ...] = ()
    bounces: tuple[Bounced, ...] = ()
    defects: tuple[Reason, ...] = ()
