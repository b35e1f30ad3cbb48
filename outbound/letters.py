"""What mails to agents say that are about no ticket in particular, a function for each kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desk import texts
from desk.password_links import link_to
from desk.surroundings import desk_of
from desk.texts import Wording
from desk.words import day_and_moment, say
from models.mail import Delivery, DeliveryKind
from models.session import Session
from outbound.summary import summary

HAPPENED = {
    DeliveryKind.NEW_MATTER: "a new matter",
    DeliveryKind.NEW_MESSAGE: "a new message",
    DeliveryKind.ASSIGNED: "assigned to you",
    DeliveryKind.DUE_SOON: "due soon",
    DeliveryKind.OVERDUE: "overdue",
}


def letter(session: Session, delivery: Delivery) -> Wording:
    return LETTERS[delivery.kind](session, delivery)


def password_link(session: Session, delivery: Delivery) -> Wording:
    """The link is made here, for the password of now, and stands nowhere but in this mail."""
    desk, agent = desk_of(session), delivery.agent
    assert agent is not None
    until = datetime.fromisoformat(delivery.facts["until"])
    told = {
        "desk": desk.settings.desk.name,
        "name": agent.name,
        "login": agent.login,
        "link": link_to(desk, agent, until=until),
        "until": day_and_moment(until, delivery.language, desk.settings.desk.time_zone),
    }
    return texts.current(session, delivery.kind, delivery.language).filled(told)


def digest(session: Session, delivery: Delivery) -> Wording:
    desk, facts = desk_of(session).settings.desk, delivery.facts
    lines = [_line(each, delivery.language) for each in facts["lines"]]
    if facts["count"] > len(lines):
        lines.append("  " + say("and {count} more", delivery.language, count=facts["count"] - len(lines)))
    told = {
        "desk": desk.name,
        "name": delivery.recipient_name,
        "count": str(facts["count"]),
        "summary": "\n".join(lines) + "\n",
        "link": f"{desk.base_url}/tickets",
    }
    return texts.current(session, delivery.kind, delivery.language).filled(told)


def _line(told: dict[str, str], language: str) -> str:
    happened = say(HAPPENED[DeliveryKind(told["kind"])], language)
    return f"  {told['code']}  {told['subject'][:60]} ({told['requester']})\n      {happened}"


LETTERS: dict[DeliveryKind, Callable[[Session, Delivery], Wording]] = {
    DeliveryKind.MORNING: summary,
    DeliveryKind.DIGEST: digest,
    DeliveryKind.INVITATION: password_link,
    DeliveryKind.PASSWORD: password_link,
}
