"""`meja explain --json`: every field in every answer, and an answer for every file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.explain import LARGEST, explain, explain_files
from tests.ingest.letters import encoded, letter, multipart, part

FIELDS = (
    "file", "size", "sha256", "message_id", "in_reply_to", "references", "date", "subject", "from", "reply_to", "to",
    "cc", "language", "text", "html", "reply", "quoted", "signature", "attachments", "kind", "kind_reasons", "bounces",
    "sender_evidence", "acknowledge", "defects", "fate", "fate_reason",
)  # fmt: skip
RESULTS = "Authentication-Results: mx.example.com (note; dmarc=pass); spf=fail smtp.mailfrom=x; dkim=pass header.d=x"


def codes(reasons: list[dict[str, str]]) -> list[str]:
    return [reason["code"] for reason in reasons]


@pytest.mark.parametrize("raw", [letter(), b"", b"\0" * 100, multipart("mixed")])
def test_every_field_is_in_every_answer(raw: bytes) -> None:
    assert tuple(explain(raw)) == FIELDS


def test_answer_is_plain_json() -> None:
    answer = explain(letter("Date: Tue, 24 Nov 2026 10:00:00 +0700"), file="one.eml")

    assert json.loads(json.dumps(answer)) == answer
    assert answer["file"] == "one.eml"
    assert answer["date"] == "2026-11-24T03:00:00Z"


def test_people_and_ids_are_told_without_brackets() -> None:
    answer = explain(
        letter("Message-ID: <a@x>", "In-Reply-To: <b@x>", "References: <c@x> <b@x>", "Cc: Ana <ana@x.io>")
    )

    assert answer["from"] == {"name": "Rui Tan", "address": "rui@example.org"}
    assert answer["cc"] == [{"name": "Ana", "address": "ana@x.io"}]
    assert (answer["message_id"], answer["in_reply_to"], answer["references"]) == (
        "a@x",
        "b@x",
        ["c@x", "b@x"],
    )


def test_missing_things_are_null_or_empty() -> None:
    answer = explain(b"X-Nothing: x\r\n\r\n")

    assert [answer[name] for name in ("message_id", "in_reply_to", "date", "from", "html")] == [None] * 5
    assert [answer[name] for name in ("references", "to", "cc", "reply_to", "attachments", "bounces")] == [
        []
    ] * 6


def test_attachment_is_told_by_its_decoded_bytes() -> None:
    attached = part("application/pdf; name=x.pdf", encoded(b"PDF"), "Content-Transfer-Encoding: base64")
    (told,) = explain(multipart("mixed", attached))["attachments"]

    assert told == {
        "filename": "x.pdf",
        "content_type": "application/pdf",
        "size": 3,
        "sha256": hashlib.sha256(b"PDF").hexdigest(),
        "inline": False,
        "content_id": None,
    }


def test_html_is_told_sanitised() -> None:
    answer = explain(letter("Content-Type: text/html", body="<p>Halo<script>alert(1)</script>"))

    assert answer["html"] == "<p>Halo</p>"


def test_html_of_which_nothing_is_left_is_null() -> None:
    unclosed = part("text/html", "<math><mi>Words.")
    answer = explain(multipart("alternative", part("text/plain", "Words."), unclosed))

    assert (answer["text"], answer["html"]) == ("Words.", None)


def test_evidence_repeats_the_topmost_claims_and_believes_none() -> None:
    answer = explain(letter(RESULTS, "Authentication-Results: other; dmarc=pass"))["sender_evidence"]

    assert (answer["spf"], answer["dkim"], answer["dmarc"]) == ("fail", "pass", None)
    assert codes(answer["reasons"]) == ["host_not_configured"]


def test_microsofts_form_of_the_claims_is_read() -> None:
    claims = "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=x; dkim=none;dmarc=bestguesspass action=none"
    answer = explain(letter(f"Authentication-Results: {claims}"))["sender_evidence"]

    assert (answer["spf"], answer["dkim"], answer["dmarc"]) == ("pass", "none", "bestguesspass")


@pytest.mark.parametrize(
    ("head", "would", "code"),
    [
        pytest.param("X-Nothing: x", True, "would_acknowledge", id="a person's mail"),
        pytest.param("Auto-Submitted: auto-replied", False, "machine", id="an automatic reply"),
        pytest.param("From:", False, "no_one_to_acknowledge", id="no sender"),
        pytest.param("From: nobody", False, "no_one_to_acknowledge", id="a sender that is no address"),
        pytest.param("From: a@x.example <b@x.example>", False, "sender_ambiguous", id="a sender in two ways"),
    ],
)
def test_acknowledgement_is_judged_by_the_mail_alone(head: str, would: bool, code: str) -> None:
    answer = explain(letter(head))["acknowledge"]

    assert (answer["would"], answer["code"]) == (would, code)


def test_reasons_are_worded() -> None:
    answer = explain(letter("Date: yesterday"))
    worded = [reason["words"] for reason in answer["defects"] if reason["code"] == "date_unreadable"]

    assert worded == ["Its date cannot be read: “yesterday”."]


def test_empty_mail_needs_a_look() -> None:
    answer = explain(b" \r\n")

    assert (answer["fate"], answer["fate_reason"]["code"]) == ("needs_look", "mail_empty")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.eml").write_bytes(letter())
    (tmp_path / "empty.eml").write_bytes(b"")
    with (tmp_path / "huge.eml").open("wb") as huge:
        huge.write(letter("Subject: Huge"))
        huge.truncate(LARGEST + 1)
    return tmp_path


def told(folder: Path, *names: str) -> list[dict[str, Any]]:
    return list(explain_files([folder / name for name in names]))


def test_every_file_is_answered_in_its_order(folder: Path) -> None:
    answers = told(folder, "missing.eml", "good.eml", "empty.eml", "good.eml")

    assert [Path(answer["file"]).name for answer in answers] == [
        "missing.eml",
        "good.eml",
        "empty.eml",
        "good.eml",
    ]
    assert [answer["fate"] for answer in answers] == ["needs_look", "ok", "needs_look", "ok"]
    assert all(tuple(answer) == FIELDS for answer in answers)


def test_unreadable_file_says_why(folder: Path) -> None:
    (answer,) = told(folder, "missing.eml")

    assert answer["fate_reason"]["code"] == "mail_unreadable"
    assert "No such file" in answer["fate_reason"]["words"]


def test_oversized_file_is_told_by_its_head(folder: Path) -> None:
    (answer,) = told(folder, "huge.eml")

    assert (answer["size"], answer["subject"]) == (LARGEST + 1, "Huge")
    assert answer["fate_reason"]["code"] == "mail_too_large"


def test_file_that_never_ends_is_answered() -> None:
    (answer,) = explain_files(["/dev/zero"])

    assert answer["fate_reason"]["code"] == "mail_too_large"


def test_file_and_bytes_get_the_same_answer(folder: Path) -> None:
    path = folder / "good.eml"

    assert told(folder, "good.eml") == [explain(path.read_bytes(), file=str(path))]
