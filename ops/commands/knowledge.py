"""`meja kb import`: articles from a folder of Markdown files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.commands.options import opened, settings_option

if TYPE_CHECKING:
    from ops.importing_articles import Imported

SOME_REFUSED = 65
"""EX_DATAERR of sysexits."""


@click.group()
def kb() -> None:
    """Articles of the knowledge base."""


@kb.command("import", epilog="Example: meja kb import articles/")
@click.argument("folder", type=click.Path(path_type=Path))
@settings_option
def import_articles(*, folder: Path, settings_path: Path) -> int:
    """Bring in the Markdown articles below a folder (docs/articles.md).

    It may be given again at any time: files that did not change make no new version. Exit status 65 means that
    some files were refused; each is named with its remedy, and the others went in.
    """
    from desk.work import work
    from ops.clock import now
    from ops.importing_articles import Fate, import_folder

    at = now()
    with opened(settings_path) as desk, work(desk, at=at) as session:
        imported = import_folder(session, folder, at=at)
    for each in imported:
        click.echo(_told(each), err=each.fate is Fate.REFUSED)
    counts = Counter(each.fate for each in imported)
    click.echo(", ".join(f"{counts[fate]} {fate}" for fate in Fate) + ".")
    return SOME_REFUSED if counts[Fate.REFUSED] else 0


def _told(imported: Imported) -> str:
    """A reason that knows its file names it itself."""
    from desk.words import word
    from ops.cli import reader_language

    if imported.reason is None:
        return f"{imported.fate:10} {imported.file}"
    why = word(imported.reason, reader_language())
    return f"{imported.fate:10} {why if 'file' in imported.reason.facts else f'{imported.file}: {why}'}"
