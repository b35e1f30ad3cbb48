"""Words for people: one gettext catalogue for pages, mails and reasons, and times as they are said.

English stands in the code; Indonesian in `locale/id.po`, read at start. A reason is stored as a code with
facts and becomes a sentence here, in the language of whoever reads it.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po

from desk import (
    article_reasons,
    clock_reasons,
    courier_reasons,
    doctor_reasons,
    doubt_reasons,
    folder_reasons,
    host_reasons,
    keeping_reasons,
    kind_reasons,
    mail_reasons,
    mailbox_reasons,
    oauth_reasons,
    parcel_reasons,
    reasons,
    setup_reasons,
    suggestion_reasons,
    ticket_reasons,
)
from models.reason import Reason

LANGUAGES = ("id", "en")
LOCALE = Path(__file__).parent / "locale"
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

SENTENCES = {
    **reasons.SENTENCES,
    **mail_reasons.SENTENCES,
    **kind_reasons.SENTENCES,
    **mailbox_reasons.SENTENCES,
    **oauth_reasons.SENTENCES,
    **courier_reasons.SENTENCES,
    **doubt_reasons.SENTENCES,
    **folder_reasons.SENTENCES,
    **doctor_reasons.SENTENCES,
    **host_reasons.SENTENCES,
    **keeping_reasons.SENTENCES,
    **setup_reasons.SENTENCES,
    **clock_reasons.SENTENCES,
    **ticket_reasons.SENTENCES,
    **suggestion_reasons.SENTENCES,
    **article_reasons.SENTENCES,
    **parcel_reasons.SENTENCES,
}

CODES = {
    "kind": {
        "auto_reply": "an automatic reply",
        "auto_generated": "written automatically",
        "bulk": "a mass mailing",
        "bounce": "a report of a mail that came back",
        "delay": "a report of a mail that is late",
        "feedback_report": "a complaint report",
        "receipt": "a receipt",
        "calendar": "an invitation",
    },
}
"""Facts of reasons that are codes themselves, in words."""


def say(text: str, language: str, /, **facts: object) -> str:
    """The text in this language, its {facts} filled in; English when nobody translated it."""
    words = _catalogue(language).get(text) or text
    return words.format_map(_Facts(facts)) if facts else words


def word(reason: Reason, language: str) -> str:
    """A reason as a sentence; its code when there is no sentence for it."""
    sentence = SENTENCES.get(reason.code)
    return say(sentence, language, **_worded(reason, language)) if sentence else reason.code


def moment(at: datetime, language: str, zone: str) -> str:
    """A moment as people say it: "24 November 2026 pukul 10.00 WIB"."""
    local = at.astimezone(ZoneInfo(zone))
    name = ZONES.get(zone) or local.tzname() or ""
    if language == "id":
        return f"{format_date(local, 'd MMMM yyyy', locale='id')} pukul {local:%H.%M} {name}".strip()
    return f"{format_datetime(local, 'd MMMM yyyy, HH:mm', locale='en')} {name}".strip()


def day_and_moment(at: datetime, language: str, zone: str) -> str:
    """With the day of the week: "Selasa, 24 November 2026 pukul 10.00 WIB"."""
    day = format_date(at.astimezone(ZoneInfo(zone)), "EEEE", locale=language)
    return f"{day}, {moment(at, language, zone)}"


def file_size(count: int, language: str) -> str:
    """Bytes as people read them: "60,5 MB"."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    megabytes = f"{count / 1_000_000:.1f} MB"
    return megabytes.replace(".", ",") if language == "id" else megabytes


def _worded(reason: Reason, language: str) -> dict[str, str]:
    known = {name: CODES.get(name, {}).get(fact) for name, fact in reason.facts.items()}
    return {name: say(words, language) if (words := known[name]) else fact for name, fact in reason.facts.items()}


@cache
def _catalogue(language: str) -> dict[str, str]:
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        str(entry.id): str(entry.string)
        for entry in catalogue
        if entry.id and entry.string and not entry.fuzzy
    }


class _Facts(dict[str, object]):
    """A fact nobody gave stays visible as its name."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
