"""`meja init` and `meja migrate`: from an empty folder to a desk that can run."""

from __future__ import annotations

from pathlib import Path

import click

from ops.commands.options import read_settings, settings_option

PORT = click.IntRange(1, 65535)
SECURITY = click.Choice(["tls", "starttls", "none"])
PROVIDERS = ["cpanel", "google", "google-consent", "microsoft", "zoho", "other"]


@click.command(epilog="Example: meja migrate")
@settings_option
def migrate(*, settings_path: Path) -> None:
    """Bring the database to the schema of this Meja; does nothing when it is there already."""
    from desk.surroundings import surroundings
    from models.schema import Fit, schema_of
    from models.schema import migrate as bring_up_to_date
    from ops.wiring import check_schema

    settings = read_settings(settings_path)
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    desk = surroundings(settings)
    schema = schema_of(desk.database)
    if schema.fit is Fit.NEWER:
        check_schema(desk.database)
    bring_up_to_date(desk.database)
    desk.close()
    click.echo(f"The database is at schema {schema.wanted}.")


@click.command(
    epilog="Asks for what is not given: meja init --address support@agency.example --provider cpanel"
)
@settings_option
@click.option("--address", help="What partners write to.")
@click.option("--provider", type=click.Choice(PROVIDERS), help="Where the mailbox lives.")
@click.option("--mailbox-host", help="IMAP host.")
@click.option("--mailbox-port", type=PORT, help="993, mostly.")
@click.option("--mailbox-security", type=SECURITY)
@click.option("--mailbox-user")
@click.option("--mailbox-password", envvar="MEJA_MAILBOX_PASSWORD", help="Kept in a file of its own.")
@click.option("--client-id", help="Of the application registered with Microsoft or Google.")
@click.option("--client-secret", envvar="MEJA_CLIENT_SECRET")
@click.option("--tenant", help="Domain of the organization at Microsoft.")
@click.option("--first-connection", help="from-now, days:N or archive.")
@click.option("--sending-host", help="SMTP host.")
@click.option("--sending-port", type=PORT)
@click.option("--sending-security", type=SECURITY)
@click.option("--sending-user", help="- for none.")
@click.option("--sending-password", envvar="MEJA_SENDING_PASSWORD")
@click.option("--desk-name", help="As partners see it.")
@click.option("--team", help="Name of the team that answers.")
@click.option("--language", type=click.Choice(["id", "en"]))
@click.option("--time-zone", help="Say Asia/Jakarta.")
@click.option("--base-url", help="Of the pages, as agents reach them.")
@click.option("--database-url", help="Empty for a file in the folder.")
@click.option("--admin-name", help="Of the first administrator.")
@click.option("--admin-login", help="Their e-mail address.")
@click.option("--admin-password", envvar="MEJA_ADMIN_PASSWORD")
@click.option("--invite", multiple=True, help="'Ana Wijaya <ana@agency.example>'; may be repeated.")
@click.option("--defaults", is_flag=True, help="Ask for nothing that has a default.")
@click.option("--tries/--no-tries", default=True, help="Whether to sign in to the hosts at once.")
def init(
    *, settings_path: Path, defaults: bool, tries: bool, **given: str | int | tuple[str, ...] | None
) -> None:
    """Ask what is needed, try it, write settings.toml and the secrets beside it, make the database and the people."""
    from ops.cli import reader_language
    from ops.first_day import refuse_another, set_up
    from ops.first_questions import FirstQuestions
    from ops.interview import Interview

    path = settings_path.resolve()
    refuse_another(path)
    interview = Interview(given, reader_language(), takes_defaults=defaults)
    set_up(path, FirstQuestions(interview, path.parent, tries=tries).ask())
    interview.tell(
        "Wrote {path}. Next: `meja doctor` sends a mail out and back; `meja run` starts the desk.",
        path=settings_path,
    )
