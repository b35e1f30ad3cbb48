"""A mail taken apart and understood: bytes in, `Letter` or `ParsedMail` out, whatever the bytes hold.

`take_apart` bounds and reads the head, walks the MIME tree, tells words from files. mail-parser reads
dates and address fields, with its evidence of whatever is in doubt; bodies are ours (`ingest.mime`), because
it mixes forwarded mail in and loses calendars and charsets. `parse` adds the judgements. Neither raises; what
was wrong stands in `defects`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from mailparser.dates import parse_mail_date
from mailparser.utils import get_addresses

from desk.html_bounds import LARGEST
from desk.language import language_of
from desk.text import safe_html
from ingest.body import cut
from ingest.bounces import bounced_recipients
from ingest.charsets import words_of
from ingest.files import files_of
from ingest.headers import (
    CONTROL,
    SUBJECT_BYTES,
    VALUE_BYTES,
    Head,
    decoded,
    field_text,
    read_head,
    start_of_head,
)
from ingest.mime import Walk
from ingest.parameters import read_parametrised
from ingest.parsed import Letter, ParsedMail, Part
from ingest.readable import Reading, read
from ingest.screen import kind_of
from ingest.sender import Doubt, Mailboxes, people_of, sender_of
from ingest.winmail import is_winmail, unpack
from models.reason import Reason, because

REFERENCES = 20
"""Kept of each end of a long list: the root of the thread and its latest mails (T008)."""
LONGEST_DATE = 200
MESSAGE_ID = re.compile(r"<([^<>\s\x00-\x1f\x7f]{1,998})>")
SEALED = frozenset(("application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))
# A domain may be written with the dot of the root, RFC 1034 section 3.1; mail-parser refuses it.
ROOT_DOT = re.compile(r"(@[^\s<>,;@]{1,255})\.(?=[>\s,;]|$)")
TAG = re.compile(r"<[^<>]*>")
BARE_ID = re.compile(r"[^<>\s\x00-\x1f\x7f]{1,998}")


def parse(raw: bytes) -> ParsedMail:
    letter = take_apart(raw)
    said = cut(letter)
    kind, kind_reasons = kind_of(letter)
    return ParsedMail(
        **{name: getattr(letter, name) for name in SHARED},
        language=language_of(said.reply or letter.text),
        html=_shown(letter),
        reply=said.reply,
        quoted=said.quoted,
        signature=said.signature,
        kind=kind,
        kind_reasons=kind_reasons,
        bounces=bounced_recipients(letter),
    )


SHARED = tuple(
    name for name in Letter.__dataclass_fields__ if name in ParsedMail.__dataclass_fields__ and name != "html"
)


def _shown(letter: Letter) -> str | None:
    """The sanitised HTML, None when nothing of it is left to see: an element that never closed may have held it all."""
    html = safe_html(letter.html) if letter.html else ""
    return html if "<img" in html or TAG.sub("", html).strip() else None


def take_apart(raw: bytes) -> Letter:
    head = read_head(raw, start=start_of_head(raw))
    charset = read_parametrised(head.first("content-type")).parameters.get("charset", "")
    walk = Walk(raw, charset)
    reading = read(walk.node(head, len(raw)))
    reading = _with_packed_words(reading, walk.parts)
    sender = sender_of(_mailboxes(head, "from", charset))
    date, date_defects = _date(head)
    return Letter(
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        headers=decoded(head, charset),
        message_id=_one_id(head.first("message-id")),
        in_reply_to=_one_id(head.first("in-reply-to")),
        references=_references(head),
        date=date,
        subject=field_text(head.first("subject")[:SUBJECT_BYTES], charset),
        sender=sender.person,
        sender_ambiguous=sender.is_ambiguous,
        reply_to=people_of(_mailboxes(head, "reply-to", charset)),
        to=people_of(_mailboxes(head, "to", charset)),
        cc=people_of(_mailboxes(head, "cc", charset)),
        parts=tuple(walk.parts),
        text=reading.text,
        html=reading.html,
        files=files_of(walk.parts, body_parts=reading.body_parts, html=reading.html),
        defects=(
            *head.defects,
            *walk.defects.values(),
            *sender.defects,
            *date_defects,
            *_unread(walk.parts, reading),
        ),
    )


def _unread(parts: list[Part], reading: Reading) -> Iterator[Reason]:
    if any(part.content_type in SEALED for part in parts):
        yield because("sealed")
    if len(reading.html or "") > LARGEST:
        yield because("html_too_long", limit=LARGEST)


def _with_packed_words(reading: Reading, parts: list[Part]) -> Reading:
    """Some Outlooks put the words into winmail.dat only."""
    if reading.text.strip():
        return reading
    for part in parts:
        packed = unpack(part.content) if is_winmail(part) else None
        if packed and (packed.text or packed.html):
            return Reading(packed.text or reading.text, packed.html or reading.html, reading.body_parts)
    return reading


def _mailboxes(head: Head, name: str, charset: str) -> list[Mailboxes]:
    """Each field of this name as mail-parser reads it: its structure, with names not yet decoded."""
    return [_read_mailboxes(value, charset) for value in head.all(name)]


def _read_mailboxes(value: bytes, charset: str) -> Mailboxes:
    evidence: list[dict[str, Any]] = []
    found = get_addresses(ROOT_DOT.sub(r"\1", _line(value, charset)), defects=evidence)
    return Mailboxes(tuple(found), tuple(_doubt(item) for item in evidence))


def _doubt(item: dict[str, Any]) -> Doubt:
    candidates = tuple((found["display_name"], found["address"]) for found in item["candidates"])
    return Doubt(item["reason"], item["raw"], candidates, recovered=item["recovered"])


def _line(value: bytes, charset: str) -> str:
    """One field as text; a long list ends at its last whole entry."""
    if len(value) > VALUE_BYTES:
        value = value[:VALUE_BYTES].rpartition(b",")[0] or value[:VALUE_BYTES]
    return CONTROL.sub(" ", words_of(value, charset))


def _date(head: Head) -> tuple[datetime | None, tuple[Reason, ...]]:
    value = head.first("date")[:LONGEST_DATE]
    if not value:
        return None, (because("date_missing"),)
    words = field_text(value)
    date = parse_mail_date(words).value or _roughly(words)
    return date, () if date else (because("date_unreadable", date=words),)


def _roughly(words: str) -> datetime | None:
    """Dates beyond RFC 5322 that can only mean one thing; without a zone they are UTC."""
    try:
        date = parsedate_to_datetime(words)
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _one_id(value: bytes) -> str:
    """The first message id of a field, "" when there is none that could be referred to (T013)."""
    text = value[:VALUE_BYTES].decode("ascii", "ignore")
    found = MESSAGE_ID.search(text)
    if found is not None:
        return found[1]
    bare = BARE_ID.fullmatch(text.strip().strip("<>"))
    return bare[0] if bare and "@" in bare[0] else ""


def _references(head: Head) -> tuple[str, ...]:
    ids = MESSAGE_ID.findall(head.first("references").decode("ascii", "ignore"))
    unique = tuple(dict.fromkeys(ids))
    return unique if len(unique) <= 2 * REFERENCES else unique[:REFERENCES] + unique[-REFERENCES:]
