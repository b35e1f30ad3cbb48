"""`meja doctor`: what is wrong with an installation, and what to do about it.

Ends with 0 when nothing fails, 1 when something does, 78 when settings.toml or its secrets are to blame.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.commands.options import read_settings, settings_option

if TYPE_CHECKING:
    from ops.doctor import Finding


@click.command(epilog="Example: meja doctor --mailbox main --wait 120")
@settings_option
@click.option("--mailbox", default="", help="Look at this mailbox only, with its accounts and addresses.")
@click.option("--no-probe", is_flag=True, help="Send no mail from each address to itself.")
@click.option(
    "--wait",
    type=click.FloatRange(min=1),
    default=60,
    show_default=True,
    help="Seconds to wait for a mail to itself to come back.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line (docs/doctor.md).")
def doctor(*, settings_path: Path, mailbox: str, no_probe: bool, wait: float, as_json: bool) -> int:
    """Check settings, machine, database, mail hosts, clock and backups; say what to do about what is wrong.

    Changes nothing. Each address writes two mails to itself, which are removed again; --no-probe leaves that out.
    """
    from ops.cli import EX_CONFIG, reader_language
    from ops.doctor import PARTS, Grade, examine
    from ops.doctor.telling import told

    parts = [part for part in PARTS if not (no_probe and part == "probes")]
    settings, path = read_settings(settings_path), settings_path.resolve()
    findings: list[Finding] = []
    found = _noted(examine(settings, path=path, parts=parts, only=mailbox, wait=wait), findings)
    language = reader_language()
    for line in _as_json(found, language) if as_json else told(found, language):
        click.echo(line)
    failing = {finding.part for finding in findings if finding.grade is Grade.FAILURE}
    return EX_CONFIG if "settings" in failing else int(bool(failing))


def _noted(found: Iterable[Finding], findings: list[Finding]) -> Iterator[Finding]:
    for finding in found:
        findings.append(finding)
        yield finding


def _as_json(found: Iterable[Finding], language: str) -> Iterator[str]:
    return (json.dumps(finding.as_json(language), ensure_ascii=False) for finding in found)
