"""An agent writes to a partner who did not ask: the mail, the ticket it opens, and the partner's answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desk import requesters
from desk.drafts import Draft
from desk.errors import Invalid, NotAllowed
from desk.opening import Desired, write_first
from desk.requesters import Particulars
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.message import Author
from models.people import Requester
from models.session import Session
from models.ticket import Status, Ticket
from tests.conversation import Person, Talk
from tests.desks import NOON, SUPPORT, address, agent, changed, rui

WORDS = "Please send us your figures for October."


def a_letter(session: Session, requester: Requester, **more: object) -> Ticket:
    """Ana writes it."""
    draft = Draft(reply=WORDS, subject="Figures for October", form_key="e" * 32)
    usual: dict[str, object] = {"address": address(session), "by": agent(session, "ana"), "at": NOON}
    return write_first(session, draft, requester=requester, **usual | more)  # type: ignore[arg-type]


def test_the_partner_gets_the_words_and_nobody_else_a_mail(
    desk: Surroundings, talk: Talk, rui: Person
) -> None:
    with work(desk, at=NOON) as session:
        a_letter(session, partner(session))
    [letter] = rui.inbox()

    assert letter.subject == f"Figures for October [{talk.ticket.code}]"
    assert letter.text.strip() == WORDS
    assert len(talk.deliveries) == 1


def test_the_answer_is_awaited_by_who_wrote(desk: Surroundings, talk: Talk) -> None:
    with work(desk, at=NOON) as session:
        a_letter(session, partner(session))

    assert (talk.ticket.status, talk.last.author) == (Status.PENDING, Author.AGENT)
    assert talk.events() == ["opened", "replied"]
    with desk.database.reading() as session:
        assert session.scalars(select(Ticket)).one().assignee is agent(session, "ana")


def test_the_answer_joins_the_ticket_and_tells_who_wrote(
    desk: Surroundings, talk: Talk, rui: Person, ana: Person
) -> None:
    with work(desk, at=NOON) as session:
        a_letter(session, partner(session))
    rui.answers(rui.receives(), "Here they are.")

    assert (talk.why, talk.ticket.status, talk.last.author) == ("holds_secret", Status.OPEN, Author.REQUESTER)
    assert "Here they are." in ana.receives().text


def test_no_first_reply_is_owed(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        a_letter(session, partner(session))
    with desk.database.reading() as session:
        opened = session.scalars(select(Event).where(Event.kind == EventKind.OPENED)).one()

        assert opened.facts["answered"] is True


def test_it_waits_out_the_undo_hold(desk: Surroundings, talk: Talk, rui: Person) -> None:
    with work(changed(desk, tickets={"undo_seconds": 60}), at=NOON) as session:
        a_letter(session, partner(session))
    before = len(rui.inbox())
    talk.clock.passes(seconds=61)

    assert (before, len(rui.inbox())) == (0, 1)


def test_copies_get_this_mail_and_may_answer(desk: Surroundings, talk: Talk, rui: Person) -> None:
    with work(desk, at=NOON) as session:
        a_letter(session, partner(session), cc="Dian <Dian@Partner.example>; dian@partner.example")
    dian = Person(talk, "Dian Puspita", "dian@partner.example")
    [copy] = dian.inbox()
    dian.answers(copy, "I have them.")

    assert talk.last.author is Author.FOLLOWER
    assert len(rui.inbox()) == 1


@pytest.mark.parametrize("wrong", [SUPPORT, "ben@desk.example", "nobody"])
def test_a_copy_to_ourselves_or_to_nobody_is_refused(desk: Surroundings, talk: Talk, wrong: str) -> None:
    with pytest.raises(Invalid), work(desk, at=NOON) as session:
        a_letter(session, partner(session), cc=wrong)

    assert talk.tickets == []


def test_more_copies_than_can_follow_are_refused(desk: Surroundings) -> None:
    with pytest.raises(Invalid, match="too_many_followers"), work(desk, at=NOON) as session:
        a_letter(session, partner(session), cc=",".join(f"p{number}@partner.example" for number in range(11)))


def test_a_partner_without_mail_cannot_be_written_to(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        known = Particulars(name="Sari Wulandari")
        sari = requesters.add_requester(session, known, by=agent(session, "ana"), at=NOON)
        with pytest.raises(Invalid, match="partner_without_mail"):
            a_letter(session, sari)


def test_the_same_form_sent_twice_writes_once(desk: Surroundings, talk: Talk, rui: Person) -> None:
    for _ in range(2):
        with work(desk, at=NOON) as session:
            a_letter(session, partner(session))

    assert (len(talk.tickets), len(rui.inbox())) == (1, 1)


def test_somebody_else_may_be_given_the_answer(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = a_letter(session, partner(session), desired=Desired(assignee=agent(session, "ben")))

        assert ticket.assignee is agent(session, "ben")


def test_who_has_left_cannot_write(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        agent(session, "ana").is_active = False
        with pytest.raises(NotAllowed):
            a_letter(session, partner(session))


def partner(session: Session) -> Requester:
    return rui(session)
