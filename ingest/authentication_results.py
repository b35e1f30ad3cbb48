"""What a receiving host says about a sender: one Authentication-Results field (RFC 8601), read tolerantly.

Takes the field's value, gives the result of each method. Who wrote the field, and whether to believe it,
is for others to decide: anybody can write one. Microsoft's form without a host at its beginning is read too.
"""

from __future__ import annotations

import re

LONGEST = 16 * 1024
COMMENT = re.compile(r"\([^()]*\)")
RESULT = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc|arc|auth)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)")


def authserv_id_of(value: str) -> str:
    """In whose name a field was written, in lower case; "" for one that names nobody."""
    first = (value.partition(";")[0].split() or [""])[0].lower()
    return "" if "=" in first else first


def results_in(value: str) -> dict[str, str]:
    """Method -> result in lower case; of several signatures one that passes counts."""
    said: dict[str, str] = {}
    for method, result in RESULT.findall(COMMENT.sub(" ", value[:LONGEST].lower())):
        if said.setdefault(method, result) != "pass" and result == "pass":
            said[method] = result
    return said
