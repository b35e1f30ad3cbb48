"""The last look at a mail's header before its bytes are frozen.

`clean_header` makes any text fit to stand in a header field or a log line, `clean_name` a name fit to
stand before an address. `check_headers` reads the serialised bytes again and refuses them unless they
hold the header fields that were meant, and no others: a line break that found its way through an encoder
would show up as a field of its own. Fields are read as RFC 5322 section 2.2 writes them, but every CR and
every LF counts as a line break, because receivers differ in this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from models.reason import Reason, because

# C0, DEL, C1, the two Unicode line breaks, and lone surrogates, which no encoder can write.
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# They turn the reading direction, so that a name or subject can show something else than it says.
_BIDI_CONTROLS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What means something beside an address (RFC 5322 section 3.2.3), so that a name would have to be quoted.
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,"\s]+')
_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_FIELD = re.compile(rb"([!-9;-~]+):[^\x00]*")
_FOLDED = re.compile(rb"[ \t]+[^\x00 \t][^\x00]*")


class HeadersDiffer(Exception):
    """These bytes must not be sent. `reason` names the fields too many and the fields missing."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


def clean_header(text: str, limit: int = 250) -> str:
    """At most `limit` characters on one line; what cannot be printed becomes one space."""
    visible = _UNPRINTABLE.sub(" ", _BIDI_CONTROLS.sub("", text))
    return visible.strip()[:limit].rstrip()


def clean_name(text: str, limit: int = 60) -> str:
    """A name that may stand before an address without quotes: Python 3.11 forgets them when it folds a line."""
    return clean_header(_SPECIALS.sub(" ", text), limit)


def check_headers(raw: bytes, intended: Sequence[str]) -> None:
    """Refuse with `HeadersDiffer` unless the names in `raw` are the intended ones, each as often as meant."""
    found = Counter(_field_names(raw))
    meant = Counter(name.lower() for name in intended)
    if found != meant:
        raise HeadersDiffer(
            because("headers_differ", unexpected=_listed(found - meant), missing=_listed(meant - found))
        )


def _field_names(raw: bytes) -> Iterator[str]:
    for found in _LINE.finditer(raw):
        line = found[1]
        if not line:
            return
        field = _FIELD.fullmatch(line)
        if field:
            yield field[1].decode("ascii").lower()
        elif not _FOLDED.fullmatch(line):
            raise HeadersDiffer(because("headers_broken", line=_shown(line)))


def _listed(names: Counter[str]) -> str:
    return clean_header(", ".join(sorted(names)))


def _shown(line: bytes) -> str:
    return clean_header(line.decode("utf-8", "replace"), 60)
