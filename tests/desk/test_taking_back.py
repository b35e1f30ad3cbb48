"""A reply that has not left can be taken back: nothing is sent, and its words are a draft again."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from desk import kept_drafts, taking_back, tickets
from desk.errors import Conflict, NotAllowed
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.mail import Delivery, DeliveryKind, DeliveryState
from models.message import Message, MessageKind
from models.ticket import Status, Ticket
from tests.desks import NOON, a_ticket, agent, said


@pytest.fixture
def reply(desk: Surroundings) -> int:
    """Ana's, which has not left."""
    with work(desk, at=NOON) as session:
        message = tickets.reply(session, a_ticket(session), said("Done."), by=agent(session, "ana"), at=NOON)
        return message.id


def take_back(desk: Surroundings, reply: int, *, by: str = "ana") -> None:
    with work(desk, at=NOON) as session:
        taking_back.take_back(session, session.get_one(Message, reply), by=agent(session, by), at=NOON)


def states(desk: Surroundings) -> list[DeliveryState]:
    with desk.database.reading() as session:
        return list(session.scalars(select(Delivery.state).where(Delivery.kind == DeliveryKind.REPLY)))


def its_ticket(desk: Surroundings) -> Ticket:
    with desk.database.reading() as session:
        return session.scalars(select(Ticket)).one()


def draft_of(desk: Surroundings, who: str) -> str:
    with desk.database.reading() as session:
        ticket = session.scalars(select(Ticket)).one()
        return kept_drafts.kept(session, ticket, agent(session, who)).get(MessageKind.REPLY, "")


def test_nothing_is_sent_and_it_stays_a_note(desk: Surroundings, reply: int) -> None:
    take_back(desk, reply)
    with desk.database.reading() as session:
        kind = session.get_one(Message, reply).kind

    assert (states(desk), kind) == ([DeliveryState.CANCELLED], MessageKind.NOTE)


def test_its_words_are_the_draft_again(desk: Surroundings, reply: int) -> None:
    take_back(desk, reply)

    assert draft_of(desk, "ana") == "Done."


def test_words_begun_since_stay_below_them(desk: Surroundings, reply: int) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = session.scalars(select(Ticket)).one(), agent(session, "ana")
        kept_drafts.keep(session, ticket, "One more thing.", kind=MessageKind.REPLY, by=ana, at=NOON)
    take_back(desk, reply)

    assert draft_of(desk, "ana") == "Done.\n\nOne more thing."


def test_ticket_no_longer_waits_for_the_requester(desk: Surroundings, reply: int) -> None:
    take_back(desk, reply)

    assert its_ticket(desk).status is Status.OPEN


def test_what_it_resolved_is_open_again(desk: Surroundings, reply: int) -> None:
    with work(desk, at=NOON) as session:
        tickets.resolve(session, session.scalars(select(Ticket)).one(), by=agent(session, "ana"), at=NOON)
    take_back(desk, reply)
    with desk.database.reading() as session:
        kinds = list(session.scalars(select(Event.kind).order_by(Event.id)))

    assert (its_ticket(desk).status, its_ticket(desk).resolved_at) == (Status.OPEN, None)
    assert kinds[-2:] == [EventKind.REOPENED, EventKind.TAKEN_BACK]


def test_second_press_of_the_button_changes_nothing(desk: Surroundings, reply: int) -> None:
    take_back(desk, reply)
    take_back(desk, reply)

    assert draft_of(desk, "ana") == "Done."


@pytest.mark.parametrize("state", [DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.BOUNCED])
def test_what_left_or_is_leaving_cannot_be_called_back(
    desk: Surroundings, reply: int, state: DeliveryState
) -> None:
    with work(desk, at=NOON) as session:
        session.execute(update(Delivery).where(Delivery.message_id == reply).values(state=state))
    with pytest.raises(Conflict):
        take_back(desk, reply)

    assert states(desk) == [state]


def test_what_may_have_arrived_cannot_be_called_back(desk: Surroundings, reply: int) -> None:
    with work(desk, at=NOON) as session:
        mails = session.scalars(select(Delivery).where(Delivery.message_id == reply))
        for mail in mails:
            mail.state, mail.facts = DeliveryState.DEFERRED, {"cut_off": True}
    with pytest.raises(Conflict):
        take_back(desk, reply)


def test_another_agent_may_not_but_a_coordinator_may(desk: Surroundings, reply: int) -> None:
    with pytest.raises(NotAllowed):
        take_back(desk, reply, by="ben")
    take_back(desk, reply, by="citra")

    assert draft_of(desk, "ana") == "Done."


def test_a_requesters_words_are_not_ours_to_take_back(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        a_ticket(session)
        first = session.scalars(select(Message.id)).one()
    with pytest.raises(NotAllowed):
        take_back(desk, first, by="citra")
