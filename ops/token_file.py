"""The file of one sign-in by consent: the token that opens the mailbox, and the one that brings the next.

Replaced in one step and readable by Meja's user only. Whoever changes it holds its lock, since of a refresh token
that changes with each use only the first use counts.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tokens:
    """`expires_at`: of the access token, in seconds since 1970."""

    access_token: str
    refresh_token: str
    expires_at: float


@dataclass(frozen=True)
class TokenFile:
    path: Path

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for whoever changes it just now. Raises OSError when the folder cannot be written."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def read(self) -> Tokens | None:
        """None before the first sign-in, and for what nobody can read: then people sign in again."""
        try:
            return Tokens(**json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, tokens: Tokens) -> None:
        new = self.path.with_name(f"{self.path.name}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(tokens), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
