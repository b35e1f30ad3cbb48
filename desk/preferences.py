"""What agents decide for themselves: the language they are spoken to in, what they hear by mail, and the end of
their sessions."""

from __future__ import annotations

from secrets import token_hex

from desk.errors import Invalid
from desk.words import LANGUAGES
from models.people import Agent, Hears
from models.reason import because


def choose_language(agent: Agent, language: str) -> None:
    """For pages and for the mails Meja sends to this agent. Raises Invalid for one nobody wrote words for."""
    if language not in LANGUAGES:
        raise Invalid(because("no_such_language", language=language))
    agent.language = language


def choose_hearing(agent: Agent, hears: str) -> None:
    """What is told by mail at once, together, or not. Raises Invalid for what is none of these."""
    if hears not in list(Hears):
        raise Invalid(because("no_such_hearing", hears=hears))
    agent.hears = Hears(hears)


def end_sessions(agent: Agent) -> None:
    """On every device: a copied cookie is worth nothing after signing out (T108)."""
    agent.stamp = token_hex(16)
