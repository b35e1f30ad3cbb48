"""A provider of sign-ins by consent on this machine: codes for devices, pages, tokens, and what a token is worth.

It speaks what RFC 6749, 7636 and 8628 ask of it and keeps a book of what was asked. A test consents in the
person's place (`consent`), and decides how long tokens last.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from urllib.parse import parse_qs, urlsplit

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass
class ConsentService:
    """`refresh_tokens` maps to users; one is void after its use, as the strict providers do it."""

    user: str
    port: int = 0
    lasts: int = 3600
    pending: int = 0
    """How many times a device is told to wait."""
    gives_refresh_token: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    access_tokens: set[str] = field(default_factory=set)
    refresh_tokens: set[str] = field(default_factory=set)
    challenges: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def consent(self, page: str) -> str:
        """What the owner's browser would end at after opening that page and consenting."""
        question = {name: value[0] for name, value in parse_qs(urlsplit(page).query).items()}
        code = f"code{next(self.numbers)}"
        self.challenges[code] = question["code_challenge"]
        return f"{question['redirect_uri']}?code={code}&state={question['state']}"

    def revoke(self) -> None:
        self.access_tokens.clear()
        self.refresh_tokens.clear()

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append({"path": path, **asked})
        if path == "/tokeninfo":
            is_known = asked.get("access_token") in self.access_tokens
            return (200, {"user": self.user}) if is_known else (401, {"error": "invalid_token"})
        if path == "/device":
            answer = {"device_code": "device", "user_code": "WXYZ-1234", "interval": 1, "expires_in": 60}
            return 200, {**answer, "verification_uri": f"{self.url}/type-it-here"}
        return self._token(asked)

    def _token(self, asked: dict[str, str]) -> tuple[int, dict[str, object]]:
        if asked["grant_type"] == DEVICE and self.pending:
            self.pending -= 1
            return 400, {"error": "authorization_pending" if self.pending else "slow_down"}
        if not self._is_granted(asked):
            return 400, {"error": "invalid_grant", "error_description": "The grant is not valid any more"}
        number = next(self.numbers)
        self.access_tokens.add(f"access{number}")
        answer: dict[str, object] = {
            "access_token": f"access{number}",
            "token_type": "Bearer",
            "expires_in": self.lasts,
        }
        if self.gives_refresh_token:
            self.refresh_tokens.add(f"refresh{number}")
            answer["refresh_token"] = f"refresh{number}"
        return 200, answer

    def _is_granted(self, asked: dict[str, str]) -> bool:
        if asked["grant_type"] == DEVICE:
            return asked["device_code"] == "device"
        if asked["grant_type"] == "refresh_token":
            known = asked["refresh_token"] in self.refresh_tokens
            self.refresh_tokens.discard(asked["refresh_token"])
            return known
        digest = sha256(asked["code_verifier"].encode()).digest()
        challenge = self.challenges.pop(asked["code"], "")
        return urlsafe_b64encode(digest).decode().rstrip("=") == challenge


@contextmanager
def running_consent_service(user: str) -> Iterator[ConsentService]:
    service = ConsentService(user)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._reply(self.rfile.read(length).decode())

        def do_GET(self) -> None:
            self._reply(urlsplit(self.path).query)

        def _reply(self, words: str) -> None:
            asked = {name: value[0] for name, value in parse_qs(words).items()}
            status, answer = service.answer(urlsplit(self.path).path, asked)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nothing: the book is in `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
