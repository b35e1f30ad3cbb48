"""How `meja init` asks: in the reader's language, each answer tried at once and asked for again when it fails.

What was given on the command line is not asked for; when that fails, the command ends with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import click

from desk.errors import DeskError, Invalid
from desk.words import say, word
from ingest.mailbox_errors import MailboxError
from outbound.failures import Failure

T = TypeVar("T")
REFUSALS = (MailboxError, DeskError, Failure)
"""What a trial may end with; each has its reason in words for people."""


@dataclass
class Interview:
    """`given`: the answers of the command line, None where there is none. `takes_defaults`: what has a default is
    not asked for."""

    given: Mapping[str, Any]
    language: str
    takes_defaults: bool = False
    typed: dict[str, Any] = field(default_factory=dict)
    """What was typed last, offered when it is asked for again; never what is hidden."""

    def one(self, name: str, question: str, *, default: Any = None, **how: Any) -> Any:
        """One answer: what was given, or what is typed now. Raises click.Abort when nobody answers any more."""
        value = self.given.get(name)
        if value is None and self.takes_defaults:
            value = default
        if value is not None:
            return value
        answer = click.prompt(self.say(question), default=self.typed.get(name, default), **how)
        if not how.get("hide_input"):
            self.typed[name] = answer
        return answer

    def several(
        self, names: Sequence[str], ask: Callable[[], dict[str, Any]], try_it: Callable[[dict[str, Any]], T]
    ) -> tuple[dict[str, Any], T]:
        """These answers and what came of trying them. Raises Invalid when all of them stood on the command line."""
        while True:
            answers = ask()
            try:
                return answers, try_it(answers)
            except REFUSALS as refused:
                if all(self.given.get(name) is not None for name in names):
                    raise Invalid(refused.reason) from None
                click.echo(f"\n{word(refused.reason, self.language)}\n")
                self.given = {**self.given, **dict.fromkeys(names)}

    def choice(self, name: str, question: str, choices: Mapping[str, str], *, default: str) -> str:
        """By its number, or as the command line named it."""
        if self.given.get(name) is not None:
            return str(self.given[name])
        if self.takes_defaults:
            return default
        self.tell(question)
        for number, words in enumerate(choices.values(), 1):
            click.echo(f"  {number}. {self.say(words)}")
        number = list(choices).index(default) + 1
        typed = click.prompt(self.say("Number"), default=number, type=click.IntRange(1, len(choices)))
        return list(choices)[typed - 1]

    def say(self, text: str, **facts: object) -> str:
        return say(text, self.language, **facts)

    def tell(self, text: str, **facts: object) -> None:
        click.echo(self.say(text, **facts))
