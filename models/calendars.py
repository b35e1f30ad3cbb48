"""When a desk is open: weekly hours, public holidays and days of its own. The arithmetic is in `desk/worktime.py`."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base

Window = list[str]
"""Opening and closing as people say them: `["08:00", "16:00"]`; "24:00" is the end of the day."""


class BusinessCalendar(Base):
    """`hours` holds the windows of seven days, Monday first. `revision` grows with every edit, days included."""

    __tablename__ = "business_calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(60))
    hours: Mapped[list[list[Window]]] = mapped_column(JSON)
    country: Mapped[str] = mapped_column(String(2), default="ID")
    """Whose public holidays are kept; "" for none."""
    joint_leave: Mapped[bool] = mapped_column(default=True)
    """Whether cuti bersama is kept too."""
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    days: Mapped[list[CalendarDay]] = relationship(
        back_populates="calendar", order_by="CalendarDay.day", cascade="all, delete-orphan"
    )


class CalendarDay(Base):
    """A day of the desk's own: closed, or open though the week or a holiday says otherwise.

    `hours` are those of an open day; empty: the weekly ones.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("calendar_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("business_calendar.id"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(200))
    is_open: Mapped[bool] = mapped_column(default=False)
    hours: Mapped[list[Window]] = mapped_column(JSON, default=list)

    calendar: Mapped[BusinessCalendar] = relationship(back_populates="days")
