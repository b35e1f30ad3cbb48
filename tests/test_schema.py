"""The schema: all migrations from empty make what the models say, and a wrong one is refused with the way out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from desk.errors import WrongSchema
from desk.words import word
from models import message_words
from models.people import Requester
from models.schema import Fit, migrate, schema_of
from models.session import Database
from models.tables import metadata
from models.ticket import NO_HURRY, Ticket
from ops.wiring import check_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return Database(f"sqlite:///{tmp_path}/meja.db")
    return Database(request.getfixturevalue("database_url"))


TICKET_OF_0001 = """
    INSERT INTO ticket (id, code, subject, status, priority, channel, language, team_id, address_id, requester_id,
        root_message_id, opened_at, updated_at, version)
    VALUES ({id}, '{code}', 'a', '{status}', 'normal', 'mail', 'id', 1, 1, 1, '{code}', :at, :at, 1)"""

A_DESK_OF_0001 = (
    "INSERT INTO team (id, slug, name, created_at) VALUES (1, 'umum', 'Umum', :at)",
    """
    INSERT INTO address (id, address, display_name, team_id, mailbox, sending_account, is_active, created_at)
    VALUES (1, 'halo@desk.example', 'Halo', 1, 'main', 'main', true, :at)""",
    "INSERT INTO requester (id, name, created_at) VALUES (1, 'Rui Santoso', :at)",
    TICKET_OF_0001.format(id=1, code="MJ-OPEN01", status="open"),
    TICKET_OF_0001.format(id=2, code="MJ-DONE01", status="resolved"),
)


def ours(_thing: object, name: str | None, kind: str, reflected: bool, _model: object) -> bool:
    """The index of words keeps tables and triggers of its own."""
    is_words = kind in ("table", "index") and str(name).startswith(message_words.NAMES)
    return not (reflected and is_words)


def set_version(database: Database, version: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def refusal(database: Database) -> str:
    with pytest.raises(WrongSchema) as refused:
        check_schema(database)
    return word(refused.value.reason, "en")


def test_migrations_from_empty_make_what_the_models_say(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        differences = compare_metadata(context, metadata)
    empty.close()

    assert differences == []


def test_migrated_schema_is_right_and_migrating_again_changes_nothing(empty: Database) -> None:
    migrate(empty)
    migrate(empty)
    schema = schema_of(empty)
    check_schema(empty)
    empty.close()

    assert (schema.fit, schema.found) == (Fit.RIGHT, schema.wanted)


def test_empty_database_is_refused_with_the_command(empty: Database) -> None:
    said = refusal(empty)
    empty.close()

    assert "`meja migrate`" in said


def test_newer_database_is_refused_and_not_migrated_down(empty: Database) -> None:
    migrate(empty)
    set_version(empty, "9999")
    said = refusal(empty)
    empty.close()

    assert "9999" in said
    assert "Install the Meja that made it" in said


def test_old_database_is_refused_with_the_command(empty: Database) -> None:
    migrate(empty, to="0001")
    said, wanted = refusal(empty), schema_of(empty).wanted
    empty.close()

    assert "`meja migrate`" in said
    assert wanted in said


def test_tickets_of_the_first_schema_come_along_and_the_unfinished_wait_for_their_turn(empty: Database) -> None:
    migrate(empty, to="0001")
    with empty.engine.begin() as connection:
        for statement in A_DESK_OF_0001:
            connection.execute(text(statement), {"at": datetime(2026, 11, 24, 3, 0, tzinfo=UTC)})
    migrate(empty)
    with empty.reading() as session:
        found = {each.code: each.turn_at for each in session.scalars(select(Ticket))}
        requester = session.scalars(select(Requester)).one()
        assert (requester.phone, requester.kind) == ("", None)
    empty.close()

    assert found == {"MJ-OPEN01": NO_HURRY, "MJ-DONE01": None}
