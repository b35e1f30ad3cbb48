"""What a mail server meant: status codes and refusals in words, as one word of ours.

Takes the diagnostic text of one recipient, gives status, permanence and reason. Words are believed
before codes, since servers say "550 5.7.1 user unknown" (RFC 3463, RFC 5321 section 4.2).
"""

from __future__ import annotations

import re

from ingest.bounce_words import REASONS

LONGEST = 4000
DETAILS = {
    "1.0": "user_unknown",
    "1.1": "user_unknown",
    "1.2": "host_unknown",
    "1.3": "user_unknown",
    "1.4": "user_unknown",
    "1.6": "user_unknown",
    "1.7": "rejected",
    "1.8": "rejected",
    "1.10": "host_unknown",
    "2.1": "suspended",
    "2.2": "mailbox_full",
    "2.3": "too_big",
    "3.1": "mailbox_full",
    "3.4": "too_big",
    "4.1": "network",
    "4.2": "network",
    "4.4": "host_unknown",
    "4.6": "network",
    "4.7": "expired",
    "7.0": "rejected",
    "7.1": "rejected",
    "7.23": "not_authenticated",
    "7.25": "not_authenticated",
    "7.26": "not_authenticated",
    "7.27": "host_unknown",
}
"""Subject and detail of an enhanced status code (RFC 3463, RFC 7372, RFC 7505)."""

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY_CODE = re.compile(
    r"(?<![\d.#:])([45])[0-5]\d(?=[\s\-:,)\]#]|$)(?! (?:bytes|[KM]B|minutes|hours|seconds|days|menit|jam))"
)


def status_in(diagnostic: str) -> str:
    """The enhanced status the text names, the last one when it names several; "" when none."""
    found = _STATUS.findall(diagnostic[:LONGEST])
    return ".".join(found[-1]) if found else ""


def is_permanent(status: str, diagnostic: str) -> bool | None:
    """By enhanced status; where that is only a class by SMTP reply code. None when neither is said."""
    if status and not status.endswith(".0.0"):
        return status[0] == "5"
    code = _REPLY_CODE.search(diagnostic[:LONGEST])
    if code is not None:
        return code[1] == "5"
    return status[0] == "5" if status else None


def reason_for(status: str, diagnostic: str) -> str:
    """The reason in a word, "" when neither words nor code tell."""
    lowered = " ".join(diagnostic[:LONGEST].lower().split())
    by_word = next(
        (reason for reason, words in REASONS.items() if any(word in lowered for word in words)), None
    )
    return by_word or DETAILS.get(status[2:], "")
