"""Names of files as they may be shown and saved: without tricks, whatever door they came through (T057-T059)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

NAME_BYTES = 150
ENDING_BYTES = 20


def plain_filename(name: str) -> str:
    """A name that cannot pretend: no path, no control or direction characters, no dots around."""
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(each for each in composed if unicodedata.category(each)[0] != "C")
    last = re.split(r"[/\\]", visible)[-1].strip(". ")
    cut = last if len(last.encode()) <= NAME_BYTES else _cut(last)
    return cut or "file"


def ending_of(name: str) -> str:
    """With its dot: it says what opens the file. "" without one."""
    suffix = PurePosixPath(name).suffix
    return suffix if len(suffix.encode()) <= ENDING_BYTES else ""


def _cut(name: str) -> str:
    ending = ending_of(name)
    room = NAME_BYTES - len(ending.encode())
    return name.encode()[:room].decode(errors="ignore") + ending
