"""A delivery's words: the text of its kind in its language, filled with the facts of its ticket.

Text comes first; the HTML is the same words in paragraphs, so that the two never differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from desk import texts
from desk.surroundings import Surroundings, desk_of
from desk.texts import Wording
from desk.threads import begins_its_ticket
from desk.titles import greeted_once
from desk.words import LANGUAGES, moment, say, word
from models.mail import Delivery, DeliveryKind
from models.message import Message
from models.reason import Reason
from models.session import Session
from models.sla import Metric
from models.ticket import Ticket
from outbound import answers, parcels
from outbound.frozen import clean_header
from outbound.letters import letter

EXCERPT = 200
ANSWERING = (DeliveryKind.ACKNOWLEDGEMENT, DeliveryKind.TOO_LARGE)
"""Automatic answers to somebody outside."""
IS_DUE = {
    Metric.FIRST_REPLY: "The first reply is due",
    Metric.NEXT_REPLY: "The next reply is due",
    Metric.RESOLUTION: "This ticket is to be resolved by",
}
WAS_DUE = {
    Metric.FIRST_REPLY: "The first reply was due",
    Metric.NEXT_REPLY: "The next reply was due",
    Metric.RESOLUTION: "This ticket was to be resolved by",
}
_SUBJECT_NOISE = re.compile(
    r"^(?:(?:re|fw|fwd|bls|balas|trs|aw|sv|antw)\s*:\s*|\[?MJ-[0-9A-Z]{6}\]?\s*)+", re.IGNORECASE
)


@dataclass(frozen=True)
class Told:
    """What a mail tells, to whom, in which language."""

    session: Session
    desk: Surroundings
    delivery: Delivery
    ticket: Ticket
    message: Message | None
    language: str

    @property
    def metric(self) -> Metric:
        """Of a notice about a clock."""
        return Metric(self.delivery.facts.get("metric", Metric.RESOLUTION))

    def moment(self, at: datetime) -> str:
        return moment(at, self.language, self.desk.settings.desk.time_zone)


def render(session: Session, delivery: Delivery) -> Wording:
    """Subject and text of this mail; in both languages when the writer's is not known."""
    ticket, message = delivery.ticket, delivery.message
    if ticket is None:
        return letter(session, delivery)
    if delivery.kind is DeliveryKind.REPLY and message:
        answers = "" if begins_its_ticket(session, message) else "Re: "
        return Wording(f"{answers}{bare_subject(ticket)} [{ticket.code}]", _spoken(session, delivery, message))
    both = bool(delivery.facts.get("both_languages"))
    languages = [delivery.language, *(each for each in LANGUAGES if both and each != delivery.language)]
    told = [Told(session, desk_of(session), delivery, ticket, message, language) for language in languages]
    worded = [_worded(session, each) for each in told]
    return Wording(worded[0].subject, "\n---\n\n".join(each.body for each in worded))


def as_html(text: str) -> str:
    """Paragraphs and line breaks; addresses of pages become links."""
    paragraphs = (_paragraph(each) for each in re.split(r"\n{2,}", text.strip()))
    return "<!doctype html><html><body>" + "".join(paragraphs) + "</body></html>\n"


def bare_subject(ticket: Ticket) -> str:
    return clean_header(_SUBJECT_NOISE.sub("", ticket.subject)) or ticket.code


def _spoken(session: Session, delivery: Delivery, message: Message) -> str:
    files = parcels.waiting_files(session, delivery)
    return "\n\n".join(filter(None, (message.reply.strip(), message.signature.strip(), files))) + "\n"


def _paragraph(text: str) -> str:
    linked = re.sub(
        r"https?://[^\s<>\"']{1,500}", lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text)
    )
    return "<p>" + linked.replace("\n", "<br>\n") + "</p>\n"


def _worded(session: Session, told: Told) -> Wording:
    tells = _ANSWERING if told.delivery.kind in ANSWERING else _INSIDE
    wording = texts.current(session, told.delivery.kind, told.language, team=told.ticket.team)
    filled = wording.filled({name: tells[name](told) for name in wording.names & tells.keys()})
    if told.delivery.kind not in ANSWERING:
        return filled
    return Wording(filled.subject, greeted_once(filled.body))


def _about(told: Told) -> str:
    """Nothing of the sender's own words unless the receiving host proved the sender."""
    if told.delivery.facts.get("echo_subject"):
        return f"Re: {bare_subject(told.ticket)}"
    return say("We have received your message", told.language)


def _name(told: Told) -> str:
    if told.delivery.facts.get("echo_subject") and told.delivery.recipient_name:
        return clean_header(told.delivery.recipient_name, 80)
    return "" if told.language == "id" else say("Sir or Madam", told.language)


def _words(told: Told) -> str:
    """A notice about a mail that may be forged quotes little of it."""
    if told.message is None:
        return ""
    return _excerpt(told.message.reply) if told.delivery.kind is DeliveryKind.HELD else told.message.reply


def _files(told: Told) -> str:
    names = ", ".join(each.filename for each in told.message.attachments) if told.message else ""
    return say("Attachments: {names}", told.language, names=names) + "\n" if names else ""


def _held_link(told: Told) -> str:
    held = told.message.held if told.message else None
    return f"{told.desk.settings.desk.base_url}/held-replies/{held.id}" if held else ""


def _reason(told: Told) -> str:
    stored = told.delivery.facts.get("reason")
    return word(Reason.from_json(stored), told.language) if stored else ""


def _due(told: Told) -> str:
    stored = told.delivery.facts.get("due")
    return told.moment(datetime.fromisoformat(stored)) if stored else ""


def _assignee(told: Told) -> str:
    return told.ticket.assignee.name if told.ticket.assignee else say("nobody yet", told.language)


Tell = Callable[[Told], str]

_ALWAYS: dict[str, Tell] = {
    "code": lambda told: told.ticket.code,
    "team": lambda told: told.ticket.team.name,
    "desk": lambda told: told.desk.settings.desk.name,
    "opened": lambda told: told.moment(told.ticket.opened_at),
    "address": lambda told: told.ticket.address.address,
    "link": lambda told: f"{told.desk.settings.desk.base_url}/tickets/{told.ticket.code}",
}
_ANSWERING: dict[str, Tell] = {
    **_ALWAYS,
    "about": _about,
    "at": lambda told: told.moment(told.message.at) if told.message else "",
    "give_link": lambda told: parcels.link(told.session, told.delivery),
    "until": lambda told: parcels.until(told.session, told.delivery, told.language),
    "largest": lambda told: f"{told.desk.settings.web.max_upload_megabytes} MB",
    "name": _name,
    "promise": lambda told: answers.promise(told.delivery, told.language),
    "articles": lambda told: answers.articles(told.session, told.ticket, told.language),
}
_INSIDE: dict[str, Tell] = {
    **_ALWAYS,
    "subject": lambda told: bare_subject(told.ticket),
    "requester": lambda told: told.ticket.requester.shown_name,
    "assignee": _assignee,
    "recipient": lambda told: str(told.delivery.facts.get("recipient", "")),
    "reason": _reason,
    "author": lambda told: _author(told.message) if told.message else "",
    "at": lambda told: told.moment(told.message.at) if told.message else "",
    "words": _words,
    "files": _files,
    "held_link": _held_link,
    "due": _due,
    "metric_is_due": lambda told: say(IS_DUE[told.metric], told.language),
    "metric_was_due": lambda told: say(WAS_DUE[told.metric], told.language),
}


def _author(message: Message) -> str:
    if message.agent:
        return message.agent.name
    return f"{message.from_name} <{message.from_address}>" if message.from_name else message.from_address


def _excerpt(text: str) -> str:
    """A notice quotes little of a mail that may be forged."""
    short = " ".join(text.split())
    return short if len(short) <= EXCERPT else short[:EXCERPT].rstrip() + " …"
