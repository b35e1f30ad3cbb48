"""A week at the desk, by mail: agents, a follower, a stranger, a mistyped command, an end that opens again."""

from __future__ import annotations

from desk import held, tickets
from desk.followers import approve
from desk.work import work
from models.message import Author
from models.ticket import Status, Ticket
from tests.conversation import Person, Talk
from tests.desks import agent
from tests.mails import refuted


def test_ticket_lives_through_its_week(talk: Talk, rui: Person, ana: Person, ben: Person) -> None:
    rui.writes("Our printer burns.", subject="Printer")
    ana.answers(ana.receives(), "#take")
    ana.answers(ana.receives(), "Is anybody hurt?")
    talk.clock.passes(hours=2)
    rui.answers(rui.receives(), "Nobody, but it smells.")
    ana.answers(ana.receives(), "#resolve\nWe have put it out.")
    statuses = [talk.ticket.status]
    talk.clock.passes(days=8)
    with work(talk.desk, at=talk.clock()) as session:
        tickets.close_resolved(session, at=talk.clock())
    statuses.append(talk.ticket.status)
    rui.answers(rui.receives(), "It burns again.")
    statuses.append(talk.ticket.status)

    assert statuses == [Status.RESOLVED, Status.CLOSED, Status.OPEN]
    assert [letter.text.splitlines()[0] for letter in rui.inbox()[1:]] == [
        "Is anybody hurt?",
        "We have put it out.",
    ]
    assert len(ben.inbox()) == 1


def test_follower_hears_what_is_said_after_an_agent_approved(talk: Talk, rui: Person, ana: Person) -> None:
    """T024: never what was said before."""
    sari = Person(talk, "Sari", "sari@partner.example")
    rui.writes("Our printer burns.", cc=sari.mailbox)
    ana.answers(ana.receives(), "First answer.")
    before = sari.inbox()
    with work(talk.desk, at=talk.clock()) as session:
        ticket = session.get_one(Ticket, talk.ticket.id)
        approve(session, ticket, ticket.followers[0].id, by=agent(session, "ana"), at=talk.clock())
    rui.answers(rui.receives(), "And now?")
    ana.answers(ana.receives(), "Second answer.")

    assert before == []
    assert [letter.text for letter in sari.inbox()] == ["Second answer.\n"]


def test_whom_a_stranger_copies_follows_nothing(talk: Talk, rui: Person, mallory: Person) -> None:
    """Zendesk's CVE-2024-49193: a copy is no right to the history."""
    rui.writes(message_id="first@partner.example")
    mallory.writes("Hello", in_reply_to="first@partner.example", cc="friend@evil.example")
    with talk.desk.database.reading() as session:
        followers = session.get_one(Ticket, talk.ticket.id).followers

        assert [each.address for each in followers] == []


def test_forged_requester_adds_no_follower(talk: Talk, rui: Person) -> None:
    rui.writes(to="billing@desk.example", message_id="first@partner.example")
    forged = {"to": "billing@desk.example", "in_reply_to": "first@partner.example", "above": refuted()}
    rui.writes("Copy my friend", cc="friend@evil.example", **forged)
    with talk.desk.database.reading() as session:
        assert session.get_one(Ticket, talk.ticket.id).followers == []


def test_mistyped_command_costs_a_click_and_no_words(talk: Talk, rui: Person, ana: Person) -> None:
    rui.writes()
    ana.answers(ana.receives(), "#resovle\nDone.")
    asked = ana.receives()
    with work(talk.desk, at=talk.clock()) as session:
        held.refuse(
            session, held.get_held(session, talk.held[0].id), by=agent(session, "ana"), at=talk.clock()
        )
    first = next(letter for letter in ana.inbox() if "fire" in letter.text)
    ana.answers(first, "#resolve\nDone.")

    assert "#resovle" in asked.text
    assert (rui.receives().text, talk.ticket.status) == ("Done.\n", Status.RESOLVED)


def test_two_desks_that_answer_each_other_stop(talk: Talk) -> None:
    """T035: another desk acknowledges without any mark, and answers each acknowledgement of ours."""
    other = Person(talk, "Other desk", "help@other.example")
    other.writes("Ticket 4711 was opened for you.", subject="Ticket 4711")
    for turn in range(10):
        letter = other.receives()
        other.answers(letter, f"We got your mail {turn}.", quoting=False)

    assert len(other.inbox()) == 1
    assert {message.author for message in talk.messages} == {Author.REQUESTER}
