"""A reason as it is stored: a code with its facts, never a sentence.

The words for a code live in `desk.words`, so that one stored reason can be shown in the language
of whoever reads it, years later too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reason:
    """Why something happened, or did not: `code` names the sentence, `facts` fill it."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reason:
        return cls(stored["code"], stored.get("facts", {}))


def because(code: str, /, **facts: object) -> Reason:
    """A reason with its facts as text: `because("too_many", limit=3)`."""
    return Reason(code, {name: str(value) for name, value in facts.items()})
