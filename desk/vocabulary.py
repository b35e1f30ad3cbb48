"""Lists of words as people read and correct them: one language a line, `id: menulis | tulis`.

Takes such a listing, gives its words, by language or all together. An indented line goes on with the
language above it.
"""

from __future__ import annotations


def by_language(listing: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    code = ""
    for line in listing.strip().splitlines():
        head, colon, tail = line.partition(": ")
        if colon and not line.startswith(" "):
            code, words = head.strip(), tail
        else:
            words = line
        found[code] = found.get(code, ()) + tuple(word.strip() for word in words.split("|") if word.strip())
    return found


def all_words(listing: str) -> tuple[str, ...]:
    """Each word once, in the order of the listing."""
    return tuple(dict.fromkeys(word for words in by_language(listing).values() for word in words))
