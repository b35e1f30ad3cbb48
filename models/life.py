"""Signs of life: when each part of an installation last worked, and what it then had to say.

One row for each name: `worker`, `watch:main`, `backup.made`, `backup.proven`, `probe:main` and the like.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class LifeSign(Base):
    __tablename__ = "life_sign"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
