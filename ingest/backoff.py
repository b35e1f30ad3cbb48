"""How long to wait before a mailbox is tried again. Pure: failures go in, seconds come out.

Unreachable: 1 s, doubling to five minutes. Refused: three quick tries, then one each quarter of an hour,
because servers lock accounts that keep knocking. A `Backoff()` with nothing counted follows any success.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

SHORTEST_SECONDS = 1.0
LONGEST_SECONDS = 300.0
REFUSED_SECONDS = 900.0
QUICK_TRIES = 3


@dataclass(frozen=True)
class Backoff:
    failures: int = 0
    refusals: int = 0

    def unreachable(self) -> Backoff:
        return replace(self, failures=self.failures + 1)

    def refused(self) -> Backoff:
        """A host that goes away and comes back has not forgiven: only success forgets refusals."""
        return replace(self, failures=self.failures + 1, refusals=self.refusals + 1)

    def seconds(self, random: Callable[[], float]) -> float:
        """`random` gives 0 <= x < 1, so that mailboxes of one host do not come back in step."""
        if self.refusals >= QUICK_TRIES:
            return REFUSED_SECONDS * (1 + 0.1 * random())
        doubled = SHORTEST_SECONDS * 2.0 ** min(max(self.failures - 1, 0), 16)
        longest = min(doubled, LONGEST_SECONDS)
        return max(SHORTEST_SECONDS, longest * (0.5 + 0.5 * random()))
