"""What people write to: an address belongs to a team, is read in a mailbox, and leaves through a sending account.

Mailboxes and sending accounts are named here and described in settings.toml.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Team


class Address(Base):
    __tablename__ = "address"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(320), unique=True)
    display_name: Mapped[str] = mapped_column(String(200))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    mailbox: Mapped[str] = mapped_column(String(60))
    sending_account: Mapped[str] = mapped_column(String(60))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    team: Mapped[Team] = relationship()

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]
