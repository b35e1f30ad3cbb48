"""Mails from files and from standard input, through the same intake as a mailbox."""

from __future__ import annotations

import mailbox
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from desk.errors import NotFound
from desk.surroundings import Surroundings
from ingest.intake import FILES, PIPE, Arrival, keep
from models.mail import Treatment
from models.reason import because
from ops.clock import now
from ops.roles import doorbell_of


def bring_in(desk: Surroundings, paths: Iterable[str], *, delivered_to: str, quiet: bool) -> int:
    """How many mails were kept. Raises NotFound before anything is taken when a path is not there."""
    paths = list(paths)
    missing = next((path for path in paths if path != "-" and not Path(path).exists()), None)
    if missing:
        raise NotFound(because("no_such_file", path=missing))
    bell = doorbell_of(desk)
    treatment = Treatment.QUIET if quiet else Treatment.LIVE
    kept = 0
    for path in paths:
        for raw in mails_in(path):
            arrival = Arrival(
                door=PIPE if path == "-" else FILES,
                arrived_at=now() if path == "-" else _claimed_date(raw),
                treatment=treatment,
                delivered_to=delivered_to,
            )
            bell.mail_kept(keep(desk, raw, arrival, at=now()))
            kept += 1
    return kept


def mails_in(path: str) -> Iterator[bytes]:
    """The raw mails of a file (.eml or mbox), of a Maildir, of a folder of .eml files, or of standard input."""
    place = Path(path)
    if path == "-":
        yield sys.stdin.buffer.read()
    elif (place / "cur").is_dir():
        folder = mailbox.Maildir(place, create=False)
        yield from (folder.get_bytes(key) for key in sorted(folder.keys()))
    elif place.is_dir():
        yield from (each.read_bytes() for each in sorted(place.rglob("*.eml")))
    elif _is_mbox(place):
        box = mailbox.mbox(place, create=False)
        yield from (box.get_bytes(key) for key in box.keys())  # noqa: SIM118 (a mailbox is no dict)
    else:
        yield place.read_bytes()


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From " and path.suffix != ".eml"


def _claimed_date(raw: bytes) -> datetime:
    """The Date header: of an old file nobody knows better when it came. Now, when it says nothing sensible."""
    for line in raw[:64_000].split(b"\n"):
        if not line.strip():
            break
        if line[:5].lower() == b"date:":
            return _moment(line[5:].decode("latin-1").strip())
    return now()


def _moment(text: str) -> datetime:
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return now()
