"""The requester's word on an article of the acknowledgement: solved, not solved, twice, too late."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desk import learning, offers, solving, tickets
from desk.errors import NotFound
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.knowledge import Article, Suggestion
from models.message import Author
from models.session import Session
from models.ticket import Status, Ticket
from tests.articles import stock
from tests.desks import NOON, a_ticket, agent, rui, said

LATER = NOON + timedelta(hours=2)


@pytest.fixture
def token(desk: Surroundings) -> str:
    """Of the article on access cards, offered on Rui's ticket."""
    with work(desk, at=NOON) as session:
        stock(session)
        ticket = a_ticket(session, words="My access card is lost. How do I get a new card?", subject="Card")
        session.flush()
        offers.offer_in_acknowledgement(session, ticket, at=NOON)
        return session.query(Suggestion).one().token


def test_requesters_word_resolves_the_ticket_and_says_by_which_article(
    desk: Surroundings, token: str
) -> None:
    says_solved(desk, token)

    with desk.database.reading() as session:
        event = session.query(Event).filter(Event.kind == EventKind.RESOLVED).one()
        assert event.ticket.status is Status.RESOLVED
        assert event.requester is not None
        assert event.facts["reason"] == {
            "code": "solved_by_article",
            "facts": {"title": "Kartu akses hilang atau rusak"},
        }


def test_article_learns_from_it(desk: Surroundings, token: str) -> None:
    says_solved(desk, token)

    with desk.database.reading() as session:
        article = session.query(Article).filter(Article.key == "access-card").one()
        assert "card" in learning.learned_words(session)[article.id][0]
        assert [each.was_right for each in learning.outcomes(session)] == [True]


def test_second_click_changes_nothing(desk: Surroundings, token: str) -> None:
    says_solved(desk, token)
    says_solved(desk, token, at=LATER)

    assert events(desk).count(EventKind.RESOLVED) == 1
    assert ticket_of(desk).resolved_at == NOON


def test_ticket_that_is_done_stays_as_it_is(desk: Surroundings, token: str) -> None:
    with work(desk, at=NOON) as session:
        tickets.close(session, offer_of(session, token).ticket, by=None, at=NOON)
    says_solved(desk, token, at=LATER)

    assert ticket_of(desk).status is Status.CLOSED
    assert EventKind.RESOLVED not in events(desk)


def test_taking_it_back_opens_the_ticket_again_and_the_article_unlearns(
    desk: Surroundings, token: str
) -> None:
    says_solved(desk, token)
    says_not_solved(desk, token)

    assert ticket_of(desk).status is Status.OPEN
    with desk.database.reading() as session:
        assert learning.learned_words(session) == {}
        assert [each.was_right for each in learning.outcomes(session)] == [False]


def test_no_leaves_a_waiting_ticket_alone(desk: Surroundings, token: str) -> None:
    says_not_solved(desk, token)

    assert ticket_of(desk).status is Status.NEW
    assert EventKind.REOPENED not in events(desk)


def test_no_does_not_undo_what_an_agent_resolved(desk: Surroundings, token: str) -> None:
    says_solved(desk, token)
    with work(desk, at=LATER) as session:
        ticket = offer_of(session, token).ticket
        ana = agent(session, "Ana")
        tickets.reopen(session, ticket, by=ana, at=LATER)
        tickets.resolve(session, ticket, by=ana, at=LATER)
    says_not_solved(desk, token, at=LATER)

    assert ticket_of(desk).status is Status.RESOLVED


def test_reply_opens_it_again(desk: Surroundings, token: str) -> None:
    says_solved(desk, token)
    with work(desk, at=LATER) as session:
        ticket = offer_of(session, token).ticket
        tickets.receive_reply(
            session, ticket, said("No."), author=Author.REQUESTER, by=rui(session), at=LATER
        )

    assert ticket_of(desk).status is Status.OPEN


@pytest.mark.parametrize("days", [91, 400])
def test_old_link_leads_nowhere(desk: Surroundings, token: str, days: int) -> None:
    with desk.database.reading() as session, pytest.raises(NotFound):
        solving.get_offer(session, token, at=NOON + timedelta(days=days))


@pytest.mark.parametrize("wrong", ["", "0" * 32, "%", "' OR 1=1 --"])
def test_token_nobody_was_sent_leads_nowhere(desk: Surroundings, token: str, wrong: str) -> None:
    with desk.database.reading() as session, pytest.raises(NotFound):
        solving.get_offer(session, wrong, at=NOON)


def test_link_into_spam_leads_nowhere(desk: Surroundings, token: str) -> None:
    with work(desk, at=NOON) as session:
        offer_of(session, token).ticket.spam_at = NOON

    with desk.database.reading() as session, pytest.raises(NotFound):
        solving.get_offer(session, token, at=NOON)


def says_solved(desk: Surroundings, token: str, *, at: datetime = NOON) -> None:
    with work(desk, at=at) as session:
        solving.solved(session, solving.get_offer(session, token, at=at), at=at)


def says_not_solved(desk: Surroundings, token: str, *, at: datetime = NOON) -> None:
    with work(desk, at=at) as session:
        solving.not_solved(session, solving.get_offer(session, token, at=at), at=at)


def offer_of(session: Session, token: str) -> Suggestion:
    return solving.get_offer(session, token, at=NOON)


def ticket_of(desk: Surroundings) -> Ticket:
    with desk.database.reading() as session:
        return session.query(Ticket).one()


def events(desk: Surroundings) -> list[EventKind]:
    with desk.database.reading() as session:
        return [each.kind for each in session.query(Event)]
