"""The three parts of a running Meja, each able to run alone: watch the mailboxes, work, serve the pages."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import tempfile
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import Any

from desk.mail_sizes import MEGABYTE
from desk.settings import Settings
from desk.surroundings import Surroundings
from ingest.returning import FirstLook
from ingest.watch import Watch
from ops.clock import now
from ops.doorbell import Doorbell, open_queue
from ops.wiring import open_desk, wake_after_commit
from ops.worker import Worker

log = logging.getLogger("meja.run")

ROLES = ("watch", "worker", "web")
ABOVE_THE_LIMIT = 2
"""How many times the largest upload the server takes in before anybody is asked who is sending: the pages take less,
and can say so in words only to somebody whose form was read to its end."""


def run_role(role: str, settings: Settings, *, supervised: bool = False) -> None:
    """Until SIGTERM or SIGINT, or until the supervisor is gone. Raises BadSettings, WrongSchema, DatabaseError."""
    desk = open_desk(settings)
    stop = Event()
    _stop_on_signals(stop)
    if supervised:
        _stop_with_supervisor()
    {"watch": run_watch, "worker": run_worker, "web": run_web}[role](desk, stop)
    desk.close()


def doorbell_of(desk: Surroundings) -> Doorbell:
    """Rings by itself after a commit that queued mail."""
    settings = desk.settings
    queue = open_queue(
        settings.queue.url, folder=settings.data_folder, secret=desk.signer.token("queue", "tasks")
    )
    bell = Doorbell(queue)
    wake_after_commit(desk.database, bell.mail_queued)
    return bell


def watches_of(desk: Surroundings, bell: Doorbell, stop: Event) -> list[Watch]:
    return [
        Watch(desk, each, now, bell.mail_kept, stop, FirstLook(desk, each, now, bell.mail_kept).connect)
        for each in desk.settings.mailbox
    ]


def run_watch(desk: Surroundings, stop: Event) -> None:
    watches = watches_of(desk, doorbell_of(desk), stop)
    threads = [Thread(target=each.run, name=f"watch {each.settings.name}") for each in watches]
    for thread in threads:
        thread.start()
    _wait_for(stop)
    for thread in threads:
        thread.join(timeout=10)


def run_worker(desk: Surroundings, stop: Event) -> None:
    worker = Worker(desk, doorbell_of(desk))
    worker.start()
    keep_what_is_loaded()
    _wait_for(stop)
    worker.stop()


def run_web(desk: Surroundings, stop: Event) -> None:
    _receive_on_our_disk(desk.settings.data_folder / "tmp")
    doorbell_of(desk)
    server = web_server(desk)
    web = desk.settings.web
    log.info("the pages are served on http://%s:%d", web.host, web.port)
    keep_what_is_loaded()
    Thread(target=server.run, name="web", daemon=True).start()
    _wait_for(stop)
    server.close()


def web_server(desk: Surroundings, **pages: Any) -> Any:
    """A waitress server for the panel, not yet running. Raises OSError when the port is taken."""
    from waitress.server import create_server

    from web import create_app

    web = desk.settings.web
    app = create_app(desk, now=now, **pages)
    return create_server(
        app,
        host=web.host,
        port=web.port,
        threads=web.threads,
        ident="meja",
        max_request_body_size=ABOVE_THE_LIMIT * web.max_upload_megabytes * MEGABYTE,
    )


def _receive_on_our_disk(folder: Path) -> None:
    """Uploads wait where the files will lie: /tmp is memory on many hosts, and small."""
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(folder)


def keep_what_is_loaded() -> None:
    """Modules and tables stay for good: the collector of garbage need not walk through them again and again, which
    takes 50 ms in the middle of a page."""
    gc.collect()
    gc.freeze()


def _wait_for(stop: Event) -> None:
    """In slices: a signal that comes just before a wait without end would not be heard."""
    while not stop.wait(1):
        pass


def _stop_on_signals(stop: Event) -> None:
    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)


def _stop_with_supervisor() -> None:
    """Its end of our standard input closes when it dies, however it dies."""
    Thread(target=_wait_for_end_of_input, name="supervisor", daemon=True).start()


def _wait_for_end_of_input() -> None:
    """Below Python's buffers: a thread that waits inside one aborts the interpreter at its end."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
