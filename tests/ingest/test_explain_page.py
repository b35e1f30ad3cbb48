"""docs/explain.md says what `meja explain --json` prints: its fields, kinds and codes, and an example that is true."""

from __future__ import annotations

import json
import re

import pytest

from desk import kind_reasons, mail_reasons, reasons
from ingest.bounce_reasons import DETAILS
from ingest.bounce_words import REASONS
from ingest.explain import explain
from ingest.parsed import Kind
from tests.ingest.letters import encoded, multipart, part
from tests.source import ROOT

PAGE = (ROOT / "docs" / "explain.md").read_text(encoding="utf-8")
CODES = {
    "kind_reasons": kind_reasons.SENTENCES,
    "sender_evidence.reasons": mail_reasons.SENDER,
    "acknowledge": mail_reasons.ACKNOWLEDGEMENT
    | {code: reasons.SILENCE[code] for code in ("machine", "sender_ambiguous")},
    "defects": mail_reasons.DEFECTS,
    "fate_reason": mail_reasons.FATES,
}
BOUNCE = b"""From: Mail Delivery System <mailer-daemon@mx.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ghost@mx.example
Action: failed
Status: 5.1.1

--b--
"""


def table_after(heading: str) -> dict[str, str]:
    """The first table below this line: what its first column names in backticks, and what the page says of it."""
    below = PAGE.split(f"\n{heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", below, flags=re.MULTILINE)
    assert table is not None
    return dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", table[0], flags=re.MULTILINE))


def fenced(language: str) -> str:
    block = re.search(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert block is not None
    return block[1]


def test_page_lists_every_field_in_its_order() -> None:
    assert list(table_after("## Fields")) == list(explain(b""))


def test_page_lists_every_field_of_an_attachment() -> None:
    attached = part("application/pdf; name=x.pdf", encoded(b"PDF"), "Content-Transfer-Encoding: base64")
    [told] = explain(multipart("mixed", attached))["attachments"]

    assert list(table_after("**Of each attachment**")) == list(told)


def test_page_lists_every_field_of_a_bounce() -> None:
    [told] = explain(BOUNCE)["bounces"]

    assert list(table_after("**Of each bounce**")) == list(told)


def test_page_lists_every_field_of_the_evidence() -> None:
    assert list(table_after("**Of the sender's evidence**")) == list(explain(b"")["sender_evidence"])


def test_page_lists_every_kind() -> None:
    assert list(table_after("## Kinds")) == [kind.value for kind in Kind]


def test_page_lists_every_word_for_a_bounce() -> None:
    listed = re.findall(r"`(\w+)`", table_after("**Of each bounce**")["reason"])

    assert listed == sorted({*REASONS, *DETAILS.values(), "other"})


@pytest.mark.parametrize("heading", CODES)
def test_page_lists_every_code_with_its_words(heading: str) -> None:
    assert table_after(f"### {heading}") == CODES[heading]


def test_example_is_what_is_printed() -> None:
    assert json.loads(fenced("json")) == explain(fenced("").encode(), file="letter.eml")
