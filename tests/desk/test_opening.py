"""Opening a ticket: what it holds, whom it belongs to, what follows."""

from __future__ import annotations

import pytest

from desk import tickets
from desk.codes import read_code
from desk.surroundings import Surroundings
from desk.work import work
from models.message import Author, MessageKind
from models.ticket import Status
from tests.desks import BILLING, NOON, a_ticket, address, rui, said


def test_new_ticket_is_new_and_belongs_to_the_team_of_its_address(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = tickets.open_ticket(
            session, said(), requester=rui(session), address=address(session, BILLING), at=NOON
        )

        assert (ticket.status, ticket.team.slug, ticket.assignee) == (Status.NEW, "billing", None)


def test_ticket_has_a_code_that_can_be_read_back(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session)

    assert read_code(ticket.code) == ticket.code


def test_ticket_without_a_subject_can_still_be_clicked(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session, subject="")

    assert ticket.subject == tickets.NO_SUBJECT


@pytest.mark.parametrize(
    ("before", "wrote", "after"),
    [
        (None, "id", "id"),
        (None, "en", "en"),
        (None, "ja", "en"),
        (None, None, "id"),
        ("en", "id", "id"),
        ("id", "en", "id"),
        ("en", None, "en"),
    ],
)
def test_ticket_speaks_the_language_of_its_requester(
    desk: Surroundings, before: str | None, wrote: str | None, after: str
) -> None:
    with work(desk, at=NOON) as session:
        rui(session).language = before
        ticket = a_ticket(session, language=wrote)

    assert ticket.language == after


def test_words_of_the_requester_are_public_and_notes_are_not(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_ticket(session)
        message = tickets.receive_reply(
            session, ticket, said("Still burning."), author=Author.REQUESTER, by=rui(session), at=NOON
        )

    assert message.kind is MessageKind.REPLY
