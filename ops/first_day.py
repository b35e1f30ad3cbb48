"""The first day: settings.toml with its secrets in files of their own, the database, the first people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk import addresses, people
from desk.errors import Conflict
from desk.first_setup import make_defaults
from desk.settings import Settings, load
from desk.surroundings import Surroundings, make_secret, surroundings
from desk.work import work
from models.people import Role
from models.reason import because
from models.schema import migrate
from ops.clock import now

FILE = """\
# Written by `meja init`. The settings.toml that comes with Meja shows every other key, its default and its meaning.

[desk]
name = {desk_name}
base_url = {base_url}

[[mailbox]]
name = "main"
host = {mailbox_host}
port = {mailbox_port}
security = {mailbox_security}
user = {mailbox_user}
password = "file:secrets/mailbox"
first_connection = {first_connection}

[[sending]]
name = "main"
host = {sending_host}
port = {sending_port}
security = {sending_security}
"""
SIGN_IN = """\
user = {sending_user}
password = "file:secrets/sending"
"""


@dataclass(frozen=True)
class Answers:
    desk_name: str
    base_url: str
    address: str
    team: str
    mailbox_host: str
    mailbox_port: int
    mailbox_security: str
    mailbox_user: str
    mailbox_password: str
    first_connection: str
    sending_host: str
    sending_port: int
    sending_security: str
    sending_user: str
    sending_password: str
    admin_name: str
    admin_login: str
    admin_password: str


def set_up(path: Path, answers: Answers) -> None:
    """Raises Conflict when there is a settings.toml already, BadSettings or Invalid for an answer that cannot be.

    settings.toml appears last: whatever went wrong before, the same command may be given again.
    """
    if path.exists():
        raise Conflict(because("settings_exist", path=path))
    draft = path.with_name(f"{path.name}.new")
    try:
        _make_desk(_write(draft, answers), answers)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _make_desk(settings: Settings, answers: Answers) -> None:
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    make_secret(settings)
    desk = surroundings(settings)
    migrate(desk.database)
    _add_people(desk, answers, at=now())
    desk.close()


def _write(path: Path, answers: Answers) -> Settings:
    _write_secret(path.parent / "secrets" / "mailbox", answers.mailbox_password)
    text = FILE
    if answers.sending_user:
        _write_secret(path.parent / "secrets" / "sending", answers.sending_password)
        text += SIGN_IN
    written = {name: json.dumps(value, ensure_ascii=False) for name, value in vars(answers).items()}
    path.write_text(text.format_map(written), encoding="utf-8")
    return load(path)


def _write_secret(path: Path, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_text(secret + "\n", encoding="utf-8")


def _add_people(desk: Surroundings, answers: Answers, *, at: datetime) -> None:
    with work(desk, at=at) as session:
        team = people.add_team(session, slug="main", name=answers.team, at=at)
        admin = people.add_agent(
            session,
            name=answers.admin_name,
            login=answers.admin_login,
            role=Role.ADMINISTRATOR,
            password=answers.admin_password,
            language=desk.settings.desk.language,
            at=at,
        )
        people.join_team(team, admin)
        addresses.add_address(
            session, address=answers.address, team=team, mailbox="main", sending_account="main", at=at
        )
        make_defaults(session, at=at, time_zone=desk.settings.desk.time_zone)
