"""An index of the words of messages, which the database keeps by itself: FTS5 on SQLite, GIN on PostgreSQL.

Subject, sender and the words written now (not what was quoted), each message under its own id. Only the first
50,000 characters count: PostgreSQL refuses to index more than a megabyte, and would refuse the message with it.
On SQLite triggers write it; whoever builds the table `message` anew must create them again.

A word asked for is the beginning of words. SQLite merges every mention of every word that begins so before it gives
the first, which grows with all mail ever received; so what is common as it stands is looked for as it stands.
PostgreSQL knows what is common and walks the newest messages then.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, column, event, func, literal_column, select, table

from models.message import Message
from models.session import Session

NAMES = ("message_words", "ix_message_words")
"""Of its table or index. They are no part of the metadata."""

COMMON = 5_000
"""Who asks for what so many messages say need not be given longer words that begin so."""
SHORTEST_BEGINNING = 3
"""Letters. Fewer begin half a language; they are whole words."""

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
    return _in_sqlite(" ".join(_asked_of_sqlite(session, words) for words in phrases)).limit(limit)


def create(connection: Connection) -> None:
    for statement in STATEMENTS.get(connection.dialect.name, ()):
        connection.exec_driver_sql(statement)


def _asked_of_sqlite(session: Session, words: list[str]) -> str:
    phrase = f'"{" ".join(words)}"'
    is_whole = not _may_begin(words) or _is_common(session, phrase)
    return phrase if is_whole else f"{phrase}*"


def _may_begin(words: list[str]) -> bool:
    return len(words[-1]) >= SHORTEST_BEGINNING


def _is_common(session: Session, phrase: str) -> bool:
    return session.scalar(_in_sqlite(phrase).offset(COMMON - 1).limit(1)) is not None


def _in_sqlite(asked: str) -> Select[int]:
    number = column("rowid", Message.id.type)
    holds = literal_column("message_words").op("MATCH")(asked)
    return select(number).select_from(table("message_words")).where(holds).order_by(number.desc())


def _in_postgresql(phrases: list[list[str]]) -> Select[int]:
    asked = " & ".join(_asked_of_postgresql(words) for words in phrases)
    holds = literal_column(_VECTOR).op("@@")(func.to_tsquery(literal_column("'simple'::regconfig"), asked))
    return select(Message.id).where(holds).order_by(Message.id.desc())


def _asked_of_postgresql(words: list[str]) -> str:
    phrase = " <-> ".join(f"'{word}'" for word in words)
    return f"({phrase}:*)" if _may_begin(words) else f"({phrase})"


def _create(_table: Any, connection: Connection, **_: Any) -> None:
    create(connection)


event.listen(Message.__table__, "after_create", _create)
