"""A Meja run from a folder of its own, as an administrator runs it: `meja init`, `meja run`, kill -9.

`with set_up_desk(...) as desk:` gives a desk that can run. Its processes end with the block, whatever
happened; what they said lies in `desk.log()`. The tests look at its database through the desk's own code.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from desk.folders import list_folders
from desk.settings import Settings, load
from desk.surroundings import Surroundings, surroundings
from models.session import Session
from tests.servers import free_port
from tests.servers.process import end, short_folder

MEJA = str(Path(sys.executable).with_name("meja"))
ADMIN = "ana@agency.example"
PASSWORD = "a long enough password"
PATIENCE = 60.0
SHOWN = 6000
ROLES = ("watch", "worker", "web")


@dataclass(frozen=True)
class MailHosts:
    """Where a desk reads and how it sends. `address` is what partners write to."""

    address: str
    imap_port: int
    imap_user: str
    smtp_port: int
    imap_password: str = "secret"
    first_connection: str = "from-now"
    admin: str = ADMIN


@dataclass
class DeskProcess:
    """The desk of one folder. `start` gives a process, `kill` ends it as a power cut would."""

    folder: Path
    hosts: MailHosts
    web_port: int
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _surroundings: Surroundings | None = None

    def meja(
        self, *words: str, given: bytes = b"", failpoint: str = ""
    ) -> subprocess.CompletedProcess[bytes]:
        """A command, to its end."""
        return subprocess.run(
            [MEJA, *words],
            cwd=self.folder,
            input=given,
            capture_output=True,
            env=_environment(failpoint),
            timeout=PATIENCE,
            check=False,
        )

    def start(self, role: str = "", *, failpoint: str = "") -> subprocess.Popen[bytes]:
        """`meja run`, whole or one role of it; one that runs already is asked to end first."""
        self.stop(role)
        words = [
            MEJA,
            "run",
            "--settings",
            f"{self.folder}/settings.toml",
            *(["--role", role] if role else []),
        ]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                words,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(failpoint),
                start_new_session=True,
            )
        self._running[role] = process
        return process

    def run(self) -> subprocess.Popen[bytes]:
        """`meja run`, watching its mailbox: what arrives from now on is new."""
        process = self.start()
        assert eventually(self.watches), self.log()
        return process

    def watches(self) -> bool:
        """Whether it has ever been connected to its mailbox."""
        with self.reading() as session:
            return bool(list_folders(session))

    def stop(self, *roles: str) -> None:
        """Ask these parts to end, all of them when none is named, and wait for it."""
        ending = [self._running.pop(role) for role in roles or list(self._running) if role in self._running]
        for process in ending:
            process.terminate()
        for process in ending:
            end(process, patience=PATIENCE)

    def kill_supervisor(self) -> None:
        process = self._running.pop("")
        process.kill()
        process.wait()

    def pid(self, role: str) -> int | None:
        """Of the process that plays this role, whoever started it."""
        return next(iter(self.pids(role)), None)

    def pids(self, *roles: str) -> list[int]:
        """All processes of this desk with one of these roles; of every role when none is named."""
        found = ((pid, words) for pid, words in _processes() if f"{self.folder}/settings.toml" in words)
        return [pid for pid, words in found if not roles or set(roles) & set(words)]

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def settings(self) -> Settings:
        return load(self.folder / "settings.toml")

    @property
    def surroundings(self) -> Surroundings:
        if self._surroundings is None:
            self._surroundings = surroundings(self.settings)
        return self._surroundings

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.surroundings.database.reading() as session:
            yield session

    def edit_settings(self, change: Callable[[str], str]) -> None:
        path = self.folder / "settings.toml"
        path.write_text(change(path.read_text()))

    def close(self) -> None:
        self.stop()
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._surroundings is not None:
            self._surroundings.close()


@contextmanager
def set_up_desk(hosts: MailHosts, *, more_settings: str = "", tries: bool = True) -> Iterator[DeskProcess]:
    """After `meja init`, with a port of its own and no undo hold. Without `tries` the hosts need not be there."""
    with short_folder("e") as folder:
        desk = DeskProcess(folder, hosts, web_port=free_port())
        done = desk.meja("init", "--defaults", "--tries" if tries else "--no-tries", *_answers(hosts))
        assert done.returncode == 0, done.stderr.decode()
        added = f"\n[web]\nport = {desk.web_port}\n\n[tickets]\nundo_seconds = 0\n{more_settings}"
        desk.edit_settings(lambda text: text + added)
        try:
            yield desk
        finally:
            desk.close()
            sys.stdout.write(desk.log()[-SHOWN:])  # pytest shows it when the test failed


def eventually(claim: Callable[[], object], *, patience: float = PATIENCE, pause: float = 0.05) -> bool:
    """Whether the claim came true while we waited; the wait is a bound, never a measure."""
    give_up = time.monotonic() + patience
    while not claim():
        if time.monotonic() > give_up:
            return False
        time.sleep(pause)
    return True


def _answers(hosts: MailHosts) -> list[str]:
    answers = {
        "desk-name": "Pusat Layanan",
        "base-url": "http://127.0.0.1:8000",
        "address": hosts.address,
        "team": "Layanan Informasi",
        "mailbox-host": "127.0.0.1",
        "mailbox-port": hosts.imap_port,
        "mailbox-security": "none",
        "mailbox-user": hosts.imap_user,
        "mailbox-password": hosts.imap_password,
        "first-connection": hosts.first_connection,
        "sending-host": "127.0.0.1",
        "sending-port": hosts.smtp_port,
        "sending-security": "none",
        "sending-user": "-",
        "admin-name": "Ana Wijaya",
        "admin-login": hosts.admin,
        "admin-password": PASSWORD,
    }
    return [word for name, answer in answers.items() for word in (f"--{name}", str(answer))]


def _environment(failpoint: str) -> dict[str, str]:
    return os.environ | {"MEJA_FAILPOINT": failpoint, "LANG": "C.UTF-8"}


def _processes() -> Iterator[tuple[int, list[str]]]:
    """Every process of this machine with its words."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                yield int(entry.name), (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
