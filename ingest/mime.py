"""The MIME tree of a mail (RFC 2045, 2046), walked over the raw bytes by position, without a copy per level.

Bounded by construction: DEPTH levels, PARTS leaves, and each level reads its bytes once. A forwarded mail
(message/rfc822) is one leaf and is never looked into, so that nobody else's words or files join the outer
mail's. Whatever is broken becomes a leaf as it stands, with a reason; nothing is dropped but what PARTS cuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.charsets import is_known, words_of
from ingest.headers import Head, field_text, read_head
from ingest.parameters import Parametrised, read_parametrised
from ingest.parsed import Part
from ingest.transfer import decode_transfer
from models.reason import Reason, because

DEPTH = 20
PARTS = 200
TEXT_BYTES = 1024 * 1024
"""How much of all text parts together is read as words; the parts keep all their bytes."""
FILE_TEXT_BYTES = 256 * 1024
"""How much of a text file is."""

DELIMITER_END = re.compile(rb"(--)?[ \t]*(?:\r{0,2}\n|\r|$)")
LIKELY_BOUNDARY = re.compile(
    rb"(?:^|\n|\r)--([^\s-][^\r\n]{0,200}?)[ \t]*\r{0,2}[\n\r]{1,2}Content-", re.IGNORECASE
)
HTML_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
CONTENT_ID = re.compile(r"[<>\s]")


@dataclass(frozen=True)
class Node:
    """A multipart with its children, or a leaf with its part."""

    content_type: str
    children: tuple[Node, ...] = ()
    part: Part | None = None


@dataclass
class Walk:
    """One walk over one mail; `defects` collects what was wrong, each kind once."""

    raw: bytes
    charset: str = ""
    parts: list[Part] = field(default_factory=list)
    text_left: int = TEXT_BYTES
    defects: dict[str, Reason] = field(default_factory=dict)

    def node(self, head: Head, end: int, *, depth: int = 0, default: str = "text/plain") -> Node:
        content_type = read_parametrised(head.first("content-type"), self.charset)
        if content_type.value.startswith("multipart/"):
            inside = self._inside(head, content_type, end)
            if inside is not None:
                return self._multipart(content_type, inside, depth=depth)
        return self._leaf(head, content_type, end, default=default)

    def _inside(self, head: Head, content_type: Parametrised, end: int) -> list[tuple[int, int]] | None:
        """The spans of a multipart's parts, None when it has none."""
        boundary = content_type.parameters.get("boundary", "").rstrip().encode("utf-8", "surrogateescape")
        spans = self._spans(boundary, head.body_at, end) if boundary else []
        if spans:
            return spans
        self._note("boundary_missing")
        likely = LIKELY_BOUNDARY.search(self.raw, head.body_at, end)
        return self._spans(likely[1], head.body_at, end) if likely else None

    def _spans(self, boundary: bytes, start: int, end: int) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        opened: int | None = None
        for at, after, closes in _delimiters(self.raw, boundary, start=start, end=end):
            if opened is not None:
                spans.append((opened, max(opened, _before_line_end(self.raw, at))))
            opened = None if closes else after
            if len(spans) > PARTS:
                break
        if opened is not None:
            self._note("closing_boundary_missing")
            spans.append((opened, end))
        return spans

    def _multipart(self, content_type: Parametrised, spans: list[tuple[int, int]], *, depth: int) -> Node:
        default = "message/rfc822" if content_type.value == "multipart/digest" else "text/plain"
        children: list[Node] = []
        for start, end in spans:
            if len(self.parts) >= PARTS:
                self._note("too_many_parts", limit=PARTS)
                break
            if self.raw[start:end].isspace() or start == end:
                continue
            children.append(self._child(start, end, depth=depth + 1, default=default))
        return Node(content_type.value, tuple(children))

    def _child(self, start: int, end: int, *, depth: int, default: str) -> Node:
        if depth < DEPTH:
            return self.node(read_head(self.raw, start=start, end=end), end, depth=depth, default=default)
        self._note("too_deep", limit=DEPTH)
        return self._kept(Part("message/rfc822", {}, "attachment", "", "", self.raw[start:end]))

    def _leaf(self, head: Head, content_type: Parametrised, end: int, *, default: str) -> Node:
        disposition = read_parametrised(head.first("content-disposition"), self.charset)
        filename = disposition.parameters.get("filename") or content_type.parameters.get("name", "")
        is_file = bool(filename) or disposition.value == "attachment"
        media_type = _media_type(content_type.value, default=default, is_file=is_file)
        encoding = _first_word(head.first("content-transfer-encoding"))
        content = decode_transfer(self.raw[head.body_at : end], encoding)
        return self._kept(
            Part(
                content_type=media_type,
                parameters=content_type.parameters,
                disposition=disposition.value,
                filename=filename,
                content_id=CONTENT_ID.sub("", field_text(head.first("content-id")[:1000])),
                content=content,
                text=self._text(
                    content, media_type, content_type.parameters.get("charset", ""), is_file=is_file
                ),
            )
        )

    def _text(self, content: bytes, media_type: str, charset: str, *, is_file: bool) -> str | None:
        if not media_type.startswith("text/"):
            return None
        if charset and not is_known(charset):
            self._note("unknown_charset", charset=charset[:40])
        limit = FILE_TEXT_BYTES if is_file else self.text_left
        if len(content) > limit and not is_file:
            self._note("text_too_long", limit=TEXT_BYTES)
        content = content[:limit]
        self.text_left -= 0 if is_file else len(content)
        if media_type == "text/html" and not is_known(charset):
            named = HTML_CHARSET.search(content[:2048])
            charset = named[1].decode("ascii") if named else charset
        return words_of(content, charset or self.charset).replace("\r\n", "\n").replace("\r", "\n")

    def _kept(self, part: Part) -> Node:
        self.parts.append(part)
        return Node(part.content_type, part=part)

    def _note(self, code: str, **facts: object) -> None:
        self.defects.setdefault(code, because(code, **facts))


def _delimiters(raw: bytes, boundary: bytes, *, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where each delimiter line begins and ends, and whether it closes (RFC 2046 section 5.1.1)."""
    mark = b"--" + boundary
    at = raw.find(mark, start, end)
    while at >= 0:
        rest = DELIMITER_END.match(raw, at + len(mark), end)
        if rest is not None and (at == start or raw[at - 1] in b"\r\n"):
            yield at, rest.end(), rest[1] is not None
        at = raw.find(mark, at + len(mark), end)


def _before_line_end(raw: bytes, at: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    if raw[at - 1 : at] == b"\n":
        at -= 1
    return at - 1 if raw[at - 1 : at] == b"\r" else at


def _media_type(claimed: str, *, default: str, is_file: bool) -> str:
    if MEDIA_TYPE.fullmatch(claimed) and not claimed.startswith("multipart/"):
        return claimed
    if claimed.startswith("text"):
        return "text/plain"
    return "application/octet-stream" if claimed and is_file else default


def _first_word(value: bytes) -> str:
    words = value[:200].decode("latin-1").replace(";", " ").split()
    return words[0].strip("\"'").lower() if words else ""
