"""A desk for the tests: settings, a fresh database with its people, keys and files in a folder of its own.

`desk` runs on SQLite; in tests/desk every test runs on PostgreSQL as well. Ana and Ben are agents of
Support, Ben of Billing too, Citra coordinates, Rui asks, Mallory may see nothing. Support's mailbox gives no
results about senders (basic), Billing's host does (strict).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import event

from desk import addresses, failpoints, people, tickets
from desk.drafts import Draft
from desk.settings import Settings, from_table
from desk.surroundings import Surroundings, surroundings
from desk.work import work
from models.addresses import Address
from models.people import Agent, Requester, Role
from models.schema import migrate
from models.session import Database, Session
from models.tables import metadata
from models.ticket import Channel, Ticket
from tests.servers.postgres import fresh_database
from tests.servers.process import short_folder

pytest_plugins = ("tests.conversation",)

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SUPPORT = "support@desk.example"
BILLING = "billing@desk.example"
AGENTS = {
    "Ana Lestari": ("ana@desk.example", Role.AGENT, ("support",)),
    "Ben Siregar": ("ben@desk.example", Role.AGENT, ("support", "billing")),
    "Citra Dewi": ("citra@desk.example", Role.COORDINATOR, ()),
}
RUI = "rui@partner.example"
HOST = "mx.desk.example"
"""How the host of Billing's mailbox signs its results."""
KEY = "a key that only the tests know\n"


def settings_in(folder: Path, url: str) -> Settings:
    table: dict[str, Any] = {
        "desk": {"name": "Meja Bantuan", "base_url": "https://desk.example", "secret": "file:secret.key"},
        "database": {"url": url},
        "tickets": {"undo_seconds": 0},
        "mailbox": [
            {"name": "main", "host": "imap.example", "user": "support", "password": "env:MEJA_MAIN"},
            {
                "name": "strict",
                "host": "imap.example",
                "user": "billing",
                "password": "env:MEJA_STRICT",
                "authserv_id": HOST,
            },
        ],
        "sending": [{"name": "main", "host": "smtp.example"}, {"name": "other", "host": "smtp.example"}],
    }
    return from_table(table, path=folder / "settings.toml")


def changed(desk: Surroundings, /, **parts: dict[str, object]) -> Surroundings:
    """The same desk with other settings: changed(desk, tickets={"undo_seconds": 60})."""
    tables = {
        name: msgspec.structs.replace(getattr(desk.settings, name), **values)
        for name, values in parts.items()
    }
    return replace(desk, settings=msgspec.structs.replace(desk.settings, **tables))


@pytest.fixture
def engine() -> str:
    """Which database `desk` runs on."""
    return "sqlite"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames and metafunc.definition.path.parent.name == "desk":
        metafunc.parametrize("engine", ["sqlite", "postgresql"])


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Surroundings]:
    """With its people, and not a ticket yet. Waits for no disk: these tests prove nothing about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
    (tmp_path / "secret.key").write_text(KEY)
    if engine == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "meja.db")
        yield from _opened(tmp_path, "sqlite:///meja.db")
        return
    url = request.getfixturevalue("postgres_desk")
    for desk in _opened(tmp_path, url):
        with work(desk, at=NOON) as session:
            _add_people(session)
        yield desk
        _empty(desk.database)


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    """No failpoint outlives its test."""
    yield
    failpoints.arm("")


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[Path]:
    with short_folder("desk") as folder:
        _populate(folder, "sqlite:///meja.db")
        yield folder / "meja.db"


@pytest.fixture(scope="session")
def postgres_desk(postgres_url: str) -> Iterator[str]:
    """A database with the schema, emptied after each test: quicker than a new one for each."""
    with fresh_database(postgres_url) as url:
        database = Database(url)
        migrate(database)
        database.close()
        yield url


def agent(session: Session, name: str) -> Agent:
    """By first name."""
    return people.get_agent(session, f"{name.lower()}@desk.example")


def rui(session: Session) -> Requester:
    return people.recognise_requester(session, name="Rui Tan", address=RUI, at=NOON)


def address(session: Session, wanted: str = SUPPORT) -> Address:
    found = addresses.find_address(session, wanted)
    assert found is not None
    return found


def said(words: str = "The printer on floor 2 is on fire.", **more: Any) -> Draft:
    return Draft(reply=words, **{"subject": "Printer", "channel": Channel.WEB, "from_address": RUI} | more)


def a_ticket(session: Session, *, at: datetime = NOON, **more: Any) -> Ticket:
    """Rui's, in Support."""
    return tickets.open_ticket(session, said(**more), requester=rui(session), address=address(session), at=at)


def _opened(folder: Path, url: str) -> Iterator[Surroundings]:
    desk = surroundings(settings_in(folder, url))
    if desk.database.is_sqlite:
        event.listen(desk.database.engine, "connect", _hurry)
    yield desk
    desk.close()


def _hurry(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _populate(folder: Path, url: str) -> None:
    (folder / "secret.key").write_text(KEY)
    for desk in _opened(folder, url):
        migrate(desk.database)
        with work(desk, at=NOON) as session:
            _add_people(session)


def _empty(database: Database) -> None:
    """Row by row: to truncate two dozen tables takes ten times as long."""
    with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())


def _add_people(session: Session) -> None:
    teams = {
        slug: people.add_team(session, slug=slug, name=slug.title(), at=NOON)
        for slug in ("support", "billing")
    }
    for wanted, slug, mailbox in ((SUPPORT, "support", "main"), (BILLING, "billing", "strict")):
        addresses.add_address(
            session, address=wanted, team=teams[slug], mailbox=mailbox, sending_account="main", at=NOON
        )
    for name, (login, role, slugs) in AGENTS.items():
        one = people.add_agent(session, name=name, login=login, role=role, language="en", at=NOON)
        for slug in slugs:
            people.join_team(teams[slug], one)
