"""Every table of Meja, gathered, so that `Base.metadata` is whole wherever this module is imported."""

from models import (
    addresses,
    calendars,
    deeds,
    digests,
    event,
    knowledge,
    life,
    mail,
    message,
    message_words,
    parcels,
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
    "digests",
    "event",
    "knowledge",
    "life",
    "mail",
    "message",
    "message_words",
    "parcels",
    "people",
    "sla",
    "texts",
    "ticket",
]

metadata = Base.metadata
