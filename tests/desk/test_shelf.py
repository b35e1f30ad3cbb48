"""What suggestions and searches are made from: what an audience may read, as it is now, built once."""

from __future__ import annotations

from dataclasses import replace

from desk import knowledge, learning
from desk.knowledge import Wording
from desk.shelf import pages_on_the_shelf, search, shelf_of
from desk.surroundings import Surroundings
from desk.work import work
from models.knowledge import Audience
from tests.articles import CARD, VPN, stock
from tests.desks import NOON, a_ticket, agent

PUBLIC = Audience.PUBLIC


def test_shelf_holds_every_language_and_plain_words(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        stock(session, CARD, replace(VPN, texts={"en": Wording("VPN", "Choose **the second** server.")}))
        pages = pages_on_the_shelf(session)

    assert {(page.key, page.language) for page in pages} == {
        ("access-card", "en"),
        ("access-card", "id"),
        ("vpn", "en"),
    }
    assert "Choose the second server." in {page.body for page in pages}


def test_internal_articles_are_for_agents_alone(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        stock(session)

        assert "printer" not in {page.key for page in shelf_of(session, PUBLIC).pages}
        assert "printer" in {page.key for page in shelf_of(session).pages}


def test_shelf_is_built_once_while_nothing_changes(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        stock(session)
    with desk.database.reading() as session:
        first = shelf_of(session, PUBLIC)
    with desk.database.reading() as session:
        assert shelf_of(session, PUBLIC) is first


def test_shelf_follows_every_change_at_once(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        card, vpn, _ = stock(session)
        citra, ticket = agent(session, "Citra"), a_ticket(session)
        session.flush()
        seen = [keys_and_learned(shelf_of(session, PUBLIC).pages)]
        knowledge.retire(vpn, by=citra, at=NOON)
        session.flush()
        seen.append(keys_and_learned(shelf_of(session, PUBLIC).pages))
        knowledge.bring_back(vpn, by=citra)
        session.flush()
        seen.append(keys_and_learned(shelf_of(session, PUBLIC).pages))
        knowledge.revise(session, vpn, replace(VPN, audience=Audience.INTERNAL), by=None, at=NOON)
        seen.append(keys_and_learned(shelf_of(session, PUBLIC).pages))
        learning.learn(session, card, ticket, at=NOON)
        seen.append(keys_and_learned(shelf_of(session, PUBLIC).pages))

    both, card_alone = {("access-card", 0), ("vpn", 0)}, {("access-card", 0)}
    assert seen == [both, card_alone, both, card_alone, {("access-card", 1)}]


def test_search_finds_best_first_in_any_language(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        stock(session)

        assert [each.key for each in search(session, "kartu akses")] == ["access-card"]
        assert [each.key for each in search(session, "badge")] == ["access-card"]
        assert search(session, "printer", audience=PUBLIC) == []
        assert search(session, "the of ???") == []


def keys_and_learned(pages: tuple[object, ...]) -> set[tuple[str, int]]:
    return {(page.key, len(page.learned)) for page in pages}  # type: ignore[attr-defined]
