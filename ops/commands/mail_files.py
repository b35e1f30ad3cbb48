"""`meja explain` and `meja ingest`: mails from files and from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from desk.errors import BadSettings, TryLater, WrongSchema
from ops.commands.options import opened, settings_option


@click.command(epilog="Example: meja explain --json mail.eml")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line (docs/explain.md).")
@click.option(
    "--language", type=click.Choice(["id", "en"]), default="en", show_default=True, help="Of the reasons."
)
def explain(*, files: tuple[Path, ...], as_json: bool, language: str) -> None:
    """What Meja makes of each mail. Needs no settings, no database and no network, and changes nothing."""
    from ingest.explain import explain_files

    for answer in explain_files(files, language=language):
        if as_json:
            sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
            sys.stdout.flush()
        else:
            click.echo(_readable(answer))


@click.command(
    epilog="Example: meja ingest --quiet old-mail.mbox, or from an MTA: meja ingest - --to support@agency.example"
)
@click.argument("paths", nargs=-1, required=True)
@settings_option
@click.option("--to", "delivered_to", default="", help="The address of ours it was delivered to.")
@click.option("--quiet", is_flag=True, help="Old mail: no acknowledgements, no notices.")
def ingest(*, paths: tuple[str, ...], settings_path: Path, delivered_to: str, quiet: bool) -> None:
    """Bring in .eml files, mbox files, Maildirs, or one mail from standard input (-).

    Each mail is kept before the command ends; a running worker files it. Exit status 75 means that nothing
    was taken and the sender should try again.
    """
    from ops.bringing_in import bring_in

    try:
        with opened(settings_path) as desk:
            kept = bring_in(desk, paths, delivered_to=delivered_to, quiet=quiet)
    except (BadSettings, WrongSchema) as error:
        # An MTA returns the mail to its sender for any other status: an upgrade must not bounce mail.
        raise TryLater(error.reason) from error
    click.echo(f"Kept {kept} mails.", err=True)


def _readable(answer: dict[str, object]) -> str:
    """For people: the fields that are not empty, one a line, long texts shortened."""
    shown = {key: value for key, value in answer.items() if value not in (None, "", [], {})}
    return "\n".join(f"{key}: {_short(value)}" for key, value in shown.items()) + "\n"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 400 else text[:400] + " …"
