"""`meja backup`, `meja restore`, `meja verify`, `meja upgrade`: how a desk survives its disk and its next version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.commands.options import read_settings, settings_option

if TYPE_CHECKING:
    from models.reason import Reason
    from ops.backup import Made, Source

EX_DATAERR = 65
folder_argument = click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
backup_path = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command(epilog="Example: meja backup /mnt/usb/meja")
@settings_option
@folder_argument
@click.option(
    "--without-secrets", is_flag=True, help="Leave out passwords and keys; restoring needs them from you."
)
@click.option("--afresh", is_flag=True, help="Copy every file anew, sharing none with the backup before.")
def backup(*, settings_path: Path, folder: Path | None, without_secrets: bool, afresh: bool) -> int:
    """Back up database, mails, files, settings and secrets, while Meja runs.

    Into a new folder inside FOLDER (else inside `[backup] folder` of settings.toml), and remove the oldest ones.
    """
    from ops import backup as backups
    from ops.backup_signs import after_backup
    from ops.clock import now

    with _source(settings_path) as source:
        into = backups.folder_for(source.settings, folder)
        wish = backups.Wish(with_secrets=not without_secrets, link=not afresh)
        made = backups.make_backup(source, into, at=now(), wish=wish)
        gone = after_backup(source, made, at=now())
        return _say_made(made, gone)


@click.command(epilog="Example: meja restore backups/meja-20261124T010000Z --to /srv/meja")
@click.argument("backup_folder", metavar="BACKUP", type=backup_path)
@click.option(
    "--to", required=True, type=click.Path(path_type=Path, file_okay=False), help="An empty folder."
)
@click.option(
    "--database-url", default="", help="Another database than settings.toml names; it must be empty."
)
def restore(*, backup_folder: Path, to: Path, database_url: str) -> None:
    """From a backup to a desk that can run, in an empty place."""
    from ops import restoring
    from ops.clock import now

    done = restoring.restore(backup_folder.resolve(), to.resolve(), at=now(), database_url=database_url)
    click.echo(f"Restored {backup_folder.name} (of {done.manifest.made_at:%Y-%m-%d %H:%M} UTC) to {to}.")
    for place, lies in done.elsewhere.items():
        click.echo(f"settings.toml expects {place}: it lies in {lies}; put it there.")
    if done.missing:
        click.echo(f"Secrets to provide, no backup holds them: {', '.join(done.missing)}")
    click.echo(f"Start it: meja run --settings {to / 'settings.toml'}")
    click.echo(
        "Mail that came after the backup comes back from the mailbox; nobody is written to because of it."
    )


@click.command(epilog="Example: meja verify backups/meja-20261124T010000Z")
@settings_option
@click.argument("backup_folder", metavar="[BACKUP]", required=False, type=backup_path)
def verify(*, settings_path: Path, backup_folder: Path | None) -> int:
    """Is this backup whole, and can it be put back? Without BACKUP: is everything here whole?

    Hashes every file and restores the database to scratch. Names each file that is wrong, and then ends with 65.
    """
    from ops.verifying import verify_installation

    if backup_folder is not None:
        return _verify_backup(settings_path, backup_folder.resolve())
    with _source(settings_path) as source:
        wrong = list(verify_installation(source.settings.data_folder, source.database))
    _say_wrong(wrong)
    if not wrong:
        click.echo("Everything the database names is here, and every file is what its name says.")
    return EX_DATAERR if wrong else 0


@click.command(
    epilog="Example: meja upgrade, after the new version was installed and before Meja is started again"
)
@settings_option
@click.option("--roll-back", is_flag=True, help="Go back to the database of before the last upgrade.")
@click.option("--yes", is_flag=True, help="Do not ask before rolling back.")
def upgrade(*, settings_path: Path, roll_back: bool, yes: bool) -> None:
    """Back up, migrate, check; if anything fails, the database is put back as it was. Stop Meja first."""
    from ops.lock import standing_still

    with _source(settings_path) as source, standing_still(source.settings) as last_version:
        source.settings.check_secrets()
        if roll_back:
            _roll_back(source, yes=yes)
        else:
            _upgrade(source, last_version=last_version)


@contextmanager
def _source(settings_path: Path) -> Iterator[Source]:
    """Whatever its schema: a backup can be made of any."""
    from models.session import Database
    from ops.backup import Source

    settings = read_settings(settings_path)
    database = Database(settings.database_url)
    try:
        yield Source(settings, settings_path.resolve(), database)
    finally:
        database.close()


def _say_made(made: Made, gone: list[Path]) -> int:
    click.echo(f"Backed up to {made.path}: {len(made.manifest.files)} files, {made.size / 1e6:.1f} MB.")
    for path in gone:
        click.echo(f"Removed the old backup {path.name}.")
    for name in made.damaged:
        click.echo(f"Damaged on this disk, and so in the backup: {name}", err=True)
    return EX_DATAERR if made.damaged else 0


def _verify_backup(settings_path: Path, path: Path) -> int:
    """The installation is asked only where to restore to scratch, and told the result; it need not be there."""
    from ops.backup_signs import after_proof, live_database
    from ops.clock import now
    from ops.verifying import verify_backup

    with live_database(settings_path) as live:
        found = verify_backup(path, live)
        _say_wrong(found.wrong)
        if found.wrong:
            click.echo("Make a new one that shares no files with it: meja backup --afresh")
            return EX_DATAERR
        if not found.proven:
            click.echo(
                f"{path.name} is whole. It was not restored for real: that needs the PostgreSQL server of"
            )
            click.echo("settings.toml, and a role there that may create databases (ALTER ROLE ... CREATEDB).")
            return 0
        after_proof(path, live, at=now())
    click.echo(f"{path.name} is whole, and was restored to scratch with every row and every file it names.")
    return 0


def _upgrade(source: Source, *, last_version: str) -> None:
    from ops.backup import folder_for
    from ops.clock import now
    from ops.upgrading import upgrade as upgrade_now

    done = upgrade_now(source, folder_for(source.settings, None), at=now(), last_version=last_version)
    went = f"went from schema {done.from_schema} to {done.to_schema}"
    stayed = f"is right as it is, at schema {done.to_schema}"
    click.echo(
        f"The database {stayed if done.from_schema == done.to_schema else went}. Before: {done.backup}"
    )
    click.echo("Start Meja again. To go back: stop it, then `meja upgrade --roll-back`.")


def _roll_back(source: Source, *, yes: bool) -> None:
    from ops import rolling_back
    from ops.backup import folder_for
    from ops.clock import now

    upgrade = rolling_back.to_roll_back(source)
    if not yes:
        click.confirm(
            f"Back to schema {upgrade.from_schema}, as it was on {upgrade.at:%Y-%m-%d %H:%M} UTC? Mails that came since"
            " are filed anew; what people did in the panel since is lost to the desk",
            abort=True,
        )
    done = rolling_back.roll_back(source, folder_for(source.settings, None), at=now())
    older = f"Meja {upgrade.from_version}" if upgrade.from_version else "the Meja you had before"
    click.echo(
        f"The database is at schema {upgrade.from_schema} again, with {done.mails} mails that came since."
    )
    click.echo(
        f"What was there lies in {done.upgrade.kept}; {done.words} replies and notes of agents are only there."
    )
    click.echo(f"Now install {older}, and start it.")


def _say_wrong(wrong: list[Reason] | tuple[Reason, ...]) -> None:
    from desk.words import word
    from ops.cli import reader_language

    for reason in wrong:
        click.echo(word(reason, reader_language()))
