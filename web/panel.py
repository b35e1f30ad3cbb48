"""What the pages stand on: the desk, the clock and the way out that `create_app` was given, and who is looking."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from desk.horizons import Horizon, horizon
from desk.surroundings import Surroundings
from models.session import Session
from web.remote_pictures import RemotePictures

NAME = "meja"


@dataclass(frozen=True)
class Panel:
    desk: Surroundings
    now: Callable[[], datetime]
    pictures: RemotePictures


def attach(app: Flask, panel: Panel) -> None:
    app.extensions[NAME] = panel
    app.jinja_env.globals["desk_name"] = panel.desk.settings.desk.name


def desk() -> Surroundings:
    return _panel().desk


def now() -> datetime:
    return _panel().now()


def today() -> Horizon:
    """This moment, this day and this week, as they are at the desk."""
    return horizon(now(), desk().settings.desk.time_zone)


def remote_pictures() -> RemotePictures:
    return _panel().pictures


def reading() -> AbstractContextManager[Session]:
    """For pages: nothing is locked, nothing written."""
    return desk().database.reading(desk=desk())


def _panel() -> Panel:
    panel = current_app.extensions[NAME]
    assert isinstance(panel, Panel)
    return panel
