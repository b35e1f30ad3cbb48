"""How Alembic runs here: on a connection that `models.schema` hands in, in batch mode on SQLite."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from models.tables import metadata


def plain_type(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """A migration names the types of the database, not ours: ours may change, it may not."""
    if kind != "type" or not isinstance(thing, TypeDecorator):
        return False
    return f"sa.{thing.impl_instance!r}"


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=plain_type,
)

with context.begin_transaction():
    context.run_migrations()
