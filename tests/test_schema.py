"""The schema: all migrations from empty make what the models say, and a wrong one is refused with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from desk.errors import WrongSchema
from desk.words import word
from models.schema import Fit, migrate, schema_of
from models.session import Database
from models.tables import metadata
from ops.wiring import check_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return Database(f"sqlite:///{tmp_path}/meja.db")
    return Database(request.getfixturevalue("database_url"))


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
        context = MigrationContext.configure(connection, opts={"compare_type": True})
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


def test_old_database_is_refused_with_the_command(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is only one revision yet: a head that the next release will bring stands in for it."""
    from alembic.script import ScriptDirectory

    migrate(empty)
    monkeypatch.setattr(ScriptDirectory, "get_current_head", lambda _self: "0002")
    said = refusal(empty)
    empty.close()

    assert "`meja migrate`" in said
    assert "0002" in said
