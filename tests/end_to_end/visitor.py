"""Somebody with a browser, over a real port: keeps cookies, sends the token of the page, brings and fetches files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from secrets import token_hex
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from tests.end_to_end.desk_process import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
WORDS_ALONE = "application/x-www-form-urlencoded"
KEY = re.compile(r'name="form_key" value="([^"]+)"')


def _opener() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


@dataclass
class Browser:
    port: int
    opener: OpenerDirector = field(default_factory=_opener)

    def reads(self, path: str) -> str:
        with self.opener.open(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def signs_in(self, login: str) -> None:
        self.posts("/sign-in", {"login": login, "password": PASSWORD}, page="/sign-in")

    def posts(
        self, path: str, fields: Mapping[str, str] = {}, *, page: str, files: Mapping[str, bytes] | None = None
    ) -> bytes:
        """The form of this page, with its token; with files as browsers encode them (RFC 7578)."""
        seen = self.reads(page)
        form = {"csrf_token": TOKEN.findall(seen)[-1], **fields}
        if key := KEY.search(seen):
            form["form_key"] = key[1]
        body, kind = _with_files(form, files) if files else (urlencode(form).encode(), WORDS_ALONE)
        request = Request(f"http://127.0.0.1:{self.port}{path}", body, {"Content-Type": kind})
        with self.opener.open(request, timeout=300) as answer:
            return bytes(answer.read())


def _with_files(fields: Mapping[str, str], files: Mapping[str, bytes]) -> tuple[bytes, str]:
    seam = token_hex(12)
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    parts += [f'name="files"; filename="{name}"\r\n\r\n'.encode() + content for name, content in files.items()]
    begin = f"--{seam}\r\nContent-Disposition: form-data; ".encode()
    body = b"".join(begin + part + b"\r\n" for part in parts) + f"--{seam}--\r\n".encode()
    return body, f"multipart/form-data; boundary={seam}"
