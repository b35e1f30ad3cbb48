"""Writing articles: versions that stay, languages side by side, who may do what, and who may read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk import knowledge
from desk.errors import Conflict, Invalid, NotAllowed, NotFound
from desk.knowledge import Wording, Writing
from desk.surroundings import Surroundings
from desk.work import work
from models.knowledge import Article, Audience
from models.session import Session
from tests.articles import CARD, PRINTER, VPN, stock
from tests.desks import NOON, agent

BETTER = Wording("Access card lost", "Report a lost access card at the counter. It is ready in an hour.")


def test_published_article_is_found_by_its_key(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        stock(session, CARD)

    with desk.database.reading() as session:
        article = knowledge.get_article(session, "access-card")
        assert knowledge.wording_of(article, "en") == CARD.texts["en"]


def test_article_without_a_key_is_named_after_its_title(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        keys = [each.key for each in stock(session, replace(VPN, key=""), replace(VPN, key=""))]

    assert keys == ["vpn-disconnects", "vpn-disconnects-2"]


def test_revision_adds_a_version_and_keeps_the_older(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        [article] = stock(session, CARD)
        changed = knowledge.revise(session, article, replace(CARD, texts={"en": BETTER}), by=None, at=NOON)

    assert changed == ["en"]
    with desk.database.reading() as session:
        article = knowledge.get_article(session, "access-card")
        assert knowledge.wording_of(article, "en") == BETTER
        assert knowledge.get_version(article, "en", 1).title == "Access card lost or broken"
        assert knowledge.wording_of(article, "id") == CARD.texts["id"]


def test_same_words_again_are_no_new_version(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        [article] = stock(session, CARD)
        changed = knowledge.revise(session, article, CARD, by=None, at=NOON)

        assert changed == []
        assert len(article.texts) == 2


def test_older_version_restored_becomes_the_newest(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        [article] = stock(session, CARD)
        knowledge.revise(session, article, replace(CARD, texts={"en": BETTER}), by=None, at=NOON)
        knowledge.restore(session, article, article.texts[0], by=agent(session, "Ana"), at=NOON)

        assert knowledge.wording_of(article, "en") == CARD.texts["en"]
        assert [text.version for text in article.texts if text.language == "en"] == [1, 2, 3]


def test_reader_of_another_language_gets_the_language_there_is(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        card, vpn = stock(session, CARD, VPN)

        assert knowledge.text_for(card, "id").title == "Kartu akses hilang atau rusak"
        assert knowledge.text_for(vpn, "id").language == "en"


def test_language_whose_words_were_taken_away_is_not_shown_any_more(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        [article] = stock(session, CARD)
        knowledge.revise(session, article, replace(CARD, texts={"en": Wording("", "")}), by=None, at=NOON)

        assert knowledge.text_for(article, "en").language == "id"
        assert set(knowledge.current_texts(article)) == {"id"}


@pytest.mark.parametrize(
    ("writing", "code"),
    [
        (Writing("x", texts={"en": Wording("", "")}), "article_without_words"),
        (Writing("x"), "article_without_words"),
        (Writing("x", texts={"en": Wording("Title", " ")}), "article_half_written"),
        (Writing("x", texts={"en": Wording("", "Body")}), "article_half_written"),
        (Writing("x", texts={"fr": Wording("Titre", "Texte")}), "no_such_language"),
        (Writing("X y", texts={"en": Wording("Title", "Body")}), "not_a_key"),
        (Writing("x", texts={"en": Wording("t" * 201, "Body")}), "article_line_too_long"),
        (Writing("x", category="c" * 101, texts={"en": Wording("Title", "Body")}), "article_line_too_long"),
        (Writing("x", texts={"en": Wording("Title", "b" * 100_001)}), "too_much_written"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_article_that_cannot_stand_is_refused(desk: Surroundings, writing: Writing, code: str) -> None:
    with pytest.raises(Invalid) as refused, work(desk, at=NOON) as session:
        knowledge.publish(session, writing, by=None, at=NOON)

    assert refused.value.reason.code == code


def test_second_article_with_the_same_key_is_refused(desk: Surroundings) -> None:
    with pytest.raises(Conflict), work(desk, at=NOON) as session:
        stock(session, CARD, CARD)


def test_agents_write_and_coordinators_retire(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        article = knowledge.publish(session, CARD, by=agent(session, "Ana"), at=NOON)
        with pytest.raises(NotAllowed):
            knowledge.retire(article, by=agent(session, "Ana"), at=NOON)
        knowledge.retire(article, by=agent(session, "Citra"), at=NOON)

        assert article.retired_at == NOON


@pytest.mark.parametrize("hidden", ["internal", "retired", "unknown"])
def test_strangers_do_not_learn_of_what_is_not_for_them(desk: Surroundings, hidden: str) -> None:
    with work(desk, at=NOON) as session:
        internal = replace(CARD, key="internal", audience=Audience.INTERNAL)
        retired = stock(session, internal, replace(CARD, key="retired"))[1]
        knowledge.retire(retired, by=agent(session, "Citra"), at=NOON)

    with desk.database.reading() as session, pytest.raises(NotFound) as missing:
        knowledge.public_article(session, hidden)
    assert missing.value.reason.code == "no_such_article"


def test_lists_hold_what_is_in_use_for_an_audience_in_a_category(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        stock(session)
        knowledge.retire(knowledge.get_article(session, "vpn"), by=agent(session, "Citra"), at=NOON)

    with desk.database.reading() as session:
        assert keys(session, audience=Audience.PUBLIC) == ["access-card"]
        assert keys(session, category="Devices") == [PRINTER.key]
        assert keys(session, retired=True) == ["vpn"]
        assert knowledge.categories(session, audience=Audience.PUBLIC) == ["Building"]


def test_article_brought_back_is_public_again(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        [article] = stock(session, VPN)
        citra = agent(session, "Citra")
        knowledge.retire(article, by=citra, at=NOON)
        knowledge.bring_back(article, by=citra)

        assert article.is_public


def keys(session: Session, **wanted: object) -> list[str]:
    found: list[Article] = knowledge.list_articles(session, **wanted)  # type: ignore[arg-type]
    return [each.key for each in found]
