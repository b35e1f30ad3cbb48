"""Words that can be taken for others are known, words that only resemble them a little are not (T021)."""

from __future__ import annotations

import pytest

from desk.lookalikes import lookalike_of, shown_domain, skeleton

OURS = ("corp.example", "meja-bantuan.example")


@pytest.mark.parametrize(
    "domain",
    [
        "c\u043erp.example",
        "xn--crp-sed.example",
        "c0rp.example",
        "\u0441\u043e\u0433\u0440.example".replace("\u0433", "r"),
        "corp.examp1e",
        "meja-bantuan.exarnple",
        "mejabantuan.example",
        "m\u00e9ja-bantuan.example",
    ],
)
def test_domain_that_can_be_taken_for_ours_is_named_with_it(domain: str) -> None:
    assert lookalike_of(domain, OURS) in OURS


@pytest.mark.parametrize(
    "domain",
    ["corp.example", "CORP.example", "mail.corp.example", "crop.example", "xn--.example", "xn--\u00e9", ""],
)
def test_our_own_and_other_domains_are_left_alone(domain: str) -> None:
    assert lookalike_of(domain, OURS) is None


def test_whole_name_in_another_alphabet_has_the_same_skeleton() -> None:
    assert skeleton("\u0410n\u0430 L\u0435st\u0430ri") == skeleton("ana lestari")


@pytest.mark.parametrize(
    ("domain", "shown"),
    [
        ("c\u043erp.example", "xn--crp-sed.example"),
        ("m\u00fcnchen.example", "m\u00fcnchen.example"),
        (
            "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
            "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
        ),
        ("corp.example", "corp.example"),
    ],
)
def test_domain_of_mixed_scripts_is_shown_as_punycode(domain: str, shown: str) -> None:
    assert shown_domain(domain) == shown
