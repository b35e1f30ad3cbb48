"""Where an upgrade stands: `upgrade.json` in the data folder, written before each step that cannot be taken back.

While it says that something began and did not end, Meja does not start.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from desk.errors import Conflict, TryLater
from desk.settings import Settings
from models.reason import because
from ops.backup_files import sync

NAME = "upgrade.json"


class State(StrEnum):
    STARTED = "started"
    DONE = "done"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"


class Upgrade(msgspec.Struct, frozen=True, kw_only=True):
    """`backup` is the path of the one made before. `from_version` is "" when nobody knows which Meja ran last."""

    state: State
    backup: str
    from_schema: str
    to_schema: str
    from_version: str
    at: datetime
    kept: str = ""
    """The backup of what a roll back replaced."""


def last_upgrade(settings: Settings) -> Upgrade | None:
    try:
        raw = (settings.data_folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    try:
        return msgspec.json.decode(raw, type=Upgrade)
    except msgspec.DecodeError:
        raise Conflict(because("upgrade_unreadable", path=settings.data_folder / NAME)) from None


def remember(settings: Settings, upgrade: Upgrade) -> None:
    """Durable when this returns."""
    path = settings.data_folder / NAME
    new = path.with_name(f"{NAME}.new")
    new.write_bytes(msgspec.json.encode(upgrade))
    sync(new)
    new.replace(path)
    sync(path.parent)


def forget(settings: Settings) -> None:
    (settings.data_folder / NAME).unlink()
    sync(settings.data_folder)


def refuse_unfinished(settings: Settings) -> None:
    """Raises TryLater while an upgrade or a roll back has begun and not ended."""
    upgrade = last_upgrade(settings)
    if upgrade and upgrade.state is State.STARTED:
        raise TryLater(because("upgrade_unfinished"))
    if upgrade and upgrade.state is State.ROLLING_BACK:
        raise TryLater(because("roll_back_unfinished"))
