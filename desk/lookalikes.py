"""Names and domains that can be taken for others: letters of another alphabet, digits for letters (T020, T021).

Pure. A skeleton is what is left of a word when look-alikes are made equal; two words of one skeleton look
alike. After the idea of UTS #39 section 4, for the letters that senders are forged with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST_LABEL = 63
"""In letters: RFC 1035 section 2.3.4."""
LOOK_LIKE = {
    "a": "аαɑ",
    "b": "ьβ",
    "c": "сϲ",
    "d": "ԁ",
    "e": "еєε",
    "h": "һհ",
    "k": "кκ",
    "l": "іӏιı1|!i",
    "m": "м",
    "n": "пηո",
    "o": "оοσօ0",
    "p": "рρ",
    "q": "ԛ",
    "s": "ѕ",
    "t": "тτ",
    "u": "υս",
    "v": "νѵ",
    "w": "ԝω",
    "x": "хχ",
    "y": "уγ",
    "j": "ј",
}
CONFUSED = str.maketrans({letter: latin for latin, letters in LOOK_LIKE.items() for letter in letters})
PAIRS = (("rn", "m"), ("vv", "w"))


def skeleton(words: str) -> str:
    """Letters and digits only, in lower case, look-alikes made equal."""
    plain = unicodedata.normalize("NFKD", words).casefold().translate(CONFUSED)
    letters = "".join(each for each in plain if each.isalnum())
    for pair, single in PAIRS:
        letters = letters.replace(pair, single)
    return letters


def lookalike_of(domain: str, known: Iterable[str]) -> str | None:
    """The known domain that this one can be taken for; None when it is known itself, or like none of them."""
    known = {each.lower() for each in known}
    if domain.lower() in known:
        return None
    found = _skeletons(domain)
    return next((each for each in sorted(known) if _skeletons(each) == found), None)


def shown_domain(domain: str) -> str:
    """A domain that mixes scripts, as look-alikes do, is shown as punycode (RFC 3492)."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in domain if letter.isalpha()}
    if domain.isascii() or len(scripts) < 2:
        return domain
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in domain.split(".")
    )


def _skeletons(domain: str) -> list[str]:
    return [skeleton(_spelled_out(label)) for label in domain.split(".")]


def _spelled_out(label: str) -> str:
    """Punycode as the letters it stands for."""
    if not label.lower().startswith("xn--") or len(label) > LONGEST_LABEL:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
