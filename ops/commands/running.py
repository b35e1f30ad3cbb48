"""`meja demo` and `meja run`."""

from __future__ import annotations

from pathlib import Path

import click

from ops.commands.options import read_settings, settings_option


@click.command(epilog="Example: meja demo --once")
@click.option(
    "--once",
    is_flag=True,
    help="Play the story without pages, print each mail, exit 0 if every step happened.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Of the pages.")
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep the demo's data in this folder."
)
@click.option(
    "--language", type=click.Choice(["id", "en"]), default="id", show_default=True, help="Of the story."
)
@click.option("--verbose", is_flag=True, help="Show the log as well.")
def demo(*, once: bool, port: int, keep: Path | None, language: str, verbose: bool) -> int:
    """The whole product on this machine: mail servers, a helpdesk with people in it, and its pages."""
    from ops import demo as the_demo

    if once:
        return the_demo.once(language=language)
    return the_demo.demo(port=port, keep=keep, verbose=verbose)


@click.command(epilog="Example: meja run --role worker")
@settings_option
@click.option("--role", type=click.Choice(["watch", "worker", "web"]), help="One part only, in this process.")
@click.option("--supervised", is_flag=True, hidden=True, help="End when standard input ends.")
@click.option("--verbose", is_flag=True, help="Log more.")
def run(*, settings_path: Path, role: str | None, supervised: bool, verbose: bool) -> int:
    """Watch the mailboxes, file and send mail, serve the pages; restart what dies."""
    import logging

    from ops.lock import note_version, running
    from ops.logs import log_to_stderr
    from ops.roles import run_role
    from ops.supervisor import Supervisor
    from ops.upgrade_state import refuse_unfinished
    from ops.wiring import open_desk

    log_to_stderr(level=logging.DEBUG if verbose else logging.INFO)
    settings = read_settings(settings_path)
    settings.check_secrets()
    with running(settings, role=role):
        refuse_unfinished(settings)
        open_desk(settings).close()
        note_version(settings)
        if role:
            run_role(role, settings, supervised=supervised)
            return 0
        return Supervisor(settings_path.resolve()).run()
