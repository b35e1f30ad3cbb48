"""The head of a mail or part: bytes to header fields, bounded before anything looks inside (RFC 5322, 2.2).

Reads at most HEAD_BYTES, FIELD_BYTES of one field and FIELDS fields, never raises, and reports what it left
out. A head ends at the empty line, or where a line is no header any more; a stray line is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.charsets import words_of
from ingest.encoded_words import decode_words
from ingest.parsed import Headers
from models.reason import Reason, because

HEAD_BYTES = 1024 * 1024
"""How far a head is read; the body is found behind a longer one too."""
FIELD_BYTES = 64 * 1024
"""How much of one field is kept, so that it hides none of the others."""
FIELDS = 500
VALUE_BYTES = 32 * 1024
SUBJECT_BYTES = 4 * 1024

# A line ends in CRLF, LF, CR CR LF (broken gateways) or a lone CR (old Macs).
LINE = re.compile(rb"([^\r\n]*)(\r{0,2}\n|\r|$)")
EMPTY_LINE = re.compile(rb"(?:\r\n|\n|\r(?!\n))\r{0,2}(?:\n|\r)")
FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
MBOX_LINE = re.compile(rb">?From [^\r\n]*\r{0,2}\n")
BLANK_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}(?=\S)")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Characters that change the order in which the others are shown (T021, T059).
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
ESSENTIAL = frozenset(b"from sender reply-to to cc subject date message-id in-reply-to content-type".split())


@dataclass(frozen=True)
class RawField:
    """One header field: its name in lower case, its value unfolded but not yet decoded."""

    name: str
    value: bytes


@dataclass(frozen=True)
class Head:
    fields: tuple[RawField, ...]
    body_at: int
    """Where the body begins in the bytes that were read."""
    defects: tuple[Reason, ...] = ()

    def first(self, name: str) -> bytes:
        return next((field.value for field in self.fields if field.name == name), b"")

    def all(self, name: str) -> tuple[bytes, ...]:
        return tuple(field.value for field in self.fields if field.name == name)


def read_head(raw: bytes, *, start: int = 0, end: int | None = None) -> Head:
    """The head of raw[start:end]; positions in the answer count from the beginning of raw."""
    end = len(raw) if end is None else end
    limit = min(end, start + HEAD_BYTES)
    defects: dict[str, Reason] = {}
    fields = _Fields()
    body_at = fields.collect(raw, start=start, end=limit)
    if body_at is None:
        body_at = end if limit == end else _after_empty_line(raw, start=limit, end=end)
    found = fields.found()
    if fields.has_strays:
        defects["stray_header_line"] = because("stray_header_line")
    if body_at >= limit < end or any(len(field.value) > FIELD_BYTES for field in found):
        defects["header_too_long"] = because("header_too_long", limit=FIELD_BYTES)
    if len(found) > FIELDS:
        defects["too_many_headers"] = because("too_many_headers", found=len(found), limit=FIELDS)
    kept = [_shortened(field) for field in _most_telling(found)]
    return Head(tuple(kept), body_at, tuple(defects.values()))


def decoded(head: Head, charset: str = "") -> Headers:
    """The fields as words. `charset` is what unlabelled eight bit values are tried as after UTF-8."""
    return Headers(tuple((field.name, field_text(field.value, charset)) for field in head.fields))


def field_text(value: bytes, charset: str = "") -> str:
    """One value as words: RFC 2047 decoded, without control characters and without reordering ones."""
    text = value.decode("ascii") if value.isascii() else words_of(value, charset)
    return clean(decode_words(text))


def clean(text: str) -> str:
    return REORDERING.sub("", CONTROL.sub(" ", text)).strip()


def start_of_head(raw: bytes) -> int:
    """Past blank lines and the line an mbox puts before a mail."""
    blank = BLANK_START.match(raw)
    start = blank.end() if blank else 0
    mbox = MBOX_LINE.match(raw, start)
    return mbox.end() if mbox else start


class _Fields:
    """Header fields as they are found, each with its folded lines."""

    def __init__(self) -> None:
        self.folded: list[tuple[str, list[bytes]]] = []
        self.has_strays = False

    def collect(self, raw: bytes, *, start: int, end: int) -> int | None:
        """Where the body begins, None when the head does not end before `end`."""
        for position, line, after in _lines(raw, start=start, end=end):
            if not line:
                return after
            if line[:1] in b" \t" and self.folded:
                self.folded[-1][1].append(line)
            elif not self._add(line) and not _goes_on(raw, start=after, end=end):
                return position
        return None

    def found(self) -> list[RawField]:
        return [RawField(name, b"".join(lines).strip()) for name, lines in self.folded]

    def _add(self, line: bytes) -> bool:
        found = FIELD.match(line)
        if found is None:
            self.has_strays = True
            return False
        self.folded.append((found[1].decode("ascii").lower(), [line[found.end() :]]))
        return True


def _lines(raw: bytes, *, start: int, end: int) -> Iterator[tuple[int, bytes, int]]:
    position = start
    while position < end:
        found = LINE.match(raw, position, end)
        if found is None:
            return
        yield position, found[1], found.end()
        position = found.end()


def _goes_on(raw: bytes, *, start: int, end: int) -> bool:
    """Whether headers that every mail has follow, so that the stray line was an accident."""
    found = LINE.match(raw, start, end)
    field = FIELD.match(found[1]) if found else None
    return field is not None and (
        field[1].lower() in ESSENTIAL or field[1].lower().startswith((b"x-", b"content-"))
    )


def _after_empty_line(raw: bytes, *, start: int, end: int) -> int:
    found = EMPTY_LINE.search(raw, start, end)
    return found.end() if found else end


def _shortened(field: RawField) -> RawField:
    """The beginning and the end: of a long list of references both count."""
    if len(field.value) <= FIELD_BYTES:
        return field
    half = FIELD_BYTES // 2
    return RawField(field.name, field.value[:half] + b" " + field.value[-half:])


def _most_telling(fields: list[RawField]) -> list[RawField]:
    """The first fields, and the first few of each name a mail cannot be understood without."""
    kept, seen = fields[:FIELDS], dict.fromkeys((name.decode() for name in ESSENTIAL), 0)
    for field in kept:
        if field.name in seen:
            seen[field.name] += 1
    for field in fields[FIELDS:]:
        if seen.get(field.name, 2) < 2:
            seen[field.name] += 1
            kept.append(field)
    return kept
