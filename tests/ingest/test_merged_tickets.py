"""Mail to a ticket that was merged lands where its conversation goes on, whatever clue brings it."""

from __future__ import annotations

import pytest

from desk import merging, tickets
from desk.work import work
from models.event import Event, EventKind
from models.mail import DeliveryKind
from models.message import Author
from models.ticket import Status, Ticket
from tests.conversation import Letter, Person, Talk
from tests.desks import agent
from tests.mails import report


@pytest.fixture
def sari(talk: Talk) -> Person:
    """Another requester, who has the same trouble."""
    return Person(talk, "Sari", "sari@partner.example")


def merge(talk: Talk) -> tuple[str, str]:
    """The second ticket into the first; their codes."""
    one, other = talk.tickets
    with work(talk.desk, at=talk.clock()) as session:
        first, second = tickets.get_ticket(session, one.code), tickets.get_ticket(session, other.code)
        merging.merge(session, second, first, by=agent(session, "ana"), at=talk.clock())
    return one.code, other.code


def ticket_of_the_last(talk: Talk) -> str:
    found: Ticket = talk.the(Ticket, Ticket.id == talk.last.ticket_id)
    return found.code


@pytest.fixture
def acknowledged(talk: Talk, rui: Person) -> Letter:
    """What Rui was sent about the second of two tickets."""
    rui.writes("The printer is on fire.")
    rui.writes("Now the curtains too.")
    return rui.receives()


def test_answer_with_the_secret_of_the_merged_ticket(talk: Talk, rui: Person, acknowledged: Letter) -> None:
    first, _ = merge(talk)
    rui.answers(acknowledged, "Hurry!")

    assert (ticket_of_the_last(talk), talk.last.author) == (first, Author.REQUESTER)


def test_answer_that_knows_only_an_id_of_the_merged_ticket(
    talk: Talk, rui: Person, acknowledged: Letter
) -> None:
    second = talk.tickets[1]
    first, _ = merge(talk)
    rui.writes("Hurry!", in_reply_to=second.root_message_id)

    assert ticket_of_the_last(talk) == first


def test_subject_that_names_the_merged_ticket(talk: Talk, rui: Person, acknowledged: Letter) -> None:
    first, second = merge(talk)
    rui.writes("Hurry!", subject=f"About {second}")

    assert ticket_of_the_last(talk) == first


def test_requester_of_the_merged_ticket_belongs_to_the_other(talk: Talk, rui: Person, sari: Person) -> None:
    rui.writes("The printer is on fire.")
    sari.writes("I smell smoke.")
    first, second = merge(talk)
    sari.writes("It gets worse.", subject=second)

    assert (ticket_of_the_last(talk), talk.last.author) == (first, Author.FOLLOWER)


def test_an_answer_never_goes_to_both_before_an_agent_wants_it(
    talk: Talk, rui: Person, ana: Person, sari: Person
) -> None:
    rui.writes("The printer is on fire.")
    notice = ana.receives()
    sari.writes("I smell smoke.")
    merge(talk)
    ana.answers(notice, "Step back.")

    assert "Step back." in rui.receives().text
    assert not [letter for letter in sari.inbox() if "Step back." in letter.text]


def test_agents_answer_to_somebody_elses_merged_matter_is_held(
    talk: Talk, rui: Person, ana: Person, sari: Person
) -> None:
    rui.writes("The printer is on fire.")
    sari.writes("I smell smoke.")
    notice = ana.receives()
    merge(talk)
    ana.answers(notice, "Dear Sari, open a window.")

    assert talk.held[-1].reason.code == "merged_meanwhile"


def test_agents_answer_to_the_same_persons_merged_matter_leaves(
    talk: Talk, rui: Person, ana: Person, acknowledged: Letter
) -> None:
    notice = ana.receives()
    merge(talk)
    ana.answers(notice, "Close the curtains.")

    assert (talk.held, "Close the curtains." in rui.receives().text) == ([], True)


def test_reply_answers_the_requesters_own_mail_not_what_came_along(
    talk: Talk, rui: Person, ana: Person, sari: Person
) -> None:
    rui.writes("The printer is on fire.", message_id="first@partner.example")
    notice = ana.receives()
    sari.writes("I smell smoke.")
    merge(talk)
    ana.answers(notice, "Step back.")

    assert rui.receives()["In-Reply-To"] == "<first@partner.example>"


def test_bounce_of_a_merged_tickets_reply_is_told_where_people_look(
    talk: Talk, rui: Person, ana: Person, acknowledged: Letter
) -> None:
    ana.answers(ana.receives(), "Close the curtains.")
    answer = rui.receives()
    first, _ = merge(talk)
    talk.arrives(report(answer.message_id))

    event: Event = talk.the(Event, Event.kind == EventKind.BOUNCED)
    assert talk.the(Ticket, Ticket.id == event.ticket_id).code == first


def test_nobody_is_told_of_a_merge_by_mail(talk: Talk, rui: Person, acknowledged: Letter) -> None:
    before = len(talk.deliveries)
    merge(talk)

    assert len(talk.deliveries) == before


def test_undone_its_mail_is_its_own_again(talk: Talk, rui: Person, acknowledged: Letter) -> None:
    _, second = merge(talk)
    with work(talk.desk, at=talk.clock()) as session:
        merging.unmerge(
            session, tickets.get_ticket(session, second), by=agent(session, "ana"), at=talk.clock()
        )
    rui.answers(acknowledged, "Hurry!")

    assert ticket_of_the_last(talk) == second


def test_merged_ticket_stays_closed_when_its_requester_writes(
    talk: Talk, rui: Person, acknowledged: Letter
) -> None:
    _, second = merge(talk)
    rui.answers(acknowledged, "Hurry!")

    assert talk.the(Ticket, Ticket.code == second).status is Status.CLOSED
    assert len([each for each in talk.deliveries if each.kind is DeliveryKind.ACKNOWLEDGEMENT]) == 2
