"""A delivery's words: the text of its kind in its language, filled with the facts of its ticket.

Text comes first; the HTML is the same words in paragraphs, so that the two never differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html import escape

from desk import texts
from desk.surroundings import Surroundings, desk_of
from desk.texts import Wording
from desk.words import moment, say, word
from models.mail import Delivery, DeliveryKind
from models.message import HeldReply, Message
from models.reason import Reason
from models.session import Session
from models.ticket import Ticket
from outbound.frozen import clean_header

EXCERPT = 200
_SUBJECT_NOISE = re.compile(
    r"^(?:(?:re|fw|fwd|bls|balas|trs|aw|sv|antw)\s*:\s*|\[?MJ-[0-9A-Z]{6}\]?\s*)+", re.IGNORECASE
)


def render(session: Session, delivery: Delivery, *, ticket: Ticket, message: Message | None) -> Wording:
    """Subject and text of this mail."""
    if delivery.kind is DeliveryKind.REPLY and message:
        return Wording(f"Re: {bare_subject(ticket)} [{ticket.code}]", _spoken(message))
    facts = _facts(session, delivery, ticket=ticket, message=message)
    rendered = texts.current(session, delivery.kind, delivery.language, team=ticket.team).filled(facts)
    if not delivery.facts.get("both_languages"):
        return rendered
    other = texts.current(session, delivery.kind, _other(delivery.language), team=ticket.team).filled(facts)
    return Wording(rendered.subject, f"{rendered.body}\n---\n\n{other.body}")


def as_html(text: str) -> str:
    """Paragraphs and line breaks; addresses of pages become links."""
    paragraphs = (_paragraph(each) for each in re.split(r"\n{2,}", text.strip()))
    return "<!doctype html><html><body>" + "".join(paragraphs) + "</body></html>\n"


def bare_subject(ticket: Ticket) -> str:
    return clean_header(_SUBJECT_NOISE.sub("", ticket.subject)) or ticket.code


def _spoken(message: Message) -> str:
    return "\n\n".join(filter(None, (message.reply.strip(), message.signature.strip()))) + "\n"


def _other(language: str) -> str:
    return "en" if language == "id" else "id"


def _paragraph(text: str) -> str:
    linked = re.sub(
        r"https?://[^\s<>\"']{1,500}", lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text)
    )
    return "<p>" + linked.replace("\n", "<br>\n") + "</p>\n"


def _facts(
    session: Session, delivery: Delivery, *, ticket: Ticket, message: Message | None
) -> dict[str, str]:
    desk = desk_of(session)
    facts = {
        "code": ticket.code,
        "team": ticket.team.name,
        "desk": desk.settings.desk.name,
        "opened": _moment(desk, ticket.opened_at, delivery),
        "link": f"{desk.settings.desk.base_url}/tickets/{ticket.code}",
        "address": ticket.address.address,
    }
    more = _ACKNOWLEDGING if delivery.kind is DeliveryKind.ACKNOWLEDGEMENT else _INSIDE
    return (
        facts
        | {name: make(delivery, ticket, message) for name, make in more.items()}
        | _message_facts(session, delivery, message)
    )


def _message_facts(session: Session, delivery: Delivery, message: Message | None) -> dict[str, str]:
    if message is None or delivery.kind is DeliveryKind.ACKNOWLEDGEMENT:
        return {"words": "", "author": "", "at": "", "files": "", "held_link": ""}
    desk = desk_of(session)
    return {
        "words": _excerpt(message.reply) if delivery.kind is DeliveryKind.HELD else message.reply,
        "author": _author(message),
        "at": _moment(desk, message.at, delivery),
        "files": _files(message, delivery.language),
        "held_link": _held_link(desk, message.held),
    }


def _about(delivery: Delivery, ticket: Ticket, _message: Message | None) -> str:
    """Nothing of the sender's own words unless the receiving host proved the sender."""
    if delivery.facts.get("echo_subject"):
        return f"Re: {bare_subject(ticket)}"
    return say("We have received your message", delivery.language)


def _name(delivery: Delivery, ticket: Ticket, _message: Message | None) -> str:
    if delivery.facts.get("echo_subject") and ticket.requester.name:
        return clean_header(ticket.requester.name, 80)
    return "" if delivery.language == "id" else say("Sir or Madam", delivery.language)


def _reason(delivery: Delivery, _ticket: Ticket, _message: Message | None) -> str:
    stored = delivery.facts.get("reason")
    return word(Reason.from_json(stored), delivery.language) if stored else ""


def _assignee(delivery: Delivery, ticket: Ticket, _message: Message | None) -> str:
    return ticket.assignee.name if ticket.assignee else say("nobody yet", delivery.language)


_ACKNOWLEDGING: dict[str, Callable[[Delivery, Ticket, Message | None], str]] = {
    "about": _about,
    "name": _name,
}
_INSIDE: dict[str, Callable[[Delivery, Ticket, Message | None], str]] = {
    "subject": lambda _delivery, ticket, _message: bare_subject(ticket),
    "requester": lambda _delivery, ticket, _message: ticket.requester.shown_name,
    "assignee": _assignee,
    "recipient": lambda delivery, _ticket, _message: str(delivery.facts.get("recipient", "")),
    "reason": _reason,
}


def _moment(desk: Surroundings, at: datetime, delivery: Delivery) -> str:
    return moment(at, delivery.language, desk.settings.desk.time_zone)


def _author(message: Message) -> str:
    if message.agent:
        return message.agent.name
    return f"{message.from_name} <{message.from_address}>" if message.from_name else message.from_address


def _files(message: Message, language: str) -> str:
    names = ", ".join(each.filename for each in message.attachments)
    return say("Attachments: {names}", language, names=names) + "\n" if names else ""


def _held_link(desk: Surroundings, held: HeldReply | None) -> str:
    return f"{desk.settings.desk.base_url}/held-replies/{held.id}" if held else ""


def _excerpt(text: str) -> str:
    """A notice quotes little of a mail that may be forged (threats.md 4.4)."""
    short = " ".join(text.split())
    return short if len(short) <= EXCERPT else short[:EXCERPT].rstrip() + " …"
