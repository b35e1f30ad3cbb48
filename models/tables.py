"""Every table of Meja, gathered, so that `Base.metadata` is whole wherever this module is imported."""

from models import (
    addresses,
    calendars,
    deeds,
    event,
    knowledge,
    mail,
    message,
    message_words,
    people,
    sla,
    texts,
    ticket,
)
from models.base import Base

__all__ = [
    "Base",
    "addresses",
    "calendars",
    "deeds",
    "event",
    "knowledge",
    "mail",
    "message",
    "message_words",
    "people",
    "sla",
    "texts",
    "ticket",
]

metadata = Base.metadata
