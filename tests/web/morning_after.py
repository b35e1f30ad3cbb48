"""What a coordinator's morning was to leave behind, and whether it stands in the database."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desk.surroundings import Surroundings
from models.knowledge import Suggestion
from models.message import Message, MessageKind
from models.session import Session
from models.ticket import Channel, Status, Ticket
from tests.web.every_page import Shown

CALL = "Mesin antrean di loket 3 mati sejak pagi."
WAITS_FOR = "Menunggu suku cadang"
COLLEAGUE = "Ben Siregar"
PHONE = "0812 7000 111"


@dataclass(frozen=True)
class Plan:
    """The codes of the tickets that are answered, put on hold, and merged into the held one."""

    answered: str
    held: str
    merged: str


def plan_of(shown: Shown) -> Plan:
    """The ticket that has everything, another, and a third."""
    answered = shown.paths["tickets.show"].rpartition("/")[2]
    held = shown.paths["merges.show"].rpartition("=")[2]
    todo = (Ticket.status.in_((Status.NEW, Status.OPEN)), Ticket.spam_at.is_(None))
    with desk_of(shown).database.reading() as session:
        codes = session.scalars(select(Ticket.code).where(*todo).order_by(Ticket.id.desc()))
        merged = next(each for each in codes if each not in (answered, held))
    return Plan(answered, held, merged)


def assert_done(shown: Shown, plan: Plan, *, assigned: list[str]) -> None:
    with desk_of(shown).database.reading() as session:
        holders = {_ticket(session, code).assignee for code in assigned}
        held, merged = _ticket(session, plan.held), _ticket(session, plan.merged)
        call = session.scalars(select(Ticket).where(Ticket.channel == Channel.PHONE)).one()
        inserted = session.scalars(select(Suggestion).where(Suggestion.inserted_at.is_not(None))).all()

        assert len(set(assigned)) == 5
        assert [each.name for each in holders if each] == [COLLEAGUE]
        assert (held.status, held.held_because) == (Status.ON_HOLD, WAITS_FOR)
        assert merged.merged_into is held
        assert call.requester.phone == PHONE
        assert "/help/" in newest_reply(session, plan.answered)
        assert [each.ticket.code for each in inserted] == [plan.answered]


def newest_reply(session: Session, code: str) -> str:
    said = select(Message).where(Message.kind == MessageKind.REPLY, Message.ticket == _ticket(session, code))
    return session.scalars(said.order_by(Message.id.desc())).first().reply  # type: ignore[union-attr]


def held_until(shown: Shown, plan: Plan) -> str:
    """In UTC."""
    with desk_of(shown).database.reading() as session:
        until = _ticket(session, plan.held).held_until
    return until.isoformat(" ") if until else ""


def desk_of(shown: Shown) -> Surroundings:
    desk = shown.app.extensions["meja"].desk
    assert isinstance(desk, Surroundings)
    return desk


def _ticket(session: Session, code: str) -> Ticket:
    return session.scalars(select(Ticket).where(Ticket.code == code)).one()
