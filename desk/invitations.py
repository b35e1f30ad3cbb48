"""An invitation in words (RFC 5545): the first event of a text/calendar part, a fact at a time.

Takes the part's text, gives an `Invitation` for a page or plain lines for a mail that says nothing else.
Recurrences are not expanded, nothing is fetched and nothing accepted; the .ics itself stays attached (T073).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

TEXT = 64 * 1024
FACTS = ("SUMMARY", "ORGANIZER", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")
FOLD = re.compile(r"\n[ \t]")
METHOD = re.compile(r"^METHOD:([A-Z]{1,20})", re.MULTILINE | re.IGNORECASE)
FIRST_EVENT = re.compile(r"BEGIN:(VEVENT|VTODO|VJOURNAL)\n(.*?)(?:\nEND:\1|\Z)", re.DOTALL)
LINE = re.compile(r"([A-Z-]{1,40})((?:;[^:;\"\n]{0,200}(?:\"[^\"\n]{0,200}\")?){0,20}):(.*)")
ESCAPED = re.compile(r"\\([\\;,nN])")
COMMON_NAME = re.compile(r";CN=\"?([^\";:]{1,200})")
ZONE = re.compile(r";TZID=\"?([^\";:\n]{1,60})")
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")


@dataclass(frozen=True)
class Moment:
    """As it was written; `at` when that is one moment everywhere: in UTC, or in a time zone we know."""

    words: str
    zone: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Invitation:
    """`method` is that of RFC 5546: "REQUEST", "CANCEL" and so on, "" when it names none."""

    method: str
    summary: str
    organizer: str
    place: str
    description: str
    words: str
    """All of it in plain lines."""
    begins: Moment | None
    ends: Moment | None


@dataclass(frozen=True)
class Fact:
    parameters: str
    value: str


def first_invitation(text: str) -> Invitation | None:
    text = _unfolded(text)
    facts = _facts(text)
    if not facts:
        return None
    words = {name: _words(name, fact).strip() for name, fact in facts.items()}
    method = METHOD.search(text)
    return Invitation(
        method=method[1].upper() if method else "",
        summary=words.get("SUMMARY", ""),
        organizer=words.get("ORGANIZER", ""),
        place=words.get("LOCATION", ""),
        description=words.get("DESCRIPTION", ""),
        words=_lines(facts),
        begins=_moment(facts.get("DTSTART")),
        ends=_moment(facts.get("DTEND")),
    )


def calendar_words(text: str) -> str:
    """The facts of the first event, a line each; the text as it stands when it holds none."""
    facts = _facts(_unfolded(text))
    return _lines(facts) if facts else text


def _lines(facts: dict[str, Fact]) -> str:
    words = (_words(name, facts[name]) for name in FACTS if name in facts)
    return "\n".join(each for each in words if each.strip())


def _unfolded(text: str) -> str:
    return FOLD.sub("", text[:TEXT].replace("\r\n", "\n"))


def _facts(text: str) -> dict[str, Fact]:
    event = FIRST_EVENT.search(text)
    facts: dict[str, Fact] = {}
    for line in event[2].split("\n") if event else ():
        found = LINE.match(line)
        if found and found[1] in FACTS:
            facts.setdefault(found[1], Fact(found[2], found[3]))
    return facts


def _words(name: str, fact: Fact) -> str:
    if name == "ORGANIZER":
        common = COMMON_NAME.search(fact.parameters)
        address = fact.value.removeprefix("mailto:").removeprefix("MAILTO:")
        return f"{common[1]} <{address}>" if common else address
    moment = _moment(fact) if name.startswith("DT") else None
    return moment.words if moment else ESCAPED.sub(_unescaped, fact.value)


def _unescaped(escape: re.Match[str]) -> str:
    return "\n" if escape[1] in "nN" else escape[1]


def _moment(fact: Fact | None) -> Moment | None:
    found = MOMENT.fullmatch(fact.value.strip()) if fact else None
    if fact is None or found is None:
        return None
    day = "-".join(found.group(1, 2, 3))
    if not found[4]:
        return Moment(day)
    clock = f"{day} {found[4]}:{found[5]}"
    named = ZONE.search(fact.parameters)
    zone = "UTC" if found[6] else named[1] if named else ""
    return Moment(f"{clock} UTC" if found[6] else clock, zone, _instant(clock, zone))


def _instant(clock: str, zone: str) -> datetime | None:
    """In UTC; None without a zone: that means another moment in every place. Outlook names the zones of Windows."""
    try:
        known = ZoneInfo(get_global("windows_zone_mapping").get(zone, zone)) if zone else None
        return datetime.fromisoformat(clock).replace(tzinfo=known).astimezone(UTC) if known else None
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return None
