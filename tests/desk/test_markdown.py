"""An article's Markdown becomes HTML that is safe inside our own page, and words for mails and searching."""

from __future__ import annotations

import re

import pytest

from desk.markdown import SUMMARY, as_html, as_text, summary

ARTICLE = """# Kartu akses

Bawa **surat** dari atasan.
Loket buka pukul 08.00.

1. Isi formulir
2. Serahkan di loket

| Hari | Jam |
|------|-----|
| Senin | ~~08.00~~ 09.00 |
"""


def test_words_lists_and_tables_come_through() -> None:
    html = as_html(ARTICLE)

    assert "<strong>surat</strong> dari atasan.<br>" in html
    assert "<li>Isi formulir</li>" in html
    assert "<td><s>08.00</s> 09.00</td>" in html


@pytest.mark.parametrize("body", ["# One\n\n## Two", "## One\n\n### Two", "#### One\n\n##### Two"])
def test_headings_begin_below_the_title_of_the_page(body: str) -> None:
    assert as_html(body).split() == ["<h2>One</h2>", "<h3>Two</h3>"]


@pytest.mark.parametrize(
    "link",
    ["https://example.org/a", "mailto:a@example.org", "tel:+62215550000", "/help/vpn", "#top"],
)
def test_link_that_leads_where_it_says_is_kept(link: str) -> None:
    assert f'href="{link}"' in as_html(f"[here]({link})")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "//evil.example/x", "data:text/html,x", "vbscript:x", "a/b"],
)
def test_link_that_could_lead_astray_is_not(link: str) -> None:
    assert "href" not in as_html(f"[here](<{link}>)")


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", '<b onclick="x()">b</b>', "<iframe src=x>", "![p](http://t.example/p.png)"],
)
def test_html_and_pictures_are_shown_not_obeyed(typed: str) -> None:
    html = as_html(typed)

    assert not re.search(r"<(script|b|iframe|img)\b", html)
    assert "style=" not in html


def test_plain_text_reads_as_the_article_does() -> None:
    text = as_text(ARTICLE)

    assert "Bawa surat dari atasan.\nLoket buka pukul 08.00." in text
    assert "1. Isi formulir\n2. Serahkan di loket" in text


def test_summary_is_the_first_paragraph() -> None:
    assert summary("Bawa **surat**\ndari atasan.\n\nLoket buka.") == "Bawa surat dari atasan."


def test_long_summary_ends_after_a_word() -> None:
    short = summary("kata " * 200)

    assert short.endswith("kata …")
    assert len(short) <= SUMMARY + 2


@pytest.mark.parametrize("piled", ["[", "> ", "*a ", "- ", "`", "((", "|a"])
def test_piled_up_marks_are_answered(piled: str) -> None:
    assert as_html(piled * 5_000) is not None
