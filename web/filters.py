"""What templates cannot say by themselves: moments and ages, codes in words, sizes, links, safe names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from flask import Flask
from markupsafe import Markup

from desk import words
from models.event import Event
from models.mail import Delivery
from models.message import Author
from models.reason import Reason
from models.ticket import Status
from web import timeline
from web.language import language, translate
from web.panel import desk

STATUSES = {
    Status.NEW: "New",
    Status.OPEN: "Open",
    Status.PENDING: "Pending",
    Status.ON_HOLD: "On hold",
    Status.RESOLVED: "Resolved",
    Status.CLOSED: "Closed",
}
PROOFS = {
    "proven": "The receiving host confirmed the sender",
    "unknown": "Nobody confirmed the sender",
    "failed": "The receiving host says that somebody else sent it",
    "ambiguous": "Its sender can be read in two ways",
}
# Files that act when they are opened (T060).
ACTING = re.compile(
    r"\.(app|bat|chm|cmd|com|cpl|dll|docm|exe|hta|html?|img|iso|jar|jse?|lnk|ms[ci]|one|pif|potm|pptm|ps1|py"
    r"|reg|scr|sh|svg|url|vb[es]|vhd|wsf|xhtml|xl[ast]m)\Z"
)
LINK = re.compile(r"(https?://[^\s<>\"'`\\^{}|]{1,2000})")
AFTER_LINK = ".,;:!?)]"
NAME_BYTES = 150
UNITS = (
    (timedelta(days=365), "{count} y"),
    (timedelta(days=1), "{count} d"),
    (timedelta(hours=1), "{count} h"),
    (timedelta(minutes=1), "{count} min"),
)


def register(app: Flask) -> None:
    for each in FILTERS:
        app.jinja_env.filters[each.__name__] = each
    app.jinja_env.globals["age"] = age


def moment(at: datetime) -> str:
    return words.moment(at, language(), desk().settings.desk.time_zone)


def age(since: datetime, at: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    passed = at - since
    for unit, text in UNITS:
        if passed >= unit:
            return translate(text, count=passed // unit)
    return translate("just now")


def reason_words(reason: Reason) -> str:
    return words.word(reason, language())


def event_words(event: Event) -> str:
    return timeline.event_words(event, language())


def event_reason(event: Event) -> str:
    return timeline.event_reason(event, language())


def delivery_state(delivery: Delivery) -> str:
    when = delivery.ended_at or delivery.not_before
    return translate(timeline.DELIVERY_STATES[delivery.state], moment=moment(when))


def status_words(status: Status) -> str:
    return translate(STATUSES[status])


def author_words(author: Author) -> str:
    return translate(timeline.AUTHORS[author])


def delivery_words(delivery: Delivery) -> str:
    return translate(timeline.DELIVERY_KINDS[delivery.kind])


def proof_words(evidence: dict[str, object]) -> str:
    return translate(PROOFS.get(str(evidence.get("proof")), PROOFS["unknown"]))


def size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def linked(text: str) -> Markup:
    """Plain text, escaped, with its web addresses as links that tell nothing about us."""
    return Markup("").join(_linked(text))


def plain_filename(name: str) -> str:
    """A name that cannot pretend: no path, no control or direction characters, no dots around (T057-T059)."""
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(each for each in composed if unicodedata.category(each)[0] != "C")
    last = re.split(r"[/\\]", visible)[-1].strip(". ")
    cut = last if len(last.encode()) <= NAME_BYTES else _cut(last)
    return cut or "file"


def may_act(name: str) -> bool:
    return ACTING.search(plain_filename(name).lower()) is not None


def _linked(text: str) -> Iterator[Markup]:
    for number, piece in enumerate(LINK.split(text)):
        if number % 2 == 0:
            yield Markup.escape(piece)
            continue
        address = piece.rstrip(AFTER_LINK)
        link = Markup('<a href="{0}" rel="noopener noreferrer nofollow" target="_blank">{0}</a>')
        yield link.format(address) + Markup.escape(piece[len(address) :])


def _cut(name: str) -> str:
    """The ending stays: it says what opens the file."""
    suffix = PurePosixPath(name).suffix[:20]
    room = NAME_BYTES - len(suffix.encode())
    return name.encode()[:room].decode(errors="ignore") + suffix


FILTERS = (
    moment,
    reason_words,
    event_words,
    event_reason,
    delivery_state,
    status_words,
    author_words,
    delivery_words,
    proof_words,
    size,
    linked,
    plain_filename,
    may_act,
)
