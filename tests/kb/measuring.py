"""A small knowledge base in two languages with questions whose answer is known; a third have none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from desk.suggestions import Shelf, suggest
from ingest.pasted import reply_in
from ops.written_shelf import read_shelf

HERE = Path(__file__).parent
ARTICLES = HERE / "articles.jsonl"
QUESTIONS = [json.loads(line) for line in (HERE / "questions.jsonl").read_text("utf-8").splitlines()]


@dataclass(frozen=True)
class Tally:
    asked: int
    answered: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.answered


def shelf() -> Shelf:
    return read_shelf(ARTICLES)


def tally(shelf: Shelf, *, language: str, in_scope: bool) -> Tally:
    """Of the questions in this language that have an article, or have none."""
    asked = [each for each in QUESTIONS if each["lang"] == language and bool(each["gold"]) == in_scope]
    keys = [_suggested(shelf, each) for each in asked]
    right = sum(bool(found & set(each["gold"])) for found, each in zip(keys, asked, strict=True))
    return Tally(len(asked), sum(map(bool, keys)), right)


def _suggested(shelf: Shelf, question: dict[str, str]) -> set[str]:
    reply = reply_in(question["body"], subject=question["subject"])
    return {each.key for each in suggest(shelf, question["subject"], reply).suggested}
