"""What the morning summary says: its lists, the nearest first, each ticket a line with its due moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from desk import texts
from desk.surroundings import desk_of
from desk.texts import Wording
from desk.words import moment, say
from models.mail import Delivery
from models.session import Session
from models.ticket import NO_HURRY

LISTS = {
    "overdue": "Overdue: {count}",
    "today": "Due today: {count}",
    "unassigned": "Held by nobody: {count}",
}


def summary(session: Session, delivery: Delivery) -> Wording:
    desk, language, facts = desk_of(session).settings.desk, delivery.language, delivery.facts
    counts = {f"{name}_count": str(facts["counts"][name]) for name in LISTS}
    lists = [_list(name, facts, language=language, zone=desk.time_zone) for name in LISTS]
    told = counts | {
        "desk": desk.name,
        "day": format_date(date.fromisoformat(facts["day"]), "full", locale=language),
        "name": delivery.recipient_name,
        "summary": "\n".join(each for each in lists if each),
        "link": f"{desk.base_url}/tickets",
    }
    return texts.current(session, delivery.kind, language).filled(told)


def _list(name: str, facts: dict[str, Any], *, language: str, zone: str) -> str:
    tickets, count = facts[name], facts["counts"][name]
    if not count:
        return ""
    lines = [say(LISTS[name], language, count=count)]
    lines += [_line(ticket, language=language, zone=zone) for ticket in tickets]
    if count > len(tickets):
        lines.append("  " + say("and {count} more", language, count=count - len(tickets)))
    return "\n".join(lines) + "\n"


def _line(ticket: dict[str, str], *, language: str, zone: str) -> str:
    due = datetime.fromisoformat(ticket["due"]) if ticket["due"] else NO_HURRY
    when = moment(due, language, zone) if due < NO_HURRY else say("no clock runs", language)
    holder = ticket["assignee"] or say("nobody yet", language)
    return f"  {ticket['code']}  {ticket['subject'][:60]} ({ticket['requester']})\n      {when} · {holder}"
