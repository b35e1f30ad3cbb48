"""The fields of a delivery report, one group for each recipient (RFC 3464 section 2.3).

Takes the text of a message/delivery-status part, or any text such fields were pasted into, gives the
groups that name a recipient. Groups end at a blank line or where the next Final-Recipient begins,
since not every server leaves the blank line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Fields = dict[str, str]

MOST_LINES = 20_000
LONGEST_VALUE = 4000
RECIPIENTS = ("final-recipient", "original-recipient")

_FIELD = re.compile(
    r"\s{0,9}(final-recipient|original-recipient|x-actual-recipient|action|status|diagnostic-code|remote-mta|"
    r"reporting-mta|last-attempt-date|arrival-date|will-retry-until|final-log-id|x-[\w-]{1,40})\s?:\s{0,9}(.*)$",
    re.IGNORECASE,
)


def recipient_groups(text: str) -> Iterator[Fields]:
    for group in _paragraphs(text):
        if any(name in group for name in RECIPIENTS):
            yield group


def _paragraphs(text: str) -> Iterator[Fields]:
    group: Fields = {}
    name = ""
    for line in text.replace("\r", "").split("\n", MOST_LINES)[:MOST_LINES]:
        field = _FIELD.match(line)
        if field is not None:
            name = field[1].lower()
            if name == "final-recipient" and name in group:
                yield group
                group = {}
            group.setdefault(name, field[2].strip())
        elif not line.strip():
            if any(recipient in group for recipient in RECIPIENTS):
                yield group
                group = {}
            name = ""
        elif name and line[:1] in " \t":
            group[name] = f"{group[name]} {line.strip()}"[:LONGEST_VALUE]
    yield group
