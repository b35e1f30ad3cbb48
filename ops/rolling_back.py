"""`meja upgrade --roll-back`: the database of before the last upgrade, with the mails that came since.

1. back up what is there now, so that nothing is destroyed;
2. note which mails came and which deliveries ended since the upgrade (`desk.carrying`), durably;
3. put the earlier database back, and carry those in.

Killed anywhere, it is given again and goes on. Code of either version may do it, and the older one then runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from desk.carrying import Carried, carried_since
from desk.errors import Conflict, NotFound
from desk.failpoints import failpoint
from models.reason import because
from ops.backup import Source, Wish, make_backup
from ops.backup_files import sync
from ops.putting_back import put_back
from ops.restoring import readable
from ops.upgrade_state import State, Upgrade, last_upgrade, remember
from ops.upgrading import refuse_connected

CARRIED = "carried.json"


@dataclass(frozen=True)
class RolledBack:
    """`mails` came since the upgrade and are filed anew; `words` of agents are only in the backup `upgrade.kept`."""

    upgrade: Upgrade
    mails: int
    words: int


def to_roll_back(source: Source) -> Upgrade:
    """Raises NotFound when there is nothing to go back to."""
    upgrade = last_upgrade(source.settings)
    if upgrade is None:
        raise NotFound(because("no_upgrade"))
    if upgrade.state is State.ROLLED_BACK:
        raise NotFound(because("rolled_back_already", schema=upgrade.from_schema))
    return upgrade


def roll_back(source: Source, into: Path, *, at: datetime) -> RolledBack:
    """Nothing may run here meanwhile. Raises NotFound, Conflict, Invalid; then nothing was changed."""
    refuse_connected(source)
    upgrade = to_roll_back(source)
    manifest = readable(Path(upgrade.backup))
    if upgrade.state is not State.ROLLING_BACK:
        upgrade = _begin(source, into, upgrade, made_at=manifest.made_at, at=at)
    carried = _noted(source)
    failpoint("roll_back.noted")
    mails = put_back(source.database, Path(upgrade.backup), manifest, carried=carried)
    failpoint("roll_back.put_back")
    done = msgspec.structs.replace(upgrade, state=State.ROLLED_BACK)
    remember(source.settings, done)
    return RolledBack(done, mails, carried.words)


def _begin(source: Source, into: Path, upgrade: Upgrade, *, made_at: datetime, at: datetime) -> Upgrade:
    kept = make_backup(source, into, at=at, wish=Wish(purpose="roll-back"))
    with source.database.reading() as session:
        raw = msgspec.json.encode(carried_since(session.connection(), made_at))
    msgspec.json.decode(raw, type=Carried)  # what cannot be read again must not be relied on
    path = source.settings.data_folder / CARRIED
    path.touch(mode=0o600)
    path.write_bytes(raw)
    sync(path)
    begun = msgspec.structs.replace(upgrade, state=State.ROLLING_BACK, kept=str(kept.path))
    remember(source.settings, begun)
    return begun


def _noted(source: Source) -> Carried:
    try:
        raw = (source.settings.data_folder / CARRIED).read_bytes()
        return msgspec.json.decode(raw, type=Carried)
    except (OSError, msgspec.DecodeError) as error:
        raise Conflict(because("roll_back_unreadable", error=error)) from None
