"""Which texts come first, and why."""

from __future__ import annotations

import pytest

from desk.ranking import Index


def index(*texts: dict[str, str]) -> Index:
    return Index([{field: words.split() for field, words in text.items()} for text in texts])


def order(of: Index, question: str) -> list[int]:
    return [match.text for match in of.rank(question.split())]


OTHERS = tuple({"title": f"other{number}", "body": f"thing{number} card"} for number in range(6))
CASES = {
    "a title before a body": (({"title": "x", "body": "pin"}, {"title": "pin", "body": "x"}), "pin", [1, 0]),
    "a learned mail before a body": (
        ({"title": "x", "body": "pin"}, {"title": "x", "learned": "pin"}),
        "pin",
        [1, 0],
    ),
    "a rare word before a common one": (
        ({"title": "x", "body": "card"}, {"title": "x", "body": "pin"}, *OTHERS),
        "card pin",
        [1],
    ),
    "a short text before a long one": (
        ({"title": "x", "body": "pin " + "and so on " * 20}, {"title": "x", "body": "pin"}),
        "pin",
        [1, 0],
    ),
    "two words before one written often": (
        ({"title": "x", "body": "pin " * 9}, {"title": "x", "body": "pin lost"}),
        "pin lost",
        [1, 0],
    ),
    "the first of two equals": (({"title": "pin"}, {"title": "pin"}), "pin", [0, 1]),
}


@pytest.mark.parametrize(("texts", "question", "first"), CASES.values(), ids=CASES.keys())
def test_comes_first(texts: tuple[dict[str, str], ...], question: str, first: list[int]) -> None:
    assert order(index(*texts), question)[: len(first)] == first


def test_a_text_without_any_of_the_words_is_not_found() -> None:
    assert order(index({"title": "pin"}, {"title": "card"}), "pin") == [0]


def test_nothing_asked_or_nothing_there_finds_nothing() -> None:
    assert order(index({"title": "pin"}), "") == order(index(), "pin") == []


def test_asking_a_word_twice_changes_nothing() -> None:
    shelf = index({"title": "pin", "body": "lost"}, {"title": "card"})

    assert shelf.rank(["pin", "pin"]) == shelf.rank(["pin"])


def test_the_share_is_whole_when_every_word_is_held() -> None:
    (match,) = index({"title": "pin", "body": "lost"}, {"title": "card"}).rank(["pin", "lost"])

    assert match.share == 1


def test_a_word_nobody_knows_takes_more_of_the_share_than_a_known_one() -> None:
    shelf = index({"title": "pin"}, {"title": "card"}, {"title": "pin"})
    (match, _) = shelf.rank(["pin", "unheard"])

    assert 0 < match.share < 0.5


def test_a_match_names_its_words_rarest_first() -> None:
    (match, *_) = index({"title": "card pin"}, *OTHERS).rank(["card", "pin", "unheard"])

    assert match.words == ("pin", "card")
