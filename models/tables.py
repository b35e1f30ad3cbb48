"""Every table of Meja, gathered, so that `Base.metadata` is whole wherever this module is imported."""

from models import addresses, event, mail, message, people, texts, ticket
from models.base import Base

__all__ = ["Base", "addresses", "event", "mail", "message", "people", "texts", "ticket"]

metadata = Base.metadata
