"""Signs of life: what last worked, and when. Written by whoever did it, read by `/health`, the panel and doctor."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from desk.surroundings import Surroundings
from models.life import LifeSign
from models.session import Session

EVERY_SECONDS = 30.0


def beat(session: Session, name: str, *, at: datetime, **facts: Any) -> LifeSign:
    """The newest sign of this name takes the place of the one before."""
    sign = session.get(LifeSign, name) or LifeSign(name=name)
    sign.at, sign.facts = at, facts
    session.add(sign)
    return sign


def last_sign(session: Session, name: str) -> LifeSign | None:
    return session.get(LifeSign, name)


def signs(session: Session, prefix: str = "") -> list[LifeSign]:
    """By name; those whose name begins so."""
    query = select(LifeSign).where(LifeSign.name.startswith(prefix, autoescape=True)).order_by(LifeSign.name)
    return list(session.scalars(query))


@dataclass
class Pulse:
    """The signs of a part that runs on and on: cheap to ask for often, written every half minute."""

    desk: Surroundings
    name: str
    clock: Callable[[], datetime]
    _written: float = -EVERY_SECONDS

    def beat(self) -> None:
        """Raises DatabaseError."""
        if time.monotonic() - self._written < EVERY_SECONDS:
            return
        with self.desk.database.transaction() as session:
            beat(session, self.name, at=self.clock())
        self._written = time.monotonic()
