"""How alike two tellings of one mail are: its plain text and its HTML should say the same (T054).

Pure. Counts words without their order: what is quoted, wrapped or laid out otherwise stays the same.
"""

from __future__ import annotations

import re
from collections import Counter

ALIKE = 0.5
ADDRESS = re.compile(r"(?:https?://|www\.|mailto:|cid:)\S{1,2000}", re.IGNORECASE)
# Scripts that put no spaces between words are compared letter by letter.
WORD = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
    "|[^\\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+"
)


def likeness(one: str, other: str) -> float:
    """From 0, no word in common, to 1, all of them. Addresses of links and pictures count for nothing."""
    words, others = _counted(one), _counted(other)
    together = words.total() + others.total()
    return 2 * (words & others).total() / together if together else 1.0


def tell_the_same(one: str, other: str) -> bool:
    return likeness(one, other) >= ALIKE


def _counted(text: str) -> Counter[str]:
    return Counter(WORD.findall(ADDRESS.sub(" ", text).casefold()))
