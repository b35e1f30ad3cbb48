"""The secret of a person and a ticket, carried by the Message-IDs Meja mints.

An id is `{16 characters of chance}.{20 characters of HMAC}@domain`, all base32 in lower case. The HMAC
binds the chance to one ticket and one person: an id nobody minted here, or minted for somebody else,
does not verify. Case does not matter, since some hosts fold it.

A public link names its row by a sealed number: the HMAC over it, and the number itself hidden by a second HMAC
over the first (as in RFC 5297, where the checksum is what the content is encrypted with). Nothing is stored.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import b32decode, b32encode
from collections.abc import Sequence
from hashlib import sha256

_LOCAL = re.compile(r"([a-z2-7]{16})\.([a-z2-7]{20})")
_SEALED = re.compile(r"([a-z2-7]{20})([a-z2-7]{8})")
_NUMBER_BYTES = 5


class Signer:
    """Signs with the first key; verifies with any, so that keys can rotate."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [key.encode() for key in keys]

    def mint(self, *, ticket: str, person: str, domain: str) -> str:
        """A new Message-ID, without angle brackets."""
        chance = _base32(secrets.token_bytes(10))
        return f"{chance}.{_sign(self._keys[0], chance, ticket, person)}@{domain}"

    def vouches_for(self, internet_id: str, *, ticket: str, person: str) -> bool:
        """Whether this id was minted here for exactly this ticket and person."""
        match = _LOCAL.fullmatch(internet_id.rpartition("@")[0].lower())
        if not match:
            return False
        signatures = (_sign(key, match[1], ticket, person) for key in self._keys)
        return any(hmac.compare_digest(each, match[2]) for each in signatures)

    def token(self, purpose: str, text: str) -> str:
        """A short signature of a text for one purpose, say the plus part of a reply address."""
        return _sign(self._keys[0], purpose, text)

    def knows_token(self, token: str, *, purpose: str, text: str) -> bool:
        signatures = (_sign(key, purpose, text) for key in self._keys)
        return any(hmac.compare_digest(each, token.lower()) for each in signatures)

    def seal(self, purpose: str, number: int) -> str:
        """A row's number for a link: it cannot be guessed, and tells nothing of how many there are."""
        return _seal(self._keys[0], purpose, number)

    def unseal(self, purpose: str, token: str) -> int | None:
        """None for a token that was not sealed here for this purpose."""
        match = _SEALED.fullmatch(token.lower())
        if not match:
            return None
        hidden = b32decode(match[2].upper())
        numbers = ((key, _masked(key, purpose, match[1], hidden=hidden)) for key in self._keys)
        found = (number for key, number in numbers if hmac.compare_digest(_seal(key, purpose, number), match[0]))
        return next(found, None)


def new_key() -> str:
    return secrets.token_hex(32)


def _base32(content: bytes) -> str:
    return b32encode(content).decode().rstrip("=").lower()


def _sign(key: bytes, *words: str) -> str:
    return _base32(hmac.digest(key, "\0".join(words).encode(), sha256)[:12])


def _seal(key: bytes, purpose: str, number: int) -> str:
    signature = _sign(key, purpose, str(number))
    hidden = _masked(key, purpose, signature, hidden=number.to_bytes(_NUMBER_BYTES))
    return signature + _base32(hidden.to_bytes(_NUMBER_BYTES))


def _masked(key: bytes, purpose: str, signature: str, *, hidden: bytes) -> int:
    """Hides the number, and shows it again."""
    mask = hmac.digest(key, f"{purpose} mask\0{signature}".encode(), sha256)[:_NUMBER_BYTES]
    return int.from_bytes(hidden) ^ int.from_bytes(mask)
