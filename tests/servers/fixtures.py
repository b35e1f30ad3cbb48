"""The servers as fixtures. Each starts once for a worker, when the first test asks for it.

`dovecot`, `postfix`, `postgres_url`, `valkey_url` and `chromium` last; `database_url` and `page` are new
for every test. What is missing skips its tests loudly and is listed again at the end of the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.servers import MARK, or_skipped

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter
    from playwright.sync_api import Browser, Page

    from tests.servers.dovecot import Dovecot
    from tests.servers.postfix import Postfix
    from tests.servers.sink import Sink

DOMAIN = "meja.example"
USERS = {"support": "secret", "sales": "secret"}


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    from tests.servers.dovecot import running_dovecot

    with or_skipped(), running_dovecot(users=USERS) as server:
        yield server


@pytest.fixture(scope="session")
def postfix_sink() -> Iterator[Sink]:
    """Where `postfix` sends what is not for our domain. It is shared: look for your own recipients."""
    from tests.servers.sink import Sink

    with Sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot, postfix_sink: Sink) -> Iterator[Postfix]:
    """Delivers support@ and sales@ to `dovecot`, all else to `postfix_sink`."""
    from tests.servers.postfix import running_postfix
    from tests.servers.process import short_folder

    addresses = [f"{user}@{DOMAIN}" for user in USERS]
    with (
        or_skipped(),
        short_folder("pf") as folder,
        running_postfix(
            folder,
            lmtp_port=dovecot.lmtp_port,
            sink_port=postfix_sink.port,
            domains=[DOMAIN],
            addresses=addresses,
        ) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    from tests.servers.postgres import running_postgres

    with or_skipped(), running_postgres() as url:
        yield url


@pytest.fixture
def database_url(postgres_url: str) -> Iterator[str]:
    """An empty PostgreSQL database."""
    from tests.servers.postgres import fresh_database

    with fresh_database(postgres_url) as url:
        yield url


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    from tests.servers.valkey import running_valkey

    with or_skipped(), running_valkey() as url:
        yield url


@pytest.fixture(scope="session")
def chromium_address() -> Iterator[str]:
    from tests.servers.browser import running_chromium

    with or_skipped(), running_chromium() as address:
        yield address


@pytest.fixture(scope="module")
def chromium(chromium_address: str) -> Iterator[Browser]:
    """For `browser_page(chromium, ...)`. Lasts for a module: see `tests.servers.browser.driven`."""
    from tests.servers.browser import driven

    with driven(chromium_address) as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    from tests.servers.browser import browser_page

    with browser_page(chromium) as fresh:
        yield fresh


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Lists each missing component once, with the line to type."""
    stats = terminalreporter.stats
    reports = [*stats.get("skipped", ()), *stats.get("failed", ()), *stats.get("error", ())]
    words = [line for report in reports for line in _words(report).splitlines()]
    lines = {line.partition(MARK)[2] for line in words if MARK in line}
    if lines:
        terminalreporter.section("not tested for lack of a component", red=True, bold=True)
        for line in sorted(lines):
            terminalreporter.line(line, red=True)


def _words(report: pytest.TestReport) -> str:
    """A skip's reason is the last of three; as text the tuple would escape its quotes."""
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
