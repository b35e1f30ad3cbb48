"""Replies that wait inside: who may let them go, what leaves, and that it happens once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desk import held, tickets
from desk.errors import Conflict, Invalid, NotAllowed, NotFound
from desk.surroundings import Surroundings
from desk.work import work
from models.mail import Delivery, DeliveryKind
from models.message import HeldReply, Message, MessageKind
from models.reason import because
from models.ticket import Status
from tests.desks import NOON, a_ticket, agent, said


@pytest.fixture
def waiting(desk: Surroundings) -> int:
    """Ana's reply, held."""
    return held_with(desk, "Done.")


def held_with(desk: Surroundings, words: str) -> int:
    with work(desk, at=NOON) as session:
        ana = agent(session, "ana")
        message = held.hold(
            session, a_ticket(session), said(words), agent=ana, reason=because("no_secret"), at=NOON
        )
        session.flush()
        [row] = session.scalars(select(HeldReply).where(HeldReply.message_id == message.id))
        return row.id


def released(desk: Surroundings, held_id: int, *, by: str = "ana") -> Message:
    with work(desk, at=NOON) as session:
        row = held.get_held(session, held_id)
        held.release(session, row, by=agent(session, by), at=NOON)
        _ = row.message.ticket
        return row.message


def left(desk: Surroundings) -> list[int]:
    """The ids of the messages that go to the requester."""
    with desk.database.reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.kind == DeliveryKind.REPLY))
        return [row.message_id or 0 for row in rows]


def test_held_reply_is_a_note_and_goes_nowhere(desk: Surroundings, waiting: int) -> None:
    with desk.database.reading() as session:
        assert held.get_held(session, waiting).message.kind is MessageKind.NOTE
    assert left(desk) == []


@pytest.mark.parametrize("who", ["ana", "citra"])
def test_its_agent_or_a_coordinator_may_release_it(desk: Surroundings, waiting: int, who: str) -> None:
    message = released(desk, waiting, by=who)

    assert left(desk) == [message.id]
    assert (message.agent_id, message.ticket.status) == (message.ticket.assignee_id, Status.PENDING)


@pytest.mark.parametrize("deed", [held.release, held.refuse])
def test_another_agent_may_not_decide(desk: Surroundings, waiting: int, deed: object) -> None:
    with desk.database.transaction(desk=desk) as session:
        row, ben = held.get_held(session, waiting), agent(session, "ben")
        with pytest.raises(NotAllowed):
            deed(session, row, by=ben, at=NOON)  # type: ignore[operator]


def test_refused_reply_stays_a_note_for_good(desk: Surroundings, waiting: int) -> None:
    with work(desk, at=NOON) as session:
        held.refuse(session, held.get_held(session, waiting), by=agent(session, "ana"), at=NOON)
    with pytest.raises(Conflict):
        released(desk, waiting)

    assert left(desk) == []


def test_second_press_of_the_button_changes_nothing(desk: Surroundings, waiting: int) -> None:
    released(desk, waiting)
    with pytest.raises(Conflict):
        released(desk, waiting, by="citra")

    assert len(left(desk)) == 1


def test_decided_reply_waits_no_more(desk: Surroundings, waiting: int) -> None:
    released(desk, waiting)
    with desk.database.reading() as session:
        assert held.waiting(session) == []


def test_commands_of_a_released_mail_count_and_are_not_sent(desk: Surroundings) -> None:
    message = released(desk, held_with(desk, "#resolve\n\nDone."))

    assert (message.reply, message.ticket.status) == ("Done.", Status.RESOLVED)


def test_note_that_was_held_stays_a_note_when_released(desk: Surroundings) -> None:
    message = released(desk, held_with(desk, "#note\nHe is rude."))

    assert (message.kind, left(desk)) == (MessageKind.NOTE, [])


def test_word_that_is_no_command_is_sent_as_words(desk: Surroundings) -> None:
    message = released(desk, held_with(desk, "#1-priority\nDone."))

    assert message.reply == "#1-priority\nDone."


@pytest.mark.parametrize("words", ["", "#resolve"])
def test_nothing_cannot_be_sent(desk: Surroundings, words: str) -> None:
    row = held_with(desk, words)
    with pytest.raises(Invalid):
        released(desk, row)

    assert left(desk) == []


def test_no_such_held_reply_is_not_found(desk: Surroundings) -> None:
    with desk.database.reading() as session, pytest.raises(NotFound):
        held.get_held(session, 0)


def test_release_takes_a_ticket_nobody_holds_for_the_writer_not_the_releaser(
    desk: Surroundings, waiting: int
) -> None:
    code = released(desk, waiting, by="citra").ticket.code
    with desk.database.reading() as session:
        assert tickets.get_ticket(session, code).assignee is agent(session, "ana")
