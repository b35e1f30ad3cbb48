"""Somebody with a browser: follows links, fills in forms with the token of the page, looks at answers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.people import Agent
from tests.web.people import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def signed_in(self, agent: Agent) -> Visitor:
        assert self.signs_in(agent.login).status_code == 302
        return self

    def signs_in(self, login: str, password: str = PASSWORD, *, goal: str = "") -> TestResponse:
        return self.posts(
            "/sign-in", {"login": login, "password": password, "next": goal}, form_of="/sign-in"
        )

    def gets(self, path: str) -> TestResponse:
        """Read to its end, as a browser does."""
        return self.client.get(path, buffered=True)

    def reads(self, path: str) -> str:
        """The page, or the page it leads to."""
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def posts(
        self, path: str, form: Mapping[str, str | list[str]] | None = None, *, form_of: str = "/held-replies"
    ) -> TestResponse:
        """With the token of a page that holds a form."""
        token = TOKEN.search(self.client.get(form_of).text)
        assert token is not None
        return self.client.post(path, data={"csrf_token": token[1], **(form or {})}, buffered=True)
