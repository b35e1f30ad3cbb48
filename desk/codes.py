"""The short codes people see, say on the phone and type: `MJ-7K3QX2`, five random digits and a check digit.

Crockford's alphabet: no I, L, O or U, so that what is read aloud is written down right.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "MJ"
_MISREAD = str.maketrans("OIL", "011")
_CODE = re.compile(r"(?<![0-9A-Z])MJ[- ]?([0-9A-Z]{6})(?![0-9A-Z])", re.IGNORECASE)


def new_code() -> str:
    digits = "".join(secrets.choice(ALPHABET) for _ in range(5))
    return f"{PREFIX}-{digits}{_check(digits)}"


def read_code(text: str) -> str | None:
    """The code as stored, from whatever somebody typed; None when it cannot be one."""
    match = _CODE.fullmatch(text.strip())
    return _checked(match[1]) if match else None


def codes_in(text: str) -> tuple[str, ...]:
    """Every valid code mentioned, in order."""
    found = (_checked(match[1]) for match in _CODE.finditer(text[:1000]))
    return tuple(dict.fromkeys(code for code in found if code))


def _checked(digits: str) -> str | None:
    digits = digits.upper().translate(_MISREAD)
    if not set(digits) <= set(ALPHABET) or _check(digits[:5]) != digits[5]:
        return None
    return f"{PREFIX}-{digits}"


def _check(digits: str) -> str:
    """Odd weights catch every single wrong digit, their differences nearly every swap of neighbours."""
    weights = (1, 3, 5, 7, 9)
    total = sum(weight * ALPHABET.index(digit) for weight, digit in zip(weights, digits, strict=True))
    return ALPHABET[total % len(ALPHABET)]
