"""An invitation in words, for a mail that says nothing else (RFC 5545): its first event, a line per fact.

Takes the text of a text/calendar part, gives plain text. Recurrences are not expanded, nothing is fetched
and nothing accepted; the .ics itself stays attached.
"""

from __future__ import annotations

import re

TEXT = 64 * 1024
FACTS = ("SUMMARY", "ORGANIZER", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")
FOLD = re.compile(r"\n[ \t]")
FIRST_EVENT = re.compile(r"BEGIN:(VEVENT|VTODO|VJOURNAL)\n(.*?)(?:\nEND:\1|\Z)", re.DOTALL)
LINE = re.compile(r"([A-Z-]{1,40})((?:;[^:;\"\n]{0,200}(?:\"[^\"\n]{0,200}\")?){0,20}):(.*)")
ESCAPED = re.compile(r"\\([\\;,nN])")
COMMON_NAME = re.compile(r";CN=\"?([^\";:]{1,200})")
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")


def calendar_words(text: str) -> str:
    """The facts of the first event; the text as it stands when it holds none."""
    event = FIRST_EVENT.search(FOLD.sub("", text[:TEXT]))
    if event is None:
        return text
    facts: dict[str, str] = {}
    for line in event[2].split("\n"):
        found = LINE.match(line)
        if found and found[1] in FACTS:
            facts.setdefault(found[1], _fact(found[1], found[2], found[3]))
    return "\n".join(facts[name] for name in FACTS if facts.get(name, "").strip())


def _fact(name: str, parameters: str, value: str) -> str:
    if name == "ORGANIZER":
        common = COMMON_NAME.search(parameters)
        address = value.removeprefix("mailto:").removeprefix("MAILTO:")
        return f"{common[1]} <{address}>" if common else address
    moment = MOMENT.fullmatch(value.strip()) if name.startswith("DT") else None
    if moment is not None:
        day = "-".join(moment.group(1, 2, 3))
        return f"{day} {moment[4]}:{moment[5]}{' UTC' if moment[6] else ''}" if moment[4] else day
    return ESCAPED.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], value)
