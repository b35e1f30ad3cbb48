"""settings.toml shows every key with its meaning and its default, and is itself a valid file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desk.settings import (
    AcknowledgeSettings,
    BackupSettings,
    DatabaseSettings,
    DeskSettings,
    MailboxSettings,
    OAuthSettings,
    QueueSettings,
    SendingSettings,
    Settings,
    TicketSettings,
    WebSettings,
    WorkerSettings,
    from_table,
)

FILE = Path(__file__).parent.parent / "settings.toml"
TEXT = FILE.read_text(encoding="utf-8")
WHOLE = re.sub(r"^#: ?", "", TEXT, flags=re.MULTILINE)
TABLES: dict[str, type[msgspec.Struct]] = {
    "desk": DeskSettings,
    "database": DatabaseSettings,
    "queue": QueueSettings,
    "web": WebSettings,
    "worker": WorkerSettings,
    "acknowledge": AcknowledgeSettings,
    "tickets": TicketSettings,
    "backup": BackupSettings,
    "mailbox": MailboxSettings,
    "sending": SendingSettings,
    "oauth": OAuthSettings,
}


def shown(table: str) -> dict[str, Any]:
    value = tomllib.loads(WHOLE)[table]
    return dict(value[0] if isinstance(value, list) else value)


@pytest.mark.parametrize("table", TABLES)
def test_every_key_stands_in_the_file(table: str) -> None:
    assert list(shown(table)) == list(TABLES[table].__struct_fields__)


def test_every_table_stands_in_the_file() -> None:
    assert {*TABLES, "folder"} == set(Settings.__struct_fields__)


@pytest.mark.parametrize("table", TABLES)
def test_the_file_shows_the_defaults(table: str) -> None:
    defaults = {
        field.name: list(field.default) if isinstance(field.default, tuple) else field.default
        for field in msgspec.structs.fields(TABLES[table])
        if field.default is not msgspec.NODEFAULT
    }
    example = {"port", "user", "password"} if table in ("mailbox", "sending") else set()
    differing = {
        name for name, default in defaults.items() if name not in example and shown(table)[name] != default
    }

    assert differing == set()


def test_every_key_has_its_meaning() -> None:
    """A comment above it, or above the key it belongs with (host and port)."""
    lines = WHOLE.splitlines()
    keys = [number for number, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    bare = [lines[number] for number in keys if not re.match(r"# |\w+ = ", lines[number - 1]) and number]

    assert [line for line in bare if not line.startswith(("host", "name"))] == []


def test_the_examples_are_valid_settings() -> None:
    settings = from_table(tomllib.loads(WHOLE), path=FILE)

    assert settings.mailbox[0].name == settings.sending[0].name == "main"


def test_without_the_examples_it_is_valid_too() -> None:
    assert from_table(tomllib.loads(TEXT), path=FILE) == Settings(folder=str(FILE.parent))
