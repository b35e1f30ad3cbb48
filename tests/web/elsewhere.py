"""A host somewhere on the internet, played by a server on this machine: it answers by path and notes who asks."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from web.remote_pictures import RemotePictures

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PUBLIC = "93.184.216.34"
DRIPPING = "/dripping.png"
GONE: tuple[int, dict[str, str], bytes] = (404, {}, b"")


@dataclass
class Elsewhere:
    """`answers` by path: status, headers, body. `names` by host, else PUBLIC."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        return self.names.get(host, [PUBLIC])

    def connect(self, address: str, port: int) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), 5)

    @property
    def pictures(self) -> RemotePictures:
        return RemotePictures(resolve=self.resolve, connect=self.connect)


@contextmanager
def elsewhere(tls: ssl.SSLContext | None = None) -> Iterator[Elsewhere]:
    host = Elsewhere(answers={"/shot.png": (200, {}, PNG)})

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(
                {"path": self.path, **{name.lower(): value for name, value in self.headers.items()}}
            )
            status, headers, body = host.answers.get(self.path, GONE)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in (body[at : at + 1] for at in range(len(body))) if self.path == DRIPPING else [body]:
                with suppress(OSError):
                    self.wfile.write(piece)
                time.sleep(0.05 if self.path == DRIPPING else 0)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        host.port = server.server_port
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield host
        server.shutdown()
