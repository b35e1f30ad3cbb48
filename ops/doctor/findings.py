"""What doctor says: a grade, what was found, and what to do about it; worded by `desk.words` where it is shown.

The sentences of doctor's own codes stand in `desk.doctor_reasons` and `desk.host_reasons`, each with its remedy; a
finding about somebody else's reason (why a mailbox cannot be read) has that reason as its remedy.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desk.words import SENTENCES, word
from models.reason import Reason


class Grade(StrEnum):
    """A note is worth knowing and may stay; a warning will hurt some day; a failure hurts now."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True)
class Finding:
    """`part` is filled in by `examine`."""

    grade: Grade
    reason: Reason
    remedy: Reason | None = None
    part: str = ""

    @property
    def code(self) -> str:
        return self.reason.code

    def as_json(self, language: str) -> dict[str, Any]:
        return {
            "part": self.part,
            "grade": self.grade.value,
            **self.reason.as_json(),
            "words": word(self.reason, language),
            "remedy": word(self.remedy, language) if self.remedy else None,
        }


def fine(code: str, /, **facts: object) -> Finding:
    return _found(Grade.OK, code, facts)


def note(code: str, /, *, remedy: Reason | None = None, **facts: object) -> Finding:
    return _found(Grade.NOTE, code, facts, remedy=remedy)


def warning(code: str, /, *, remedy: Reason | None = None, **facts: object) -> Finding:
    return _found(Grade.WARNING, code, facts, remedy=remedy)


def failure(code: str, /, *, remedy: Reason | None = None, **facts: object) -> Finding:
    return _found(Grade.FAILURE, code, facts, remedy=remedy)


def _found(grade: Grade, code: str, facts: dict[str, object], *, remedy: Reason | None = None) -> Finding:
    told = {name: str(fact) for name, fact in facts.items()}
    own = f"{code}.remedy"
    return Finding(grade, Reason(code, told), remedy or (Reason(own, told) if own in SENTENCES else None))
