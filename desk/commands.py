"""Commands at the top of an agent's mail, in both languages: `#resolve`, `# Selesai.`, `#catatan`.

Only the first lines count, up to the first line of ordinary words. A word nobody knows is reported,
never guessed at, and the mail then stays inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    NOTE = "note"
    RESOLVE = "resolve"
    TAKE = "take"


WORDS = {
    "note": Command.NOTE,
    "catatan": Command.NOTE,
    "resolve": Command.RESOLVE,
    "selesai": Command.RESOLVE,
    "take": Command.TAKE,
    "ambil": Command.TAKE,
}

_LINE = re.compile(r"#\s?(\w[\w-]{0,30})[.!]?")


@dataclass(frozen=True)
class Commands:
    known: frozenset[Command]
    unknown: tuple[str, ...]
    text: str
    """What remains to be said."""


def read_commands(text: str) -> Commands:
    lines = text.strip().splitlines()
    names = []
    while lines and (not lines[0].strip() or _LINE.fullmatch(lines[0].strip())):
        match = _LINE.fullmatch(lines.pop(0).strip())
        if match:
            names.append(match[1].lower())
    known = frozenset(WORDS[name] for name in names if name in WORDS)
    return Commands(known, tuple(name for name in names if name not in WORDS), "\n".join(lines).strip())
