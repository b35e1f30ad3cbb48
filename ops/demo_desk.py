"""A whole Meja in one process, for the demo and its story: mail world, database, worker and watch.

Threads instead of processes; everything it writes lies in one folder, which is gone when the block ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from desk import failpoints
from desk.settings import Settings, from_table
from desk.surroundings import Surroundings, make_secret, surroundings
from models.schema import migrate
from ops.clock import now
from ops.doorbell import Doorbell
from ops.roles import doorbell_of, watches_of
from ops.seed import Remembered, furnish, is_furnished, remember
from ops.seed_people import AGENCY, TEAMS
from ops.seed_turns import Matter
from ops.worker import Worker
from ops.world import World

HOST = "127.0.0.1"
ACCOUNT = "layanan"
"""The mailbox of all three teams, and the account their mail leaves through."""
SECRET_FILE = "mailbox.password"  # noqa: S105 (where it lies, not what it is)


@dataclass(frozen=True)
class Demo:
    """`is_new`: the desk was furnished just now; `remembered` are its matters then, by subject."""

    desk: Surroundings
    world: World
    is_new: bool
    remembered: Mapping[str, Remembered] = field(default_factory=dict)


@contextmanager
def running_demo(
    *, port: int, matters: Sequence[Matter] = (), keep: Path | None = None
) -> Iterator[Demo]:
    """At work until the block ends; `keep` is a folder that stays, and may be gone on with. `port`: of its pages."""
    with ExitStack() as house:
        folder = keep or Path(house.enter_context(TemporaryDirectory(prefix="meja-demo-")))
        folder.mkdir(parents=True, exist_ok=True)
        password = token_hex(16)
        world = house.enter_context(_world(password))
        desk = house.enter_context(closing(_desk(folder, world, password=password, port=port)))
        is_new = not is_furnished(desk)
        remembered = _begin(desk, matters) if is_new else {}
        house.enter_context(_working(desk, doorbell_of(desk)))
        yield Demo(desk, world, is_new, remembered)


def demo_settings(folder: Path, world: World, *, port: int) -> Settings:
    """Impatient, since somebody is watching: no undo hold, a sweep each second."""
    server = {"host": HOST, "security": "none"}
    mailbox = {
        "name": ACCOUNT,
        "user": ACCOUNT,
        "password": f"file:{SECRET_FILE}",
        "first_connection": "days:1",
        # The world's IDLE does not tell of mail that came just before it.
        "poll_seconds": 1,
    }
    table: dict[str, Any] = {
        "desk": {"name": AGENCY, "base_url": f"http://{HOST}:{port}", "morning_summary": "00:00"},
        "web": {"host": HOST, "port": port, "threads": 4},
        "worker": {"threads": 2, "parsers": 1, "sweep_seconds": 1},
        "acknowledge": {"unproven_per_day": 100},
        "tickets": {"undo_seconds": 0},
        "mailbox": [mailbox | server | {"port": world.imap_port}],
        "sending": [{"name": ACCOUNT, "port": world.smtp_port} | server],
    }
    return from_table(table, path=folder / "settings.toml")


def _begin(desk: Surroundings, matters: Sequence[Matter]) -> dict[str, Remembered]:
    at = now()
    with failpoints.asleep():
        furnish(desk, mailbox=ACCOUNT, sending_account=ACCOUNT, at=at)
        return remember(desk, matters, at=at)


def _world(password: str) -> World:
    return World.start(
        desk_accounts={ACCOUNT: password}, desk_addresses={team.address: ACCOUNT for team in TEAMS}
    )


def _desk(folder: Path, world: World, *, password: str, port: int) -> Surroundings:
    settings = demo_settings(folder, world, port=port)
    secret = folder / SECRET_FILE
    secret.touch(mode=0o600)
    secret.write_text(password + "\n", encoding="utf-8")
    settings.data_folder.mkdir(exist_ok=True)
    make_secret(settings)
    desk = surroundings(settings)
    migrate(desk.database)
    return desk


@contextmanager
def _working(desk: Surroundings, bell: Doorbell) -> Iterator[None]:
    stop = Event()
    worker = Worker(desk, bell)
    threads = [
        Thread(target=watch.run, name=f"watch {watch.settings.name}")
        for watch in watches_of(desk, bell, stop)
    ]
    worker.start()
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        worker.stop()
