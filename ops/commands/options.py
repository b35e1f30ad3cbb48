"""What several commands take: where settings.toml lies, and a desk opened from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from desk.settings import Settings, load
from desk.surroundings import Surroundings

settings_option = click.option(
    "--settings",
    "settings_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default="settings.toml",
    envvar="MEJA_SETTINGS",
    show_default=True,
    help="Where settings.toml lies.",
)


def read_settings(path: Path) -> Settings:
    return load(path.resolve())


@contextmanager
def opened(path: Path) -> Iterator[Surroundings]:
    """A desk whose schema fits, closed afterwards. Raises TryLater while it is upgraded or rolled back."""
    from ops.lock import sharing
    from ops.upgrade_state import refuse_unfinished
    from ops.wiring import open_desk

    settings = read_settings(path)
    with sharing(settings):
        refuse_unfinished(settings)
        desk = open_desk(settings)
        try:
            yield desk
        finally:
            desk.close()
