"""Articles for the agent on a ticket's page, and what inserting one leaves behind."""

from __future__ import annotations

import pytest

from desk import kept_drafts, knowledge, learning, offers
from desk.errors import NotFound
from desk.surroundings import Surroundings
from desk.work import work
from models.event import Event, EventKind
from models.knowledge import Place, Suggestion
from models.message import MessageKind
from models.session import Session
from models.ticket import Ticket
from tests.articles import stock
from tests.desks import NOON, a_ticket, agent

REPLY, NOTE = MessageKind.REPLY, MessageKind.NOTE


def test_agent_is_shown_what_fits_and_why(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = about_the_card(session)
        [proposal] = offers.suggestions_for(session, ticket)

    assert proposal.title == "Access card lost or broken"
    assert proposal.probability > 0.5
    assert "lost" in proposal.reason.facts["words"]
    assert proposal.summary.startswith("Report a lost access card")


def test_title_is_in_the_requesters_language(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = about_the_card(session)
        ticket.language = "id"

        assert offers.suggestions_for(session, ticket)[0].title == "Kartu akses hilang atau rusak"


def test_agents_see_internal_articles_too_and_requesters_do_not(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        stock(session)
        ticket = a_ticket(session, words="The printer prints empty pages.")
        reason = offers.offer_in_acknowledgement(session, ticket, at=NOON)

        assert [each.article.key for each in offers.suggestions_for(session, ticket)] == ["printer"]
        assert reason.code == "no_article_shares_words"


def test_looking_at_them_writes_nothing(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        offers.suggestions_for(session, about_the_card(session))

        assert session.query(Suggestion).count() == 0


def test_inserted_article_stands_in_the_draft_below_what_was_there(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = about_the_card(session), agent(session, "Ana")
        kept_drafts.keep(session, ticket, "Dear Rui,", kind=REPLY, by=ana, at=NOON)
        offers.insert(session, ticket, "access-card", by=ana, at=NOON)
        draft = kept_drafts.kept(session, ticket, ana)[REPLY]

    assert draft.startswith("Dear Rui,\n\nAccess card lost or broken\nReport a lost access card")
    assert draft.endswith("https://desk.example/help/access-card")


def test_inserting_it_twice_says_it_once(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = about_the_card(session), agent(session, "Ana")
        for _ in range(2):
            offers.insert(session, ticket, "access-card", by=ana, at=NOON)

        assert kept_drafts.kept(session, ticket, ana)[REPLY].count("https://") == 1
        assert session.query(Event).filter(Event.kind == EventKind.ARTICLE_INSERTED).count() == 1


def test_what_stands_in_the_form_is_kept(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = about_the_card(session), agent(session, "Ana")
        offers.insert(session, ticket, "access-card", by=ana, at=NOON, written="Dear Rui, half a thought")

        assert kept_drafts.kept(session, ticket, ana)[REPLY].startswith("Dear Rui, half a thought\n\n")


def test_internal_article_goes_into_a_note_never_into_a_reply(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = about_the_card(session), agent(session, "Ana")
        kind = offers.insert(session, ticket, "printer", by=ana, at=NOON)

        assert kind is NOTE
        assert set(kept_drafts.kept(session, ticket, ana)) == {NOTE}


def test_article_learns_from_being_inserted_and_the_gate_that_it_was_right(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = about_the_card(session)
        offers.insert(session, ticket, "access-card", by=agent(session, "Ana"), at=NOON)
        article = knowledge.get_article(session, "access-card")

        assert article.id in learning.learned_words(session)
        assert [each.was_right for each in learning.outcomes(session)] == [True]
        assert session.query(Suggestion).one().place is Place.TICKET_PAGE


def test_article_that_was_not_suggested_tells_the_gate_that_it_was_wrong(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        ticket = about_the_card(session)
        offers.insert(session, ticket, "vpn", by=agent(session, "Ana"), at=NOON)

        assert [each.was_right for each in learning.outcomes(session)] == [False]


@pytest.mark.parametrize("key", ["vpn", "nowhere"])
def test_retired_or_unknown_article_cannot_be_inserted(desk: Surroundings, key: str) -> None:
    with work(desk, at=NOON) as session:
        ticket, ana = about_the_card(session), agent(session, "Ana")
        knowledge.retire(knowledge.get_article(session, "vpn"), by=agent(session, "Citra"), at=NOON)
        with pytest.raises(NotFound):
            offers.insert(session, ticket, key, by=ana, at=NOON)


def about_the_card(session: Session) -> Ticket:
    stock(session)
    ticket = a_ticket(
        session, words="My access card is lost. How do I get a new card?", subject="Card", language="en"
    )
    session.flush()
    return ticket
