"""Whole mails with what they should be taken for, many in one file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from ingest.parse import take_apart
from ingest.parsed import Kind, Letter
from tests.ingest.cut_cases import MAILS

HEADER = re.compile(r"[A-Za-z-]+:")
USUAL = {"from": "From: Budi Santoso <budi@usaha.example>", "to": "To: layanan@dinas.example"}


@dataclass(frozen=True)
class Case:
    title: str
    kind: Kind
    recipients: tuple[tuple[str, ...], ...]
    """Address, permanent or temporary, reason."""
    letter: Letter


def cases_of(name: str) -> list[Case]:
    return [_case(block) for block in (MAILS / name).read_text("utf-8").split("\n## ")[1:]]


def _case(block: str) -> Case:
    title, kind, *lines = block.split("\n")
    told = list(takewhile(lambda line: not HEADER.match(line), lines))
    head, _, body = "\n".join(lines[len(told) :]).partition("\n\n")
    names = {line.partition(":")[0].lower() for line in head.split("\n")}
    added = [line for name, line in USUAL.items() if name not in names]
    raw = "\n".join([*added, head, "", body]).encode()
    return Case(title, Kind(kind), tuple(tuple(line.split()) for line in told), take_apart(raw))
