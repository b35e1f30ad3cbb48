"""Short words for the addresses of pages, made of a name: "Hari kerja (Jumat)" becomes `hari-kerja-jumat`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import count

LONGEST = 50


def unused_slug(name: str, is_taken: Callable[[str], bool]) -> str:
    """With a number behind it when another has the same; "x" for a name in a script without small letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or "x"
    tries = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(each for each in tries if not is_taken(each))
