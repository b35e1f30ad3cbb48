"""Structured MIME headers: a value and its parameters (RFC 2045 section 5.1, RFC 2183, RFC 2231), bounded.

One pass over at most VALUE characters and PARAMETERS parameters. Quotes that never close, missing
semicolons, file names with spaces or RFC 2047 words: read as every mail client reads them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from ingest.charsets import words_of
from ingest.encoded_words import decode_words

VALUE = 16 * 1024
PARAMETERS = 64
VALUE_WORD = re.compile(r"[\s\"]*([^\s;/\"=]{1,100}+(?:[ \t]*/[ \t]*[^\s;\"=]{1,100}+)?)(?![ \t]*=)")
NAME = re.compile(r"[\s;]*([^\s=;]{1,80})[ \t]*=[ \t]*")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"(?=\s*(?:;|$|\(|[A-Za-z*0-9-]{1,40}=))', re.DOTALL)
UP_TO_SEMICOLON = re.compile(r"[^;]*")
TOKEN = re.compile(r"[^\s;]*")
ESCAPED = re.compile(r'\\(["\\])')
SPACES = re.compile(r"\s+")
SECTION = re.compile(r"([^*]{1,80})(?:\*(\d{1,3}))?(\*)?")
# Unquoted values of these may hold spaces; any other ends at the first one.
MAY_HOLD_SPACES = frozenset(("name", "filename", "boundary"))


@dataclass(frozen=True)
class Parametrised:
    """`value` in lower case, parameters by their lower-cased name; the first of a name wins."""

    value: str
    parameters: dict[str, str] = field(default_factory=dict)


def read_parametrised(raw: bytes, charset: str = "") -> Parametrised:
    text = raw[:VALUE].decode("ascii") if raw.isascii() else words_of(raw[:VALUE], charset)
    value = VALUE_WORD.match(text)
    if value is None:
        return Parametrised("", _joined(_pairs(text)))
    return Parametrised(SPACES.sub("", value[1]).lower(), _joined(_pairs(text[value.end() :])))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    for _ in range(PARAMETERS):
        position = _skip_to_name(text, position)
        name = NAME.match(text, position)
        if name is None:
            return
        value, position = _value(text, name.end(), name[1].lower())
        yield name[1].lower(), value


def _skip_to_name(text: str, position: int) -> int:
    """Past words without a value, such as `; ;` or `; format;`."""
    for _ in range(PARAMETERS):
        if NAME.match(text, position):
            return position
        semicolon = text.find(";", position)
        if semicolon < 0:
            return len(text)
        position = semicolon + 1
    return len(text)


def _value(text: str, position: int, name: str) -> tuple[str, int]:
    quoted = QUOTED.match(text, position) if text.startswith('"', position) else None
    if quoted is not None:
        return ESCAPED.sub(r"\1", quoted[1]), quoted.end()
    pattern = UP_TO_SEMICOLON if name.partition("*")[0] in MAY_HOLD_SPACES else TOKEN
    plain = pattern.match(text, position)
    assert plain is not None  # both match the empty string
    return plain[0].strip().strip('"'), plain.end()


def _joined(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """RFC 2231 sections 3 and 4: continuations joined in their order, percent encoding undone."""
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = defaultdict(dict)
    for name, value in pairs:
        found = SECTION.fullmatch(name)
        if found is None or (found[2] is None and found[3] is None):
            plain.setdefault(name, value)
        else:
            sections[found[1]].setdefault(int(found[2] or 0), (value, found[3] is not None))
    extended = {
        name: _extended([parts[number] for number in sorted(parts)]) for name, parts in sections.items()
    }
    decoded = {name: value if name == "boundary" else decode_words(value) for name, value in plain.items()}
    return decoded | extended


def _extended(parts: list[tuple[str, bool]]) -> str:
    charset, content = "utf-8", b""
    for number, (value, is_encoded) in enumerate(parts):
        if number == 0 and is_encoded and value.count("'") >= 2:
            charset, _, rest = value.split("'", 2)
            content += unquote_to_bytes(rest)
        else:
            content += unquote_to_bytes(value) if is_encoded else value.encode("utf-8")
    text = words_of(content, charset)
    return decode_words(text) if "=?" in text else text
