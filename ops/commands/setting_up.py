"""`meja init` and `meja migrate`: from an empty folder to a desk that can run."""

from __future__ import annotations

from pathlib import Path

import click

from ops.commands.options import read_settings, settings_option


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
    epilog="Asks for what is not given: meja init --mailbox-host imap.agency.example --address support@agency.example"
)
@settings_option
@click.option("--desk-name", prompt="Name of the desk", help="As partners see it.")
@click.option(
    "--base-url", prompt="Address of the pages", default="http://127.0.0.1:8000", help="As agents reach them."
)
@click.option("--address", prompt="Address partners write to", help="Say support@agency.example.")
@click.option("--team", prompt="Name of the team that answers it", help="Say Layanan Informasi.")
@click.option("--mailbox-host", prompt="IMAP host", help="Of the mailbox this address is read in.")
@click.option("--mailbox-port", prompt="IMAP port", default=993, type=click.IntRange(1, 65535))
@click.option(
    "--mailbox-security",
    prompt="IMAP security",
    default="tls",
    type=click.Choice(["tls", "starttls", "none"]),
)
@click.option("--mailbox-user", prompt="IMAP user")
@click.option(
    "--mailbox-password",
    prompt="IMAP password",
    hide_input=True,
    envvar="MEJA_MAILBOX_PASSWORD",
    help="Kept in a file of its own.",
)
@click.option(
    "--first-connection", prompt="Mail that is there already (from-now, days:N, archive)", default="from-now"
)
@click.option("--sending-host", prompt="SMTP host")
@click.option("--sending-port", prompt="SMTP port", default=587, type=click.IntRange(1, 65535))
@click.option(
    "--sending-security",
    prompt="SMTP security",
    default="starttls",
    type=click.Choice(["tls", "starttls", "none"]),
)
@click.option("--sending-user", prompt="SMTP user (empty for none)", default="")
@click.option(
    "--sending-password",
    prompt="SMTP password (empty for none)",
    default="",
    hide_input=True,
    envvar="MEJA_SENDING_PASSWORD",
)
@click.option("--admin-name", prompt="Name of the first administrator")
@click.option("--admin-login", prompt="Their e-mail address")
@click.option(
    "--admin-password",
    prompt="Their password",
    hide_input=True,
    confirmation_prompt=True,
    envvar="MEJA_ADMIN_PASSWORD",
)
def init(*, settings_path: Path, **answers: str | int) -> None:
    """Ask what is needed, write settings.toml and the secrets beside it, make the database and the first people."""
    from ops.first_day import Answers, set_up

    set_up(settings_path.resolve(), Answers(**answers))  # type: ignore[arg-type]
    click.echo(f"Wrote {settings_path}. Start the desk with `meja run`.")
