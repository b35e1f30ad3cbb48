"""`meja mail list/show/retry/ignore`: mails and their fate. A mail is named by the first digits of its sha256."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from models.mail import Fate, Mail
from ops.commands.options import opened, settings_option


@click.group()
def mail() -> None:
    """Mails and their fate."""


@mail.command("list", epilog="Example: meja mail list --fate needs_look")
@settings_option
@click.option("--fate", type=click.Choice([each.value for each in Fate]), help="Only these.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
def list_mails(*, settings_path: Path, fate: str | None, limit: int) -> None:
    """The newest mails, one a line."""
    from desk import mails

    with opened(settings_path) as desk, desk.database.reading() as session:
        for each in mails.list_mails(session, fate=Fate(fate) if fate else None, limit=limit):
            click.echo(
                f"{each.short_name}  {each.kept_at:%Y-%m-%d %H:%M}  {each.fate:10}  {each.sender:30}  {each.subject}"
            )


@mail.command(epilog="Example: meja mail show 3fa9c1d2e4b7 --raw > mail.eml")
@settings_option
@click.argument("name")
@click.option("--raw", is_flag=True, help="Its bytes as they came.")
def show(*, settings_path: Path, name: str, raw: bool) -> None:
    """One mail: its fate, why, and where it went."""
    from desk import mails

    with opened(settings_path) as desk, desk.database.reading() as session:
        found = mails.get_mail(session, name)
        if raw:
            sys.stdout.buffer.write(desk.raw.read(found.sha256))
        else:
            click.echo(_described(found))


@mail.command(epilog="Example: meja mail retry 3fa9c1d2e4b7")
@settings_option
@click.argument("names", nargs=-1, required=True)
def retry(*, settings_path: Path, names: tuple[str, ...]) -> None:
    """File mails anew that need a look or were ignored."""
    from desk import mails
    from ops.roles import doorbell_of

    with opened(settings_path) as desk:
        bell = doorbell_of(desk)
        for name in names:
            with desk.database.transaction() as session:
                found = mails.get_mail(session, name)
                mails.retry(found)
            bell.mail_kept(found.id)
            click.echo(f"{found.short_name} will be filed anew.")


@mail.command(epilog="Example: meja mail ignore 3fa9c1d2e4b7")
@settings_option
@click.argument("names", nargs=-1, required=True)
def ignore(*, settings_path: Path, names: tuple[str, ...]) -> None:
    """No ticket for these mails; their bytes stay."""
    from desk import mails
    from ops.clock import now

    with opened(settings_path) as desk:
        for name in names:
            with desk.database.transaction() as session:
                found = mails.get_mail(session, name)
                mails.ignore(found, at=now())
            click.echo(f"{found.short_name} is ignored.")


def _described(found: Mail) -> str:
    from desk.words import word
    from ops.cli import reader_language

    why = word(found.reason, reader_language()) if found.reason else "-"
    facts = {
        "mail": found.sha256,
        "from": found.sender,
        "subject": found.subject,
        "kept": found.kept_at.isoformat(),
        "fate": found.fate,
        "why": why,
        "ticket": found.ticket.code if found.ticket else "-",
        "attempts": found.attempts,
    }
    lines = [f"{name}: {value}" for name, value in facts.items()]
    return "\n".join([*lines, found.trace] if found.trace else lines)
