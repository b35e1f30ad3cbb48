"""A headless Chromium for the tests: Debian's browser, driven by playwright.

One browser runs for a whole session, each page in a context of its own. A module of tests drives it.
Playwright's own download is not used, and Chromium calls nobody but the pages it is given.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers import Missing
from tests.servers.process import running, short_folder, wait_until

OPTIONS = (
    "--headless",
    "--no-sandbox",  # it does not start as root with one
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-port=0",
)
HOMES = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
PATIENCE_MS = 20_000


@contextmanager
def running_chromium() -> Iterator[str]:
    """The address at which `driven` finds the browser."""
    program = find_chromium()
    require_driver()
    with short_folder("cr") as folder:
        env = {**os.environ, **dict.fromkeys(HOMES, str(folder))}
        argv = [program, *OPTIONS, f"--user-data-dir={folder}/profile", "about:blank"]
        with running(argv, folder=folder, env=env) as process:
            announced = folder / "profile" / "DevToolsActivePort"
            wait_until(lambda: _complete(announced), process=process, output=folder / "output")
            yield f"http://127.0.0.1:{announced.read_text().split()[0]}"


@contextmanager
def driven(address: str) -> Iterator[Browser]:
    """The browser in the hands of playwright, which keeps an event loop running in this thread meanwhile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(address)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def browser_page(browser: Browser, **context: Any) -> Iterator[Page]:
    """A page without a past. `context` is playwright's: viewport, color_scheme, java_script_enabled, ..."""
    fresh = browser.new_context(**context)
    fresh.set_default_timeout(PATIENCE_MS)
    try:
        yield fresh.new_page()
    finally:
        fresh.close()


def find_chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise Missing("Chromium", line="apt-get install --no-remove --no-install-recommends chromium")
    return found


def require_driver() -> None:
    """Playwright speaks through a node of its own, which a small Debian lacks a library for."""
    package = find_spec("playwright")
    assert package is not None
    assert package.origin is not None
    node = Path(package.origin).parent / "driver" / "node"
    if subprocess.run([node, "--version"], capture_output=True, check=False).returncode:
        raise Missing("a library of playwright's driver", line="apt-get install --no-remove libatomic1")


def _complete(announced: Path) -> bool:
    return announced.exists() and announced.read_text().count("\n") >= 1
