"""The application behind a real port, and a browser's page of which everything wrong is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from models.people import Agent
from tests.servers.browser import browser_page
from tests.web.people import PASSWORD


@dataclass
class Watched:
    """A page, and what it did that it should not have done."""

    page: Page
    root: str
    wrong: list[str] = field(default_factory=list)

    def opens(self, path: str) -> None:
        self.page.goto(self.root + path)

    def signs_in(self, agent: Agent) -> None:
        self.opens("/sign-in")
        self.page.get_by_label("E-mail address").fill(agent.login)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda address: "/sign-in" not in address)

    def chooses(self, language: str) -> None:
        self.opens("/sign-in")
        self.page.locator(f".language [value={language}]").click()
        self.page.wait_for_load_state()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address it answers at."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def watched(browser: Browser, root: str, **context: Any) -> Iterator[Watched]:
    with browser_page(browser, **context) as page:
        visit = Watched(page, root)
        page.on("console", lambda said: visit.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: visit.wrong.append(str(error)))
        page.on("dialog", lambda dialog: visit.wrong.append(dialog.message))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((root, "data:")) else visit.wrong.append(asked.url),
        )
        yield visit
