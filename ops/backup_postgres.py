"""PostgreSQL's own programs, found on PATH: pg_dump into a file of custom format, pg_restore out of it.

They read the password where the driver does (~/.pgpass, PGPASSWORD). A pg_dump older than its server refuses to
work, so that is asked first.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from desk.errors import Invalid, TryLater
from models.copies import server_version
from models.reason import because
from models.session import Database

_MAJOR = re.compile(r"\(PostgreSQL\) (\d+)")


def check_programs(database: Database) -> None:
    """Raises TryLater with the remedy when pg_dump or pg_restore is missing or too old."""
    needed = server_version(database)
    for program in ("pg_dump", "pg_restore"):
        found = _MAJOR.search(_run(program, "--version"))
        if found and int(found[1]) < needed:
            raise TryLater(because("pg_program_old", program=program, found=found[1], needed=needed))


def dump(database: Database, path: Path, *, snapshot: str) -> None:
    """What the snapshot shows, while others write."""
    to = ("--format=custom", "--no-owner", "--no-privileges", f"--file={path}", f"--snapshot={snapshot}")
    path.touch(mode=0o600)
    _run("pg_dump", *to, f"--dbname={_address(database.url)}")


def load(path: Path, url: str) -> None:
    """Into a database without tables, all or nothing."""
    how = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run("pg_restore", *how, f"--dbname={_address(url)}", str(path))


def check_list(path: Path) -> None:
    """Raises Invalid when pg_restore cannot read what the dump holds."""
    _run("pg_restore", "--list", str(path))


def _address(url: str) -> str:
    """As libpq writes it, without the driver's name."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _run(program: str, *words: str) -> str:
    where = shutil.which(program)
    if where is None:
        raise TryLater(because("pg_program_missing", program=program))
    done = subprocess.run([where, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise Invalid(because("pg_program_failed", program=program, error=said[0][:300]))
    return done.stdout
