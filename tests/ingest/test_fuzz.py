"""A short run of what `make fuzz` does at length."""

from __future__ import annotations

from tests.fuzz import broken_mails, complaint, read_some


def test_a_thousand_broken_mails_are_read_whole() -> None:
    _, wrong = read_some(1000, seed=3)

    assert [words for words, _ in wrong] == []


def test_the_same_seed_breaks_the_same_mails() -> None:
    assert list(broken_mails(20, seed=5)) == list(broken_mails(20, seed=5))


def test_seeds_themselves_are_without_complaint() -> None:
    assert complaint(b"From: rui@partner.example\r\nSubject: Hai\r\n\r\nSelamat pagi\r\n") == ""


def test_a_mark_inside_a_word_cuts_no_word_in_two() -> None:
    quote = b"<blockquote type=cite>dulu</blockquote>"

    assert complaint(b"From: rui@partner.example\r\nContent-Type: text/html\r\n\r\n1" + quote * 3 + b"1") == ""
