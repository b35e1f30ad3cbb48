"""An index of the words of messages, which the database keeps by itself: FTS5 on SQLite, GIN on PostgreSQL.

Subject, sender and the words written now (not what was quoted), each message under its own id. Only the first
50,000 characters count: PostgreSQL refuses to index more than a megabyte, and would refuse the message with it.
On SQLite triggers write it; whoever builds the table `message` anew must create them again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, column, event, func, literal_column, select, table

from models.message import Message
from models.session import Session

NAMES = ("message_words", "ix_message_words")
"""Of its table or index. They are no part of the metadata."""

_ADD = """
    INSERT INTO message_words (rowid, subject, from_name, from_address, reply)
    VALUES (new.id, new.subject, new.from_name, new.from_address, substr(new.reply, 1, 50000));"""
_REMOVE = """
    INSERT INTO message_words (message_words, rowid, subject, from_name, from_address, reply)
    VALUES ('delete', old.id, old.subject, old.from_name, old.from_address, substr(old.reply, 1, 50000));"""
_SQLITE = (
    """
    CREATE VIRTUAL TABLE message_words USING fts5(
        subject, from_name, from_address, reply, content='', tokenize='unicode61 remove_diacritics 2')""",
    """
    INSERT INTO message_words (rowid, subject, from_name, from_address, reply)
    SELECT id, subject, from_name, from_address, substr(reply, 1, 50000) FROM message""",
    f"CREATE TRIGGER message_words_added AFTER INSERT ON message BEGIN {_ADD} END",
    f"CREATE TRIGGER message_words_removed AFTER DELETE ON message BEGIN {_REMOVE} END",
    f"""
    CREATE TRIGGER message_words_changed AFTER UPDATE OF subject, from_name, from_address, reply ON message
    BEGIN {_REMOVE} {_ADD} END""",
)
# Punctuation goes first: PostgreSQL would take an address or a path for one single word.
_VECTOR = r"""
    to_tsvector('simple'::regconfig, regexp_replace(
        subject || ' ' || from_name || ' ' || from_address || ' ' || substr(reply, 1, 50000),
        '[!-/:-@\[-`{-~]+', ' ', 'g'))"""
_POSTGRESQL = (f"CREATE INDEX ix_message_words ON message USING gin ({_VECTOR})",)
STATEMENTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def messages_with(session: Session, phrases: list[list[str]], *, limit: int) -> Select[int]:
    """The newest messages that hold every phrase, its last word as a beginning; words are letters and digits only."""
    if session.get_bind().dialect.name == "postgresql":
        return _in_postgresql(phrases).limit(limit)
    return _in_sqlite(phrases).limit(limit)


def create(connection: Connection) -> None:
    for statement in STATEMENTS.get(connection.dialect.name, ()):
        connection.exec_driver_sql(statement)


def _in_sqlite(phrases: list[list[str]]) -> Select[int]:
    number = column("rowid", Message.id.type)
    asked = " ".join(f'"{" ".join(words)}"*' for words in phrases)
    holds = literal_column("message_words").op("MATCH")(asked)
    return select(number).select_from(table("message_words")).where(holds).order_by(number.desc())


def _in_postgresql(phrases: list[list[str]]) -> Select[int]:
    asked = " & ".join("(" + " <-> ".join(f"'{word}'" for word in words) + ":*)" for words in phrases)
    holds = literal_column(_VECTOR).op("@@")(func.to_tsquery(literal_column("'simple'::regconfig"), asked))
    return select(Message.id).where(holds).order_by(Message.id.desc())


def _create(_table: Any, connection: Connection, **_: Any) -> None:
    create(connection)


event.listen(Message.__table__, "after_create", _create)
