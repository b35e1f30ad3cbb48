"""`meja mailbox`: the mailboxes of settings.toml, and signing in to one by consent."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.commands.options import read_settings, settings_option

if TYPE_CHECKING:
    from ops.oauth import SignIn


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
    from ops.oauth import SignIn, oauth_of_mailbox

    settings = read_settings(settings_path)
    sign_in = SignIn(settings, oauth_of_mailbox(settings, name))
    (_with_code if sign_in.provider.device_url else _with_page)(sign_in)
    click.echo(f"Signed in. What belongs to it is kept in {sign_in.file.path}; nobody else should read it.")


def _with_code(sign_in: SignIn) -> None:
    code = sign_in.ask_for_code()
    click.echo(f"Open {code.page} in any browser, as the owner of the mailbox, and type:\n\n    {code.user_code}\n")
    click.echo("Waiting ...")
    sign_in.wait_for_code(code, pause=time.sleep)


def _with_page(sign_in: SignIn) -> None:
    consent = sign_in.ask_for_consent()
    click.echo(f"Open this page in any browser, as the owner of the mailbox, and consent:\n\n{consent.page}\n")
    click.echo("The browser then shows a page that cannot be reached. That is right: copy its whole address.")
    sign_in.bring_consent(consent, click.prompt("The address"))
