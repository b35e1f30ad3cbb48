"""Commands at the top of an agent's mail, in both languages."""

from __future__ import annotations

import pytest

from desk.commands import Command, read_commands


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("#note", Command.NOTE),
        ("#catatan", Command.NOTE),
        ("#Resolve", Command.RESOLVE),
        ("# Selesai.", Command.RESOLVE),
        ("#take", Command.TAKE),
        ("  #AMBIL!  ", Command.TAKE),
    ],
)
def test_command_is_known_in_both_languages(text: str, command: Command) -> None:
    assert read_commands(f"{text}\n\nWords.").known == {command}


def test_commands_are_not_part_of_the_words() -> None:
    assert read_commands("\n#take\n\n#resolve\nDone.\n\nAna").text == "Done.\n\nAna"


def test_command_after_words_is_words() -> None:
    said = read_commands("Write\n#resolve\nto close.")

    assert (said.known, said.text) == (frozenset(), "Write\n#resolve\nto close.")


def test_word_nobody_knows_is_reported() -> None:
    assert read_commands("#resovle\nDone.").unknown == ("resovle",)


@pytest.mark.parametrize("text", ["#1 priority", "##note", "#", "note", "#note this is for you", ""])
def test_what_only_looks_like_a_command_is_words(text: str) -> None:
    said = read_commands(text)

    assert (said.known, said.unknown, said.text) == (frozenset(), (), text)
