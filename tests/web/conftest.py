"""A desk on a fresh database with a few invented people and tickets, and browsers signed in to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from desk.settings import (
    DeskSettings,
    MailboxSettings,
    SendingSettings,
    Settings,
    TicketSettings,
    WebSettings,
)
from desk.surroundings import Surroundings, make_secret, surroundings
from models.tables import metadata
from tests.web.people import People, add_people
from tests.web.visitor import Visitor
from web import create_app

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
UPLOAD_MEGABYTES = 2


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Surroundings]:
    settings = Settings(
        folder=str(tmp_path),
        desk=DeskSettings(name="Meja Bantuan", language="en"),
        tickets=TicketSettings(undo_seconds=0),
        web=WebSettings(max_upload_megabytes=UPLOAD_MEGABYTES),
        mailbox=(MailboxSettings(name="bantuan", host="127.0.0.1", user="bantuan", password="env:NONE"),),
        sending=(SendingSettings(name="bantuan", host="127.0.0.1"),),
    )
    make_secret(settings)
    desk = surroundings(settings)
    metadata.create_all(desk.database.engine)
    yield desk
    desk.close()


@pytest.fixture
def people(desk: Surroundings) -> People:
    return add_people(desk, at=NOW)


@pytest.fixture
def app(desk: Surroundings) -> Flask:
    return create_app(desk, now=lambda: NOW)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def ana(app: Flask, people: People) -> Visitor:
    """An agent of the team."""
    return Visitor(app.test_client()).signed_in(people.ana)


@pytest.fixture
def citra(app: Flask, people: People) -> Visitor:
    """The coordinator."""
    return Visitor(app.test_client()).signed_in(people.citra)
