"""The printed answer for a requester whom no mail reaches: what stands on it, and that it was handed over.

A reply counts from when it was written, whether or not a mail carries it; handing over is told in the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desk import people, timekeeping
from desk.errors import Invalid
from desk.events import record
from desk.surroundings import desk_of
from desk.titles import greeted_once
from desk.words import day_and_moment, moment, say
from models.event import Event, EventKind
from models.message import Author, Message, MessageKind
from models.people import Agent
from models.reason import because
from models.session import Session
from models.sla import Metric
from models.ticket import Status, Ticket


@dataclass(frozen=True)
class Answer:
    at: str
    author: str
    words: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """Every line of it in words; `answers` the oldest first."""

    language: str
    printed: str
    number: str
    subject: str
    greeting: str
    answers: tuple[Answer, ...]
    standing: str
    reach: str
    regards: str


def answers_of(session: Session, ticket: Ticket) -> list[Message]:
    """What may be printed: what agents said to the outside, the oldest first."""
    said = select(Message).where(
        Message.ticket_id == ticket.id,
        Message.kind == MessageKind.REPLY,
        Message.author == Author.AGENT,
    )
    return list(session.scalars(said.order_by(Message.at, Message.id)))


def sheet_of(session: Session, ticket: Ticket, chosen: Sequence[Message], *, at: datetime) -> Sheet:
    language, zone = ticket.language, desk_of(session).settings.desk.time_zone
    return Sheet(
        language=language,
        printed=moment(at, language, zone),
        number=say("Ticket number", language),
        subject=ticket.subject,
        greeting=_greeting(ticket.requester.name, language),
        answers=tuple(_answer(each, language, zone) for each in chosen),
        standing=_standing(session, ticket, language),
        reach=say(
            "To ask more, name this ticket number: at our counter, on the telephone, or by e-mail to {address}.",
            language,
            address=ticket.address.address,
        ),
        regards=say("Kind regards,", language),
    )


def hand_over(session: Session, ticket: Ticket, chosen: Sequence[Message], *, by: Agent, at: datetime) -> None:
    """Once for each last answer. Raises Invalid when there is none."""
    people.require(by, "reply")
    if not chosen:
        raise Invalid(because("nothing_to_print"))
    told = select(Event.id).where(
        Event.ticket_id == ticket.id, Event.kind == EventKind.HANDED_OVER, Event.message_id == chosen[-1].id
    )
    if session.scalars(told).first() is None:
        record(session, ticket, EventKind.HANDED_OVER, by=by, at=at, message=chosen[-1], count=len(chosen))


def _greeting(name: str, language: str) -> str:
    if not name:
        return say("Dear Sir or Madam,", language)
    return greeted_once(say("Dear {name},", language, name=name))


def _answer(message: Message, language: str, zone: str) -> Answer:
    return Answer(
        at=moment(message.at, language, zone),
        author=message.agent.name if message.agent else message.from_name,
        words=message.reply.strip(),
        files=tuple(each.filename for each in message.attachments),
    )


def _standing(session: Session, ticket: Ticket, language: str) -> str:
    """How the matter stands, and by when it is to be done, where that is promised."""
    if ticket.is_done:
        return say("This matter is done. If something is still open, name the number: we go on with it.", language)
    if ticket.status is Status.PENDING:
        return say("If we asked you something, or something is still open, tell us: we go on then.", language)
    clocks = timekeeping.clocks_of(session, ticket)
    running = (each for each in clocks if each.metric is Metric.RESOLUTION and each.ended_at is None)
    clock = next(running, None)
    if clock is None or clock.due_at is None:
        return say("We go on with this matter.", language)
    until = day_and_moment(clock.due_at, language, clock.calendar.time_zone)
    return say("We go on with this matter. It is to be done by {moment}.", language, moment=until)
