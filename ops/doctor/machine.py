"""The machine under a desk: Python, room on its disks, rights in its folders, a clock that nobody moves."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from desk.checkup import newest_moment
from ops.doctor.case import Case
from ops.doctor.findings import Finding, failure, fine, note, warning

MENDED = {(3, 11): 15, (3, 12): 13, (3, 13): 12, (3, 14): 3}
"""Of each Python, the first whose standard library reads and writes headers of mail safely (CVE-2026-1299)."""
GIGABYTE = 1_000_000_000
LITTLE, LITTLE_SHARE = GIGABYTE, 0.05
NOTHING = GIGABYTE // 10
TOLERANCE = timedelta(minutes=1)
JUMP_SECONDS = 2.0


def python_is_mended(_case: Case, version: tuple[int, int, int] = sys.version_info[:3]) -> Iterator[Finding]:
    wanted = MENDED.get(version[:2], 0)
    if version[2] < wanted:
        yield note("python_old", version=_dotted(*version), wanted=_dotted(*version[:2], wanted))
    else:
        yield fine("python_fine", version=_dotted(*version))


def disks_have_room(case: Case) -> Iterator[Finding]:
    """Below a gigabyte, or a twentieth of the disk, whichever comes first."""
    for path in _folders(case):
        figures = case.tools.disk(path)
        free, share = figures.f_bavail * figures.f_frsize, figures.f_bavail / max(figures.f_blocks, 1)
        facts: dict[str, Any] = {
            "path": path,
            "free": f"{free / GIGABYTE:.1f}",
            "percent": f"{share:.0%}"[:-1],
        }
        if free < NOTHING:
            yield failure("disk_nearly_full", **facts)
        elif free < LITTLE or share < LITTLE_SHARE:
            yield warning("disk_nearly_full", **facts)
        else:
            yield fine("disk_has_room", **facts)
        yield from _room_for_files(path, figures)


def folders_are_writable(case: Case) -> Iterator[Finding]:
    for path in _folders(case):
        if not os.access(path, os.W_OK | os.X_OK):
            yield failure("folder_not_writable", path=path)


def clock_is_left_alone(case: Case) -> Iterator[Finding]:
    """While doctor looked, as much time passed on the wall as on the clock that nobody sets."""
    wall, ticks = case.began
    jumped = (case.tools.clock() - wall).total_seconds() - (case.tools.ticks() - ticks)
    if abs(jumped) > JUMP_SECONDS:
        yield failure("clock_jumped", seconds=round(jumped))


def clock_runs_forward(case: Case) -> Iterator[Finding]:
    """What happened lies in the past, unless somebody set the clock back since."""
    with case.desk.database.reading() as session:
        newest = newest_moment(session)
    if newest and newest > case.tools.clock() + TOLERANCE:
        yield failure("clock_went_back", moment=f"{newest:%Y-%m-%d %H:%M} UTC")


def _folders(case: Case) -> list[Path]:
    """Of the data and of an SQLite database, the nearest that exist: one disk is asked about once."""
    wanted = [case.settings.data_folder, *([case.sqlite_file.parent] if case.sqlite_file else [])]
    there = [
        next(each for each in (path, *path.parents) if each.exists()) for path in map(Path.resolve, wanted)
    ]
    return list({path.stat().st_dev: path for path in reversed(there)}.values())


def _room_for_files(path: Path, figures: os.statvfs_result) -> Iterator[Finding]:
    """Some file systems have no limit, and say 0."""
    if figures.f_files and figures.f_favail / figures.f_files < LITTLE_SHARE:
        yield warning("files_nearly_gone", path=path, files=figures.f_favail)


def _dotted(*numbers: int) -> str:
    return ".".join(map(str, numbers))
