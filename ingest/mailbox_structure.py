"""Which files a mail holds, by what its server says of its structure (BODYSTRUCTURE, RFC 3501 section 7.4.2).

For mails too large to be taken whole. Takes what imapclient makes of the answer, which a server may have made up;
gives names that can be shown. Pure, bounded, never raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.files import shown_name
from ingest.parameters import read_parametrised

MOST_PARTS = 200
MOST_NAMES = 20
DISPOSITIONS = (b"attachment", b"inline")
BEHIND_THE_SIZE = 7
"""Where a leaf may tell its disposition: behind type, subtype, parameters, id, description, encoding and size."""


def file_names(structure: Any) -> tuple[str, ...]:
    names = (name for leaf in _leaves(structure) if (name := _name(leaf)))
    return tuple(dict.fromkeys(names))[:MOST_NAMES]


def _leaves(structure: Any) -> Iterator[Any]:
    """In their order; a mail inside the mail is one."""
    waiting = [structure]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        if not isinstance(part, tuple) or not part:
            continue
        if isinstance(part[0], list):
            waiting = [*part[0], *waiting]
        else:
            yield part


def _name(leaf: Any) -> str:
    dispositions = (each for each in leaf[BEHIND_THE_SIZE:] if _is_disposition(each))
    said = next(dispositions, (b"", ()))
    in_disposition = _parameters(said[1] if len(said) > 1 else ())
    in_type = _parameters(leaf[2] if len(leaf) > 2 else ())
    return shown_name(in_disposition.get("filename") or in_type.get("name") or "")


def _is_disposition(field: Any) -> bool:
    if not isinstance(field, (tuple, list)) or not field or not isinstance(field[0], bytes):
        return False
    return field[0].lower() in DISPOSITIONS


def _parameters(listed: Any) -> dict[str, str]:
    """Names and values in turn; written as a header says them, since that is how they are encoded."""
    if not isinstance(listed, (tuple, list)):
        return {}
    words = [each for each in listed if isinstance(each, bytes)]
    pairs = zip(words[::2], words[1::2], strict=False)
    line = b"x" + b"".join(b'; %b="%b"' % (name, _escaped(value)) for name, value in pairs)
    return read_parametrised(line).parameters


def _escaped(value: bytes) -> bytes:
    return value.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
