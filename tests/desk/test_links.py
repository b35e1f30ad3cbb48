"""A link that shows one address and leads to another is named; one that promises nothing is left alone (T053)."""

from __future__ import annotations

import pytest

from desk.links import Astray, links_astray
from desk.text import safe_html


def astray(words: str, goal: str) -> list[Astray]:
    return links_astray(safe_html(f'<p>Go to <a href="{goal}">{words}</a></p>'))


@pytest.mark.parametrize(
    ("words", "goal", "shown", "host"),
    [
        ("https://bank.example/login", "https://evil.example/login", "bank.example", "evil.example"),
        ("www.bank.example", "http://evil.example", "www.bank.example", "evil.example"),
        ("bank.example", "https://bank.example.evil.test/", "bank.example", "bank.example.evil.test"),
        ("bank.example/login", "https://bank.example@evil.example/", "bank.example", "evil.example"),
        ("<b>https://</b>bank.example", "https://evil.example", "bank.example", "evil.example"),
        (" https://bank.example ", "https://b\u0430nk.example", "bank.example", "xn--bnk-6cd.example"),
    ],
)
def test_link_that_leads_elsewhere_is_named(words: str, goal: str, shown: str, host: str) -> None:
    assert astray(words, goal) == [Astray(shown, host)]


@pytest.mark.parametrize(
    ("words", "goal"),
    [
        ("https://bank.example/login", "https://bank.example/other"),
        ("bank.example", "https://www.bank.example/"),
        ("www.bank.example", "https://news.bank.example/click?1"),
        ("our bank", "https://elsewhere.example"),
        ("report.pdf", "https://files.example/1"),
        ("bank.example", "mailto:a@elsewhere.example"),
        ("version 1.2.3", "https://elsewhere.example"),
        ("", "https://elsewhere.example"),
    ],
)
def test_link_that_keeps_its_word_is_left_alone(words: str, goal: str) -> None:
    assert astray(words, goal) == []


def test_each_pair_of_hosts_is_named_once() -> None:
    link = '<a href="https://evil.example/{}">bank.example</a>'
    html = safe_html("".join(link.format(number) for number in range(1000)))

    assert links_astray(html) == [Astray("bank.example", "evil.example")]
