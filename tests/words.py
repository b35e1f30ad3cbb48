"""Every English text that people may read, gathered from code and templates; `python -m tests.words` lists what lacks Indonesian."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from desk.words import LOCALE, SENTENCES

ROOT = Path(__file__).parent.parent
FOLDERS = ("desk", "ingest", "outbound", "web", "ops")
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract"), ("**.txt", "ignore")]
KEYWORDS = {"_": None, "say": None, "N_": None}


def spoken() -> set[str]:
    """The sentences of reasons, and whatever code and templates pass to `say`, `_` or `N_`."""
    return set(SENTENCES.values()) | set(_extracted())


def translated() -> dict[str, str]:
    path = LOCALE / "id.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale="id") if entry.id}


def missing() -> list[str]:
    known = translated()
    return sorted(text for text in spoken() if not known.get(text))


def _extracted() -> Iterator[str]:
    for folder in FOLDERS:
        found = extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS)
        for _file, _line, text, _comments, _context in found:
            yield text if isinstance(text, str) else text[0]


if __name__ == "__main__":
    for text in missing():
        sys.stdout.write(f"{text!r}\n")
