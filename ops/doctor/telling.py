"""Findings as people read them at a terminal: a heading for each part, a line for each finding, its remedy below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from desk.words import say, word
from ops.doctor.findings import Finding, Grade

HEADINGS = {
    "settings": "Settings",
    "machine": "This machine",
    "stores": "Database and queue",
    "connections": "Mail hosts",
    "probes": "Mails to ourselves",
    "senders": "Who a mail is from",
    "clock": "Clock",
    "desk": "Desk",
    "keeping": "Running and keeping",
}
GRADES = {
    Grade.OK: "fine",
    Grade.NOTE: "note",
    Grade.WARNING: "warning",
    Grade.FAILURE: "FAILS",
}
WIDTH = 12


def told(findings: Iterable[Finding], language: str) -> Iterator[str]:
    """Line by line, each as soon as it is known; at the end how many there were of what needs somebody."""
    part, counted = "", Counter[Grade]()
    for finding in findings:
        if finding.part != part:
            yield from ([""] if part else [])
            part = finding.part
            yield say(HEADINGS[part], language)
        counted[finding.grade] += 1
        yield f"  {say(GRADES[finding.grade], language):{WIDTH}}{word(finding.reason, language)}"
        if finding.remedy:
            yield f"  {'':{WIDTH}}{word(finding.remedy, language)}"
    yield ""
    yield say(
        "Failures: {failures}, warnings: {warnings}, notes: {notes}.",
        language,
        failures=counted[Grade.FAILURE],
        warnings=counted[Grade.WARNING],
        notes=counted[Grade.NOTE],
    )
