"""Signing in by consent at a terminal: what to open, what to type, what to bring back."""

from __future__ import annotations

import time
from collections.abc import Callable

import click

from ops.oauth import SignIn


def sign_in_here(
    sign_in: SignIn, say: Callable[..., str], *, pause: Callable[[float], object] = time.sleep
) -> None:
    """Raises Invalid when the provider refuses or nobody consents, TryLater when it does not answer."""
    (_with_code if sign_in.provider.device_url else _with_page)(sign_in, say, pause)


def _with_code(sign_in: SignIn, say: Callable[..., str], pause: Callable[[float], object]) -> None:
    code = sign_in.ask_for_code()
    click.echo(
        say("Open {page} in any browser, as the owner of the mailbox, and type this code:", page=code.page)
    )
    click.echo(f"\n    {code.user_code}\n")
    click.echo(say("Waiting ..."))
    sign_in.wait_for_code(code, pause=pause)


def _with_page(sign_in: SignIn, say: Callable[..., str], _pause: Callable[[float], object]) -> None:
    consent = sign_in.ask_for_consent()
    click.echo(say("Open this page in any browser, as the owner of the mailbox, and consent:"))
    click.echo(f"\n{consent.page}\n")
    click.echo(
        say("The browser then shows a page that cannot be reached. That is right: copy its whole address.")
    )
    sign_in.bring_consent(consent, click.prompt(say("The address")))
