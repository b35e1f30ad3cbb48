"""Passwords, kept as argon2id hashes. Memory is modest (19 MiB), so that a small machine can sign people in."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Takes as long when there is no stored hash, so that an unknown login cannot be told apart (T111)."""
    try:
        _HASHER.verify(stored or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None
