"""A code in the subject: it counts for those who belong to the ticket, and proves nothing for anybody else."""

from __future__ import annotations

from desk import tickets
from desk.work import work
from models.message import Author
from models.ticket import Ticket, TicketLink
from tests.conversation import Letter, Person, Talk


def test_requester_joins_by_the_code(talk: Talk, rui: Person) -> None:
    rui.writes()
    rui.writes("More", subject=f"about {talk.ticket.code.lower()}")

    assert (len(talk.tickets), talk.last.author) == (1, Author.REQUESTER)
    assert talk.why == "subject_code"


def test_stranger_who_guesses_a_code_gets_a_ticket_of_their_own(
    talk: Talk, rui: Person, mallory: Person
) -> None:
    """T004."""
    rui.writes()
    code = talk.ticket.code
    mallory.writes("Let me in", subject=f"Re: [{code}] Printer")

    _, own = talk.tickets
    assert talk.last.ticket_id == own.id
    assert own.code != code


def test_guessed_code_is_not_confirmed_to_exist(talk: Talk, rui: Person, mallory: Person) -> None:
    rui.writes()
    mallory.writes("Hello", subject=f"Re: [{talk.ticket.code}]")
    mallory.writes("Hello", subject="Re: [MJ-00000A]", message_id="other@evil.example")
    existing, invented = mallory.inbox()

    assert existing.text.replace(talk.tickets[1].code, "") == invented.text.replace(talk.tickets[2].code, "")


def test_mail_from_an_agents_address_that_only_names_a_ticket_is_held(
    talk: Talk, rui: Person, ana: Person
) -> None:
    """T001: it is no new matter, and it proves nothing."""
    rui.writes()
    before = len(rui.inbox())
    ana.writes("Pay here instead", subject=f"[{talk.ticket.code}] Printer")

    assert (len(talk.tickets), [each.reason.code for each in talk.held]) == (1, ["no_secret"])
    assert len(rui.inbox()) == before


def test_reply_within_30_days_of_closing_opens_the_ticket_again(talk: Talk, rui: Person, ana: Person) -> None:
    letter = _closed(talk, rui, ana)
    talk.clock.passes(days=30)
    rui.answers(letter, "It burns again.")

    assert (len(talk.tickets), talk.ticket.status.value) == (1, "open")


def test_reply_long_after_closing_opens_a_linked_ticket(talk: Talk, rui: Person, ana: Person) -> None:
    letter = _closed(talk, rui, ana)
    talk.clock.passes(days=31)
    rui.answers(letter, "It burns again.")
    old, new = talk.tickets
    link = talk.the(TicketLink)

    assert (link.ticket_id, link.other_id) == (new.id, old.id)
    assert (old.status.value, talk.why) == ("closed", "closed_long_ago")


def test_agents_answer_long_after_closing_still_reaches_the_requester(
    talk: Talk, rui: Person, ana: Person
) -> None:
    rui.writes()
    notice = ana.receives()
    _close(talk)
    talk.clock.passes(days=60)
    ana.answers(notice, "The spare part came at last.")

    assert len(talk.tickets) == 1
    assert "spare part" in rui.receives().text


def test_machines_answer_long_after_closing_opens_nothing(talk: Talk, rui: Person, ana: Person) -> None:
    letter = _closed(talk, rui, ana)
    talk.clock.passes(days=60)
    rui.answers(letter, "I am away", auto_submitted="auto-replied")

    assert (len(talk.tickets), talk.last.author) == (1, Author.MACHINE)


def _closed(talk: Talk, rui: Person, ana: Person) -> Letter:
    """The last letter of a ticket that was closed now."""
    rui.writes()
    ana.answers(ana.receives(), "#resolve\nDone.")
    _close(talk)
    return rui.receives()


def _close(talk: Talk) -> None:
    with work(talk.desk, at=talk.clock()) as session:
        tickets.close(session, session.get_one(Ticket, talk.ticket.id), by=None, at=talk.clock())
