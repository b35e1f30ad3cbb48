"""How the story reads on a terminal: each mail with its sender and words, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from desk.words import say
from ops.world import Letter
from web.letters import opened

MARGIN = "      "
LONGEST = 14
"""Lines shown of a mail."""


@dataclass(frozen=True)
class Telling:
    language: str

    def step(self, number: str, name: str) -> None:
        translated = say(name, self.language)
        shown = name if translated == name else f"{name} · {translated}"
        print(f"\n{number}  {shown}", flush=True)

    def letter(self, letter: Letter) -> None:
        mail = opened(letter.raw, letter.at)
        for name, value in (("From", mail.sender), ("To", mail.to), ("Subject", mail.subject)):
            print(f"{MARGIN}{say(name, self.language)}: {value}")
        for line in _beginning(mail.text):
            print(f"{MARGIN}| {line}".rstrip())
        print(flush=True)

    @staticmethod
    def words(letter: Letter) -> str:
        return opened(letter.raw, letter.at).text

    def outcome(self, words: str, **facts: object) -> None:
        told = {name: say(str(fact), self.language) for name, fact in facts.items()}
        print(f"{MARGIN}=> {say(words, self.language, **told)}", flush=True)

    def end(self) -> None:
        print(f"\n{say('Every step happened.', self.language)}", flush=True)


def _beginning(text: str) -> list[str]:
    """The words written now: what is quoted was told before."""
    lines = text.strip().splitlines()
    new = list(takewhile(lambda line: not line.startswith(">"), lines))
    if len(new) < len(lines):
        new = new[:-1]  # "On ..., somebody wrote:"
    while new and not new[-1].strip():
        new.pop()
    return new if len(new) <= LONGEST else [*new[:LONGEST], "..."]
