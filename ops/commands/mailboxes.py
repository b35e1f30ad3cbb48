"""`meja mailbox`: the mailboxes of settings.toml, and signing in to one by consent."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from ops.commands.options import read_settings, settings_option


@click.group()
def mailbox() -> None:
    """Mailboxes that Meja reads, as settings.toml names them."""


@mailbox.command("list", epilog="Example: meja mailbox list")
@settings_option
def list_mailboxes(*, settings_path: Path) -> None:
    """All of them, one a line."""
    for each in read_settings(settings_path).mailbox:
        click.echo(f"{each.name}  {each.user}  {each.host}:{each.port}  {','.join(each.folders)}")


@mailbox.command(epilog="Example: meja mailbox login main")
@settings_option
@click.argument("name")
def login(*, settings_path: Path, name: str) -> None:
    """Sign in to mailbox NAME by consent, once; afterwards Meja keeps itself signed in.

    For a mailbox whose password is "oauth:..." in settings.toml; docs/mail-hosts.md says how to register the
    application that asks.
    """
    from desk.words import say
    from ops.cli import reader_language
    from ops.consenting import sign_in_here
    from ops.oauth import SignIn, oauth_of_mailbox

    settings = read_settings(settings_path)
    language = reader_language()
    sign_in = SignIn(settings, oauth_of_mailbox(settings, name))
    sign_in_here(sign_in, partial(_in, language))
    click.echo(
        say(
            "Signed in. What belongs to it is kept in {path}; nobody else should read it.",
            language,
            path=sign_in.file.path,
        )
    )


def _in(language: str, text: str, **facts: object) -> str:
    from desk.words import say

    return say(text, language, **facts)
