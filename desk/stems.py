"""Light stems: the many forms of one word counted as one, in Indonesian and English at once.

Takes a lower-case word, gives a stem that need not be a word itself. The language is not asked for, since
mails mix the two ("di-reset", "invoicenya"): affixes come off only where enough of the word stays.
"""

from __future__ import annotations

import re
from functools import lru_cache

LEAST = 4
"""Letters of a word that stay at least when an Indonesian affix comes off."""
MOST_PREFIXES = 3
"""As in `mem-per-ber-`."""
NASAL = {"mem": "p", "pem": "p", "men": "t", "pen": "t", "meny": "s", "peny": "s", "meng": "", "peng": ""}
"""What the prefix swallowed: memakai is pakai, menulis tulis, menyewa sewa, mengubah ubah."""
OTHER_ROOTS = {
    "pasuk": "masuk", "pilik": "milik", "pinta": "minta", "pulai": "mulai", "pula": "mula",
    "puat": "muat", "tilai": "nilai", "tila": "nila", "eluar": "keluar", "eluh": "keluh", "embal": "kembal",
    "elola": "kelola", "irim": "kirim", "onfirmas": "konfirmas", "urang": "kurang", "osong": "kosong",
    "etik": "ketik", "erja": "kerja", "unjung": "kunjung", "umpul": "kumpul",
}  # fmt: skip
"""Where the prefix swallowed another letter than usual."""

_PARTICLE = re.compile(r"(?<=\w{4})(?:nya|lah|kah)$")
_SUFFIXES = (re.compile(r"(?<=\w{4})(?:kan|an)$"), re.compile(r"(?<=\w{4})i$"))
_PREFIX = re.compile(
    r"(?P<swallowed>meny|peny|(?:mem|pem|men|pen|meng|peng)(?=[aeiou]))(?=\w{3})"
    r"|(?:(?:mem|pem)(?=[bfpv])|(?:men|pen)(?=[cdjtsz])|(?:meng|peng)(?=[ghk])|me(?=[lrwy])|ber|ter|di"
    r"|(?P<noun>per|ke|pe(?=[lrwy])))(?=\w{4})"
)
_ENGLISH = (
    ("isation", "iz", 3), ("ization", "iz", 3), ("ations", "at", 3), ("ation", "at", 3), ("ies", "y", 3),
    ("ied", "y", 3), ("ings", "", 3), ("ing", "", 3), ("edly", "", 3), ("ed", "", 3), ("ly", "", 4), ("es", "e", 3),
    ("s", "", 3),
)  # fmt: skip
"""An ending, what stands for it, and how many letters must stay before it."""
_DOUBLED = re.compile(r"([bdfglmnprtv])\1$")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Short words and numbers stay as they are."""
    if len(word) < LEAST or not word.isalpha():
        return word
    return _english(_indonesian(word))


def _indonesian(word: str) -> str:
    bare = _PARTICLE.sub("", word)
    for suffix in _SUFFIXES:
        bare = suffix.sub("", bare)
    has_affix = bare != word
    for _ in range(MOST_PREFIXES):
        match = _PREFIX.match(bare)
        if match is None or (match["noun"] and not has_affix):
            break
        bare, has_affix = _root(match), True
    return bare


def _root(match: re.Match[str]) -> str:
    rest = match.string[match.end() :]
    root = NASAL[match["swallowed"]] + rest if match["swallowed"] else rest
    return OTHER_ROOTS.get(root, root)


def _english(word: str) -> str:
    if not word.endswith(("ss", "us", "is")):
        word = next(
            (
                word.removesuffix(ending) + instead
                for ending, instead, least in _ENGLISH
                if word.endswith(ending) and len(word) - len(ending) >= least
            ),
            word,
        )
    word = _DOUBLED.sub(r"\1", word)
    return word.removesuffix("e") if len(word) > 3 else word
