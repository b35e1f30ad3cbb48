"""Installations for doctor to look at: a folder with settings.toml, secrets and a desk, on real mail hosts.

`patient(...)` writes one; `patient.findings(...)` examines it. Findings are kept by their code, the last of each.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk import addresses, people
from desk.settings import Settings, load
from desk.surroundings import Surroundings, surroundings
from desk.work import work
from models.addresses import Address
from models.people import Role
from models.session import Session
from ops.doctor import PARTS, Finding, Grade, examine
from tests.desks import KEY, NOON

Table = dict[str, Any]
CONNECTIONS = ("stores", "connections")
ROUND = ("connections", "probes", "senders", "clock")


@dataclass
class Patient:
    folder: Path
    tables: Table = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.folder / "settings.toml"

    @property
    def user(self) -> str:
        """Of its mailbox."""
        return str(self.tables["mailbox"][0]["user"])

    @property
    def settings(self) -> Settings:
        return load(self.path)

    def write(self, **tables: Any) -> None:
        """Tables of settings.toml; those of before stay."""
        self.tables |= tables
        self.path.write_text("".join(_written(self.tables)))

    @property
    def database(self) -> Path:
        return self.folder / "data" / "meja.db"

    def all_findings(self, *parts: str, **asked: Any) -> list[Finding]:
        """Of these parts, or of all."""
        return list(examine(self.settings, path=self.path, parts=parts or PARTS, **asked))

    def findings(self, *parts: str, **asked: Any) -> dict[str, Finding]:
        """By their codes."""
        return {finding.code: finding for finding in self.all_findings(*parts, **asked)}

    def grades(self, *parts: str, **asked: Any) -> dict[str, Grade]:
        return {code: finding.grade for code, finding in self.findings(*parts, **asked).items()}

    @contextmanager
    def desk(self) -> Iterator[Surroundings]:
        desk = surroundings(self.settings)
        yield desk
        desk.close()

    @contextmanager
    def work(self) -> Iterator[Session]:
        with self.desk() as desk, work(desk, at=NOON) as session:
            yield session

    def receives_at(self, *wanted: str) -> None:
        """Its addresses, read in mailbox "main" and sent through "main"; no others."""
        with self.work() as session:
            for row in session.query(Address):
                session.delete(row)
        with self.work() as session:
            team = people.get_team(session, "support")
            for each in wanted:
                addresses.add_address(
                    session, address=each, team=team, mailbox="main", sending_account="main", at=NOON
                )

    def has_an_administrator(self) -> None:
        with self.work() as session:
            people.add_agent(
                session,
                name="Dewi Anggraini",
                login="dewi@agency.example",
                role=Role.ADMINISTRATOR,
                password="a long enough password",
                language="id",
                at=NOON,
            )


def patient_in(folder: Path, *, template: Path, mailbox: Table, sending: Table) -> Patient:
    """With the people of `tests.desks` in an SQLite database, and the two secrets that `mailbox` may name."""
    for name, secret in (("secret.key", KEY), ("password", "secret\n"), ("wrong", "not the secret\n")):
        (folder / name).write_text(secret)
        (folder / name).chmod(0o600)
    (folder / "data").mkdir()
    shutil.copyfile(template, folder / "data" / "meja.db")
    patient = Patient(folder)
    patient.write(
        desk={"base_url": "https://desk.example", "secret": "file:secret.key"},
        mailbox=[{"name": "main", "password": "file:password"} | mailbox],
        sending=[{"name": "main"} | sending],
    )
    patient.path.chmod(0o640)
    return patient


def _written(tables: Table) -> Iterator[str]:
    """Values of JSON are values of TOML, as far as they are used here."""
    for name, table in tables.items():
        several = isinstance(table, list)
        for each in table if several else [table]:
            yield f"[[{name}]]\n" if several else f"[{name}]\n"
            yield "".join(f"{key} = {json.dumps(value)}\n" for key, value in each.items())
