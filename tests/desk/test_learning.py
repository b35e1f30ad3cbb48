"""What an article learns from tickets, when it forgets, and what the gate is told."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from desk import knowledge, learning
from desk.gate import Evidence
from desk.knowledge import Wording
from desk.surroundings import Surroundings
from desk.work import work
from models.knowledge import Article, Learned, Place, Suggestion
from models.session import Session
from models.ticket import Ticket
from tests.articles import CARD, VPN, stock
from tests.desks import NOON, a_ticket

EVIDENCE = Evidence(score=7.5, share=0.6, words=8, articles=20, learned=0)


def test_article_learns_what_the_ticket_is_about(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        card, _ = stock(session, CARD, VPN)
        ticket = a_ticket(
            session, subject="Turnstile", words="Dear team,\n\nmy badge is stuck.\n\nKind regards\nRui"
        )
        learning.learn(session, card, ticket, at=NOON)
        learned = learning.learned_words(session)[card.id]

    assert "turnstile" in learned[0].lower()
    assert "regards" not in learned[0].lower()


def test_ticket_teaches_an_article_once(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        card, _ = stock(session, CARD, VPN)
        ticket = a_ticket(session)
        for _ in range(2):
            learning.learn(session, card, ticket, at=NOON)

        assert len(learning.learned_words(session)[card.id]) == 1


def test_rewritten_article_forgets(desk: Surroundings) -> None:
    other = Wording("Parking", "Where to leave bicycles, motorcycles, cars near building two after six.")
    with work(desk, at=NOON) as session:
        card, vpn = taught(session)
        knowledge.revise(session, card, replace(CARD, texts={"en": other}), by=None, at=NOON)

        assert set(learning.learned_words(session)) == {vpn.id}


def test_corrected_article_remembers(desk: Surroundings) -> None:
    better = replace(CARD.texts["en"], body=CARD.texts["en"].body + " Bring your identity card.")
    with work(desk, at=NOON) as session:
        card, vpn = taught(session)
        knowledge.revise(session, card, replace(CARD, texts={"en": better}), by=None, at=NOON)

        assert set(learning.learned_words(session)) == {card.id, vpn.id}


def test_newest_fifty_tickets_count(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        [card] = stock(session, CARD)
        tickets = [a_ticket(session) for _ in range(52)]
        rows = [
            Learned(article_id=card.id, ticket_id=each.id, words=f"word{number}", at=NOON)
            for number, each in enumerate(tickets)
        ]
        session.add_all(rows)
        session.flush()
        learned = learning.learned_words(session)[card.id]

    assert (len(learned), learned[0], learned[-1]) == (50, "word51", "word2")


def test_gate_is_told_what_was_of_use_and_what_was_not(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        card, vpn = stock(session, CARD, VPN)
        solved, refused, missed, silent = (a_ticket(session) for _ in range(4))
        offer(session, solved, card, opened_at=NOON, solved_at=NOON)
        offer(session, solved, vpn, position=2)
        offer(session, refused, card, opened_at=NOON)
        offer(session, missed, vpn, position=0, place=Place.TICKET_PAGE, inserted_at=NOON)
        offer(session, silent, card)
        outcomes = learning.outcomes(session)

    assert sorted(each.was_right for each in outcomes) == [False, False, True]
    assert {each.evidence for each in outcomes} == {EVIDENCE}


def test_article_inserted_after_all_outweighs_a_no(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        [card] = stock(session, CARD)
        ticket = a_ticket(session)
        offer(session, ticket, card, opened_at=NOON)
        offer(session, ticket, card, place=Place.TICKET_PAGE, inserted_at=NOON)

        assert [each.was_right for each in learning.outcomes(session)] == [True]


def taught(session: Session) -> tuple[Article, Article]:
    card, vpn = stock(session, CARD, VPN)
    ticket = a_ticket(session)
    for each in (card, vpn):
        learning.learn(session, each, ticket, at=NOON)
    return card, vpn


def offer(session: Session, ticket: Ticket, article: Article, **more: Any) -> None:
    usual = {
        "place": Place.ACKNOWLEDGEMENT,
        "position": 1,
        "language": "en",
        "probability": 0.8,
        "features": asdict(EVIDENCE),
        "token": f"{ticket.id}-{article.id}-{more.get('place', '')}",
        "at": NOON,
    }
    session.add(Suggestion(ticket_id=ticket.id, article_id=article.id, **usual | more))
    session.flush()
