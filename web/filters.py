"""What templates cannot say by themselves: moments and ages, codes in words, sizes, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from flask import Flask
from markupsafe import Markup

from desk import words
from desk.invitations import Moment
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
LINK = re.compile(r"(https?://[^\s<>\"'`\\^{}|]{1,2000})")
AFTER_LINK = ".,;:!?)]"
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


def invitation_moment(written: Moment) -> str:
    """In our own time zone where it is known which moment it is, else as it was written."""
    return moment(written.at) if written.at else f"{written.words} {written.zone}".strip()


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
    return words.file_size(count, language())


def linked(text: str) -> Markup:
    """Plain text, escaped, with its web addresses as links that tell nothing about us."""
    return Markup("").join(_linked(text))


def conversational(text: str) -> Markup:
    """As `linked`, with the quoted lines between the answers set apart."""
    runs = groupby(text.split("\n"), key=lambda line: line.startswith(">"))
    return Markup("\n").join(
        Markup('<span class="cited">{}</span>').format(linked("\n".join(lines)))
        if is_quoted
        else linked("\n".join(lines))
        for is_quoted, lines in runs
    )


def _linked(text: str) -> Iterator[Markup]:
    for number, piece in enumerate(LINK.split(text)):
        if number % 2 == 0:
            yield Markup.escape(piece)
            continue
        address = piece.rstrip(AFTER_LINK)
        link = Markup('<a href="{0}" rel="noopener noreferrer nofollow" target="_blank">{0}</a>')
        yield link.format(address) + Markup.escape(piece[len(address) :])


FILTERS = (
    moment,
    invitation_moment,
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
    conversational,
)
