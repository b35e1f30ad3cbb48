"""What `meja init` wants to know, in the order in which a new technician knows it; of mail, see `ops.first_mail`."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

import click

from desk.errors import BadSettings, Invalid
from desk.people import MIN_PASSWORD, checked_address
from desk.trouble import reason_of
from desk.words import word
from models.reason import because
from models.schema import Fit, schema_of
from models.session import Database, DatabaseError
from ops.first_mail import Known, MailQuestions
from ops.first_settings import Answers
from ops.interview import Interview

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
ZONES = {
    "Asia/Jakarta": "WIB (Jakarta)",
    "Asia/Makassar": "WITA (Makassar)",
    "Asia/Jayapura": "WIT (Jayapura)",
}


@dataclass
class FirstQuestions:
    """`folder`: where settings.toml will lie. Without `tries` nothing is connected to."""

    interview: Interview
    folder: Path
    tries: bool = True

    def ask(self) -> Answers:
        """Raises click.Abort when nobody answers any more, Invalid when what the command line gave does not work."""
        mail = MailQuestions(self.interview, self.folder, self.tries).ask()
        return Answers(**mail, **self._desk(), **self._database(), **self._people())

    def _desk(self) -> Known:
        one, choice = self.interview.one, self.interview.choice
        return {
            "desk_name": one("desk_name", "Name of the desk, as partners see it"),
            "team": one("team", "Name of the team that answers, say Layanan Informasi"),
            "language": choice(
                "language", "Language, where a writer's own is not known", LANGUAGES, default="id"
            ),
            "time_zone": choice("time_zone", "Time zone", ZONES, default="Asia/Jakarta"),
            "base_url": one(
                "base_url", "Address of the pages, as agents will reach them", default="http://127.0.0.1:8000"
            ),
        }

    def _database(self) -> Known:
        def ask() -> Known:
            return {
                "database_url": self.interview.one(
                    "database_url",
                    "Database: Enter for a file in this folder, or postgresql://user@host/name",
                    default="",
                    show_default=False,
                )
            }

        return self.interview.several(("database_url",), ask, self._try_database)[0]

    def _try_database(self, answers: Known) -> None:
        if not (answers["database_url"] and self.tries):
            return
        database = Database(answers["database_url"])
        try:
            if schema_of(database).fit is not Fit.MISSING:
                raise Invalid(because("database_in_use"))
        except DatabaseError as error:
            raise BadSettings(reason_of(error)) from None
        finally:
            database.close()

    def _people(self) -> Known:
        answers, _ = self.interview.several(
            ("admin_name", "admin_login", "admin_password"), self._ask_admin, _check_admin
        )
        return answers | {"invited": self._ask_agents()}

    def _ask_admin(self) -> Known:
        one = self.interview.one
        return {
            "admin_name": one("admin_name", "Your name: you become the first administrator"),
            "admin_login": one("admin_login", "Your own e-mail address, not that of the desk"),
            "admin_password": one(
                "admin_password", "A password for the pages", hide_input=True, confirmation_prompt=True
            ),
        }

    def _ask_agents(self) -> dict[str, str]:
        """By address. Each is written to as soon as Meja runs, and chooses a password."""
        given = self.interview.given.get("invite") or ()
        if given or self.interview.takes_defaults:
            return dict(map(_named, given))
        invited: dict[str, str] = {}
        self.interview.tell("Who else answers? They are invited by mail. Enter ends the list.")
        while typed := click.prompt(self.interview.say("Name <address>"), default="", show_default=False):
            try:
                login, name = _named(typed)
                invited[checked_address(login)] = name
            except Invalid as refused:
                click.echo(word(refused.reason, self.interview.language))
        return invited


def _named(typed: str) -> tuple[str, str]:
    """Address and name of "Ana Wijaya <ana@agency.example>"; without a name the part before the @ serves."""
    name, address = parseaddr(typed)
    return address, name or address.partition("@")[0]


def _check_admin(answers: Known) -> None:
    checked_address(answers["admin_login"])
    if len(answers["admin_password"]) < MIN_PASSWORD:
        raise Invalid(because("password_short", length=MIN_PASSWORD))
