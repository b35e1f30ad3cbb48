"""Titles in front of names: somebody who signs as "Ibu Siti" is greeted as that, not as "Bapak/Ibu Ibu Siti". Pure."""

from __future__ import annotations

import re

TITLES = (
    *(
        "bapak",
        "bpk",
        "pak",
        "ibu",
        "bu",
        "saudara",
        "saudari",
        "sdr",
        "sdri",
        "tuan",
        "tn",
        "nyonya",
        "ny",
        "nona",
    ),
    *("mas", "mbak", "kak", "mr", "mrs", "ms"),
)
_GREETING = r"\b(?:bapak|ibu|saudara|saudari|sir|madam)(?:\s?/\s?(?:bapak|ibu|saudara|saudari|sir|madam))+\s+"
_TITLED = re.compile(rf"{_GREETING}(?=(?:{'|'.join(TITLES)})\b\.?\s+\w)", re.IGNORECASE)


def greeted_once(text: str) -> str:
    """The text without a "Bapak/Ibu" in front of a name that brings its own title."""
    return _TITLED.sub("", text)
