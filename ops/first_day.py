"""The first day: settings.toml with its secrets in files of their own, the database, the first people.

What is asked for it stands in `ops.interview`, how it is written in `ops.first_settings`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from desk import addresses, folders, password_links, people
from desk.errors import Conflict
from desk.first_setup import make_defaults
from desk.settings import Settings, load
from desk.surroundings import Surroundings, make_secret, surroundings
from desk.work import work
from models.mail import FolderState
from models.people import Role
from models.reason import because
from models.schema import migrate
from models.session import Session
from ops.clock import now
from ops.first_settings import Answers, write_settings

INBOX = "INBOX"


def set_up(path: Path, answers: Answers) -> None:
    """Raises Conflict when there is a settings.toml already, BadSettings or Invalid for an answer that cannot be.

    settings.toml appears last: whatever went wrong before, the same command may be given again.
    """
    refuse_another(path)
    draft = path.with_name(f"{path.name}.new")
    try:
        write_settings(draft, answers)
        _make_desk(load(draft), answers)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def refuse_another(path: Path) -> None:
    """Raises Conflict. The file that comes with the program shows every key and is nobody's desk: a desk wants a folder
    of its own."""
    if (path.parent / "ops" / "first_day.py").exists():
        raise Conflict(because("folder_of_the_program", folder=path.parent))
    if path.exists():
        raise Conflict(because("settings_exist", path=path))


def _make_desk(settings: Settings, answers: Answers) -> None:
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    make_secret(settings)
    desk = surroundings(settings)
    migrate(desk.database)
    _add_people(desk, answers, at=now())
    desk.close()


def _add_people(desk: Surroundings, answers: Answers, *, at: datetime) -> None:
    with work(desk, at=at) as session:
        team = people.add_team(session, slug="main", name=answers.team, at=at)
        admin = people.add_agent(
            session,
            name=answers.admin_name,
            login=answers.admin_login,
            role=Role.ADMINISTRATOR,
            password=answers.admin_password,
            language=answers.language,
            at=at,
        )
        people.join_team(team, admin)
        addresses.add_address(
            session, address=answers.address, team=team, mailbox="main", sending_account="main", at=at
        )
        if answers.uidnext:
            _begin_here(session, answers, at=at)
        make_defaults(session, at=at, time_zone=answers.time_zone)
        for login, name in answers.invited.items():
            agent = people.add_agent(session, name=name, login=login, language=answers.language, at=at)
            people.join_team(team, agent)
            session.flush()
            password_links.invite(session, agent, by=None, at=at)


def _begin_here(session: Session, answers: Answers, *, at: datetime) -> None:
    """Mail that arrives between this sitting and the first `meja run` is new."""
    state = FolderState(
        mailbox="main", folder=INBOX, uidvalidity=answers.uidvalidity, old_below=answers.uidnext
    )
    folders.first_connected(session, state, at=at)
