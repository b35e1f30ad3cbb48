"""Signs of life: what last worked, and when. Written by whoever did it, read by `/health`, the panel and doctor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.life import LifeSign
from models.session import Session


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
