"""Pictures a mail names on other hosts, fetched by us when an agent asks, and shown as data (T050, T115).

The sender learns that somebody looked, never who: no cookie, no referrer, our own address. A name is
resolved once, every address it has must be public, and that very address is connected to, so that a mail
cannot make us ask our own network. Redirects begin anew; whatever is no raster picture is not shown.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, suppress
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv6Network, ip_address
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from web.pictures import as_data

SECONDS = 5.0
LARGEST = 5 * 1024 * 1024
MOST = 60
TOGETHER = 20 * 1024 * 1024
PATIENCE = 12.0
"""Seconds for all pictures of a mail."""
AT_ONCE = 8
REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
REDIRECTING = (301, 302, 303, 307, 308)
HOST = re.compile(r"[\w.-]+|[0-9A-Fa-f:.]+", re.ASCII)
GLOBAL_UNICAST = IPv6Network("2000::/3")
HEADERS = {"Accept": "image/png, image/jpeg, image/gif, image/webp", "User-Agent": "Meja"}
BLOCKED = re.compile(r' data-blocked="([^"]{0,4000})"')

Resolve = Callable[[str, int], list[str]]
Connect = Callable[[str, int], socket.socket]


class NotFetched(Exception):
    """It may not be asked for, or nothing usable came back."""


def addresses_of(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def connected(address: str, port: int) -> socket.socket:
    return socket.create_connection((address, port), SECONDS)


@dataclass(frozen=True)
class RemotePictures:
    resolve: Resolve = addresses_of
    connect: Connect = connected
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS
    """For one picture, however slowly it drips."""

    def fetch(self, url: str) -> bytes:
        """The picture's bytes. Raises NotFetched."""
        for _ in range(REDIRECTS + 1):
            answer = self._ask(url)
            if isinstance(answer, bytes):
                return answer
            url = urljoin(url, answer)
        raise NotFetched(url)

    def put_into(self, html: str) -> str:
        """Cleaned HTML with its blocked pictures in place; what cannot be fetched stays blocked."""
        urls = list(dict.fromkeys(unescape(found) for found in BLOCKED.findall(html)))[:MOST]
        pictures = self._fetch_all(urls)
        return BLOCKED.sub(lambda found: pictures.get(unescape(found[1])) or found[0], html)

    def _fetch_all(self, urls: Iterable[str]) -> dict[str, str]:
        pictures: dict[str, str] = {}
        size = 0
        pool = ThreadPoolExecutor(AT_ONCE)
        asked = {pool.submit(self.fetch, url): url for url in urls}
        # The last may be late, or one too large: the others are shown.
        with suppress(TimeoutError):
            for done in as_completed(asked, PATIENCE):
                content = b"" if done.exception() else done.result()
                size += len(content)
                if size > TOGETHER:
                    break
                pictures[asked[done]] = as_data(content)
        pool.shutdown(wait=False, cancel_futures=True)
        return pictures

    def _ask(self, url: str) -> bytes | str:
        """The bytes, or the address it sends us on to."""
        try:
            parts = urlsplit(url)
            host, port = _checked(parts)
            address = self._public_address(host, port)
            with closing(self.connect(address, port)) as plain:
                return self._answer(plain, parts, host)
        except (OSError, ValueError, HTTPException) as error:
            raise NotFetched(url) from error

    def _public_address(self, host: str, port: int) -> str:
        addresses = self.resolve(host, port)
        if not addresses or not all(map(is_public, addresses)):
            raise NotFetched(host)
        return addresses[0]

    def _answer(self, plain: socket.socket, parts: SplitResult, host: str) -> bytes | str:
        is_secure = parts.scheme == "https"
        connection = HTTPSConnection(host, context=self.tls) if is_secure else HTTPConnection(host)
        connection.sock = self._secured(plain, host) if is_secure else plain
        # A deadline for all of it: a timeout of the socket begins anew with every byte.
        deadline = Timer(self.seconds, _cut_off, [connection.sock])
        deadline.start()
        try:
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            connection.request("GET", _path(parts), headers=HEADERS)
            return _content(connection.getresponse())
        finally:
            deadline.cancel()
            connection.close()

    def _secured(self, plain: socket.socket, host: str) -> ssl.SSLSocket:
        return self.tls.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


def is_public(address: str) -> bool:
    """Whether it lies on the open internet: not here, not in our network, not one wrapped in another (6to4, NAT64)."""
    ip = ip_address(address.partition("%")[0])
    if ip.version == 6 and (ip not in GLOBAL_UNICAST or ip.sixtofour or ip.teredo):
        return False
    return ip.is_global and not ip.is_multicast


def _checked(parts: SplitResult) -> tuple[str, int]:
    """Host and port. Raises NotFetched, ValueError when it is no address at all."""
    host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
    port = PORTS.get(parts.scheme)
    if (
        port is None
        or parts.username is not None
        or parts.port not in (None, port)
        or not HOST.fullmatch(host)
    ):
        raise NotFetched(parts.geturl())
    return host, port


def _path(parts: SplitResult) -> str:
    asked = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return quote(asked, safe="/%:=&?~+!$,;'@()*[]")


def _content(response: HTTPResponse) -> bytes | str:
    if response.status in REDIRECTING:
        return response.getheader("Location") or ""
    content = response.read(LARGEST + 1) if response.status == 200 else b""
    # What is left of the promised length: it broke off, or was too much.
    if not content or len(content) > LARGEST or response.length:
        raise NotFetched
    return content


def _cut_off(connection: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
