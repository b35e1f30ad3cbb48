"""From a mail to up to three articles, or to the reason for none."""

from __future__ import annotations

import pytest

from desk import gate
from desk.suggestions import Answer, Page, Shelf, suggest, taught, words_to_learn

TOPICS = (
    ("pump", "The pump makes noise", "Air in the pump makes noise. Open the valve and bleed it."),
    ("filter", "Cleaning the filter", "Take the filter out and rinse it with warm water every month."),
    ("heater", "The heater stays cold", "Check the fuse of the heater and its thermostat."),
    ("warranty", "What the warranty covers", "Parts are covered for two years. Keep the receipt."),
    ("delivery", "When a delivery arrives", "A parcel takes three days. The courier rings twice."),
    ("returns", "Sending something back", "Write the order number on the parcel and hand it in."),
)
ENGLISH = [Page(key, title, body, "en") for key, title, body in TOPICS]
INDONESIAN = [
    Page(
        "filter", "Membersihkan saringan", "Lepas saringan lalu bilas dengan air hangat setiap bulan.", "id"
    ),
    Page("delivery", "Kapan kiriman tiba", "Paket tiba dalam tiga hari. Kurir menekan bel dua kali.", "id"),
]
SHELF = Shelf(ENGLISH + INDONESIAN)


def keys(answer: Answer) -> list[str]:
    return [each.key for each in answer.suggested]


def reason(answer: Answer) -> str:
    return answer.reason.code if answer.reason else ""


@pytest.mark.parametrize(
    ("subject", "text", "key"),
    [
        ("Noise", "Hello,\n\nour pump makes a terrible noise.\n\nRegards,\nIda", "pump"),
        ("", "How do I clean the filter?", "filter"),
        ("Saringan", "Selamat pagi, bagaimana cara bersihkan saringannya?", "filter"),
        ("Re: Tanya", "Kiriman saya kapan tibanya ya kak?", "delivery"),
    ],
)
def test_the_right_article_comes_first(subject: str, text: str, key: str) -> None:
    assert keys(suggest(SHELF, subject, text))[0] == key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thank you very much, have a nice day!", "nothing_to_search"),
        ("Terima kasih banyak kak", "nothing_to_search"),
        ("I want to talk to a person about the filter", "wants_a_person"),
        ("Mau bicara dengan petugas soal saringan", "wants_a_person"),
        ("Apakah ada lowongan magang?", "no_article_shares_words"),
        ("Which colours of the umbrella and boots do you sell every summer month?", "no_article_fits"),
    ],
)
def test_silence_has_a_reason(text: str, code: str) -> None:
    answer = suggest(SHELF, "", text)

    assert (keys(answer), reason(answer)) == ([], code)


def test_the_nearest_article_is_named_when_it_does_not_fit() -> None:
    answer = suggest(SHELF, "", "The courier of the umbrella shop lost my gloves on the train")

    assert answer.reason
    assert answer.reason.facts["best"] == "When a delivery arrives"


def test_evidence_is_kept_for_silence_too() -> None:
    answer = suggest(SHELF, "", "The courier of the umbrella shop lost my gloves on the train")

    assert answer.evidence
    assert gate.probability(answer.evidence) < gate.ACKNOWLEDGEMENT


def test_an_article_in_two_languages_is_suggested_once() -> None:
    both = Shelf([*ENGLISH, Page("filter", "Cleaning filters of pools", "Rinse the filter.", "id")])

    assert keys(suggest(both, "", "cleaning the filter")).count("filter") == 1


def test_the_reader_gets_their_language_when_there_is_one() -> None:
    answer = suggest(SHELF, "", "how do I clean the filter", language="id")

    assert answer.suggested[0].page.language == "id"


def test_another_language_is_better_than_nothing() -> None:
    answer = suggest(SHELF, "", "the pump makes noise", language="id")

    assert answer.suggested[0].page.language == "en"


def test_a_doubtful_second_is_left_out_and_a_close_one_stays() -> None:
    close = Shelf(
        [*ENGLISH, Page("pump-2", "The pump makes noise at night", "Mount the pump on rubber.", "en")]
    )

    assert keys(suggest(SHELF, "", "pump noise")) == ["pump"]
    assert set(keys(suggest(close, "", "pump noise"))) == {"pump", "pump-2"}


def test_at_most_three_are_suggested() -> None:
    alike = Shelf([*ENGLISH, *(Page(f"pump-{n}", "The pump makes noise", "Noise.", "en") for n in range(5))])

    assert len(suggest(alike, "", "pump noise").suggested) == 3


def test_a_chat_asks_for_more_certainty() -> None:
    text = "the thermostat of my boat is broken"
    sure = suggest(SHELF, "", text, least=0).suggested[0].probability

    assert keys(suggest(SHELF, "", text, least=sure - 0.01))
    assert not keys(suggest(SHELF, "", text, least=sure + 0.01))


def test_an_article_is_found_by_the_words_of_mails_it_answered() -> None:
    words = words_to_learn("Gurgling", "Hello, our basement is gurgling all night.\n\nRegards,\nIda")
    wiser = Shelf(taught(ENGLISH, [("pump", words)]))

    assert keys(suggest(Shelf(ENGLISH), "", "gurgling in the basement")) == []
    assert keys(suggest(wiser, "", "gurgling in the basement")) == ["pump"]


def test_the_newest_mails_are_learned_first() -> None:
    (page, *_) = taught(ENGLISH[:1], [("pump", "old"), ("pump", "new")])

    assert page.learned == ("new", "old")


def test_courtesy_is_not_learned() -> None:
    assert words_to_learn("Question", "Dear team,\nthank you for your help.\n\nRegards,\nIda Pump") == ""


def test_keywords_find_an_article_that_does_not_hold_them() -> None:
    page = Page("heater", "The heater stays cold", "Check the fuse.", "en", keywords="radiator, freezing")

    assert keys(suggest(Shelf([*ENGLISH[:2], page, *ENGLISH[3:]]), "", "radiator is freezing")) == ["heater"]


def test_an_empty_shelf_suggests_nothing() -> None:
    assert reason(suggest(Shelf([]), "", "the pump makes noise")) == "no_article_shares_words"


def test_the_shared_words_are_told_as_they_were_written() -> None:
    (first, *_) = suggest(SHELF, "", "bersihkan saringannya").suggested

    assert set(first.reason.facts["words"].split(", ")) == {"bersihkan", "saringannya"}
