"""`meja suggest`, as somebody at a terminal and as a program uses it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from desk import knowledge
from desk.errors import Invalid, NotFound
from desk.knowledge import Wording, Writing
from desk.settings import load
from desk.surroundings import surroundings
from models.knowledge import Audience
from ops.cli import meja
from ops.first_day import set_up
from tests.kb.measuring import ARTICLES
from tests.mails import mail
from tests.ops.test_first_day import GOOD

MARKDOWN = """---
title: Kapan loket buka?
language: id
audience: {audience}
category: Umum
keywords: jam layanan, antrean
---
Loket buka Senin sampai Jumat. [Peta](https://peta.example)
"""
LATE_INVOICE = {
    "id": 7,
    "subject": "Invoice",
    "body": "Hello,\n\nour invoice was not paid yet.\n\nRegards,\nRui",
}
BREAD = {"id": "b", "subject": "Recipe", "body": "How do I bake a sourdough bread?"}
UNKNOWN_WORDS = {"subject": "Dompet", "body": "dompet digital saya beku terus"}


def suggest(*words: object, questions: str = "") -> Result:
    return CliRunner().invoke(meja, ["suggest", *map(str, words)], input=questions)


def answers(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def lines(*objects: dict[str, Any]) -> str:
    return "".join(json.dumps(each) + "\n" for each in objects)


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_one_line_is_answered_for_each_question() -> None:
    first, second = answers(suggest("--lines", "--articles", ARTICLES, questions=lines(LATE_INVOICE, BREAD)))

    assert (first["id"], first["results"][0][0]) == (7, "invoice")
    assert second == {"id": "b", "results": []}


def test_quoted_history_and_signature_are_not_searched() -> None:
    quoted = "On Mon, 3 Nov 2025 Desk <d@d.example> wrote:\n> invoice paid"
    body = f"Where can I bake bread?\n\n-- \nInvoice Payment Ltd\n\n{quoted}"
    (answer,) = answers(suggest("--lines", "--articles", ARTICLES, questions=lines({"id": 1, "body": body})))

    assert answer["results"] == []


def test_a_mail_is_told_with_its_articles_and_their_probability(tmp_path: Path) -> None:
    file = written(
        tmp_path / "a.eml", mail("Mailbox saya penuh, kotak surat tidak bisa mengirim.", subject="Penuh")
    )
    (answer,) = answers(suggest("--json", "--articles", ARTICLES, file))

    assert answer["would"] is True
    assert answer["suggestions"][0]["id"] == "mailbox-full"
    assert answer["suggestions"][0]["language"] == "id"
    assert answer["suggestions"][0]["probability"] == answer["probability"] > 0.67


def test_silence_is_told_with_its_reason(tmp_path: Path) -> None:
    file = written(tmp_path / "a.eml", mail("The bakery of my aunt needs a baker.", subject="Job"))
    (answer,) = answers(suggest("--json", "--articles", ARTICLES, file))

    assert (answer["would"], answer["suggestions"]) == (False, [])
    assert answer["reason"]["words"].startswith("Nothing is suggested")


def test_people_read_the_title_and_the_shared_words(tmp_path: Path) -> None:
    file = written(tmp_path / "a.eml", mail("Our invoice has not been paid.", subject="Invoice"))

    assert "When will my invoice be paid? (invoice)" in suggest("--articles", ARTICLES, file).stdout


def test_a_mail_that_is_not_there_needs_a_look(tmp_path: Path) -> None:
    (answer,) = answers(suggest("--json", "--articles", ARTICLES, tmp_path / "none.eml"))

    assert answer["reason"]["code"] == "mail_unreadable"


def test_history_teaches_words_that_no_article_holds(tmp_path: Path) -> None:
    past = [{**UNKNOWN_WORDS, "gold": ["reset-password"]}]
    history = written(tmp_path / "history.jsonl", lines(*past))
    question = lines({"id": 1, **UNKNOWN_WORDS})
    (before,) = answers(suggest("--lines", "--articles", ARTICLES, questions=question))
    (after,) = answers(suggest("--lines", "--articles", ARTICLES, "--history", history, questions=question))

    assert before["results"] == []
    assert after["results"][0][0] == "reset-password"


def test_a_folder_of_markdown_is_a_knowledge_base(tmp_path: Path) -> None:
    written(tmp_path / "jam-buka.md", MARKDOWN.format(audience="public"))
    written(tmp_path / "rahasia.md", MARKDOWN.format(audience="internal"))
    question = lines({"id": 1, "subject": "Jam buka loket", "body": "Selamat pagi, kapan loket dibuka?"})
    (answer,) = answers(suggest("--lines", "--articles", tmp_path, questions=question))

    assert [key for key, _ in answer["results"]] == ["jam-buka"]


def test_without_articles_the_desk_s_own_public_ones_are_ranked(tmp_path: Path) -> None:
    settings = desk_with_articles(tmp_path)
    questions = lines(
        {"id": 1, "body": "Where can I park my bicycle?"}, {"id": 2, "body": "What is the alarm code?"}
    )
    first, second = answers(suggest("--lines", "--settings", settings, questions=questions))

    assert [key for key, _ in first["results"]] == ["bicycles"]
    assert second["results"] == []


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("none.jsonl", None, NotFound),
        ("empty.jsonl", "", Invalid),
        ("broken.jsonl", '{"id": "a", "title": ', Invalid),
        ("untitled.jsonl", '{"id": "a"}', Invalid),
    ],
)
def test_articles_that_cannot_be_read_are_named(
    tmp_path: Path, name: str, text: str | None, error: type[Exception]
) -> None:
    if text is not None:
        written(tmp_path / name, text)
    result = suggest("--lines", "--articles", tmp_path / name)

    assert isinstance(result.exception, error)
    assert name in "".join(result.exception.reason.facts.values())  # type: ignore[attr-defined]


def test_a_question_that_is_not_understood_is_named_by_its_line() -> None:
    result = suggest("--lines", "--articles", ARTICLES, questions=lines(BREAD) + "not json\n")

    assert isinstance(result.exception, Invalid)
    assert result.exception.reason.facts["line"] == "2"


@pytest.mark.parametrize("words", [(), ("--lines", "a.eml")])
def test_either_mails_or_lines_are_wanted(words: tuple[str, ...]) -> None:
    assert suggest("--articles", ARTICLES, *words).exit_code == 2


def desk_with_articles(folder: Path) -> Path:
    """A new desk whose knowledge base has a public and an internal article."""
    path = folder / "settings.toml"
    set_up(path, GOOD)
    desk = surroundings(load(path))
    at = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    public = Wording("Where to park a bicycle", "Park it behind the house, in the rack.")
    internal = Wording("The alarm code", "The alarm code is on the key board.")
    with desk.database.transaction() as session:
        knowledge.publish(session, Writing("bicycles", texts={"en": public}), by=None, at=at)
        writing = Writing("alarm", Audience.INTERNAL, texts={"en": internal})
        knowledge.publish(session, writing, by=None, at=at)
    desk.close()
    return path
