"""How hosts say that enough mail has left for now. Nothing is wrong with the mail; the whole account waits.

By enhanced status codes (RFC 3463) where a host uses them as meant, else by its words, whatever its code: some
say 550 to what passes within the hour.
"""

from __future__ import annotations

import re

CODES = ("4.4.5", "5.4.5", "4.7.28", "5.7.28", "4.5.127", "5.4.6", "4.5.3.100")
"""X.4.5 is congestion. The others are Gmail's, Exchange Online's and Zoho's own."""

WORDS = re.compile(
    r"""
      exceeded\ the\ (?:max|maximum|daily|hourly|allowed|sending)            # cPanel: max emails per hour
    | (?:sending|submission|message|mail|sender|rate|hourly|daily)\ (?:rate\ )?
      (?:limit|quota)s?\ (?:has\ been\ |was\ |is\ )?(?:exceeded|reached)
    | (?:exceed(?:ed|s)?|reached|over)\ (?:\w+\ ){0,4}(?:sending|hourly|daily|rate|message)\ (?:\w+\ )?(?:limit|quota)s?
    | rate\ limit(?:ed|ing)?\b | ratelimit
    | too\ many\ (?:messages|e?mails|mails|recipients\ (?:this|per)\ (?:hour|day)|concurrent)
    | unusual\ sending\ activity | sending\ too\ (?:fast|much|many) | throttl(?:ed|ing)
    | (?:try|send)\ (?:again\ )?(?:later|tomorrow)\ .{0,40}\b(?:quota|limit)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_rate_limit(text: str) -> bool:
    """`text` is a host's answer without its three digits."""
    return text.startswith(tuple(f"{code} " for code in CODES)) or WORDS.search(text[:500]) is not None
