"""The `meja` command: the list of its commands, and how each error ends as one line and an exit status.

Statuses follow sysexits: 65 bad input, 66 nothing there, 75 try again later (an MTA keeps the mail),
77 not allowed, 78 settings or schema cannot be used.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from models.reason import Reason

COMMANDS = {
    "demo": ("ops.commands.running", "The whole product on this machine, with nothing else installed."),
    "run": ("ops.commands.running", "The real thing, from settings.toml."),
    "init": ("ops.commands.setting_up", "A first settings.toml, database and administrator."),
    "doctor": ("ops.commands.checking", "What is wrong with this installation, and what to do about it."),
    "backup": ("ops.commands.keeping", "Back up everything, while Meja runs."),
    "restore": ("ops.commands.keeping", "From a backup to a desk that can run, in an empty place."),
    "verify": ("ops.commands.keeping", "Is a backup whole, or what lies here?"),
    "upgrade": ("ops.commands.keeping", "Back up, migrate, check; or go back."),
    "migrate": ("ops.commands.setting_up", "Bring the database up to date."),
    "explain": ("ops.commands.mail_files", "What Meja makes of a mail, touching nothing."),
    "suggest": ("ops.commands.suggesting", "The articles Meja would suggest for a mail."),
    "kb": ("ops.commands.knowledge", "Articles: import a folder of Markdown."),
    "ingest": ("ops.commands.mail_files", "Bring in .eml, mbox, Maildir or standard input."),
    "mail": ("ops.commands.mails", "Mails and their fate."),
    "mailbox": ("ops.commands.mailboxes", "Mailboxes: list, sign in by consent."),
    "agent": ("ops.commands.people", "Agents: add, list, set a password, deactivate."),
    "team": ("ops.commands.teams", "Teams: add, list, join."),
    "address": ("ops.commands.teams", "Addresses people write to: add, list."),
}

EX_DATAERR, EX_NOINPUT, EX_TEMPFAIL, EX_NOPERM, EX_CONFIG = 65, 66, 75, 77, 78


class Meja(click.Group):
    """Loads a command's file only when it is called, so that `meja --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.command(cls=Meja, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="meja", prog_name="meja")
def meja() -> None:
    """Meja, a helpdesk that lives in a mailbox.

    Start with `meja demo`, or with `meja init` for a desk of your own.
    """


def main() -> None:
    sys.exit(status_of(lambda: meja(standalone_mode=False)))


def status_of(run: Callable[[], Any]) -> int:
    """Run a command; every error a person can mend is one line on standard error and a status."""
    from desk.errors import DeskError
    from desk.trouble import reason_of
    from models.session import DatabaseError

    try:
        _arm_failpoints()
        result = run()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except DeskError as error:
        return _say(_worded(error.reason), _status(error))
    except (DatabaseError, OSError) as error:
        return _say(_worded(reason_of(error)), EX_TEMPFAIL)
    return result if isinstance(result, int) else 0


def reader_language() -> str:
    """Of whoever sits at this terminal."""
    from desk.settings import environment

    locale = environment("LC_ALL", "LC_MESSAGES", "LANG")
    return "id" if locale.lower().startswith("id") else "en"


def _arm_failpoints() -> None:
    from desk.failpoints import arm
    from desk.settings import environment

    try:
        arm(environment("MEJA_FAILPOINT"))
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def _status(error: Exception) -> int:
    from desk import errors

    statuses: dict[type[Exception], int] = {
        errors.BadSettings: EX_CONFIG,
        errors.WrongSchema: EX_CONFIG,
        errors.TryLater: EX_TEMPFAIL,
        errors.NotFound: EX_NOINPUT,
        errors.NotAllowed: EX_NOPERM,
    }
    return statuses.get(type(error), EX_DATAERR)


def _worded(reason: Reason) -> str:
    from desk.words import word

    return word(reason, reader_language())


def _say(words: str, status: int) -> int:
    click.echo(f"meja: {words}", err=True)
    return status
