"""The server of the pages, from outside: what it refuses before it has taken it in."""

from __future__ import annotations

import socket

from desk.surroundings import Surroundings
from ops.roles import web_server
from ops.serving import serving
from tests.desks import changed
from tests.servers import free_port

HUGE = b"POST /sign-in HTTP/1.1\r\nHost: desk.example\r\nContent-Length: 1000000000\r\n\r\n"


def test_a_body_beyond_all_measure_is_refused_before_it_is_sent(desk: Surroundings) -> None:
    port = free_port()

    with (
        serving(web_server(changed(desk, web={"port": port}))),
        socket.create_connection(("127.0.0.1", port), timeout=10) as visitor,
    ):
        visitor.sendall(HUGE)
        answer = visitor.recv(1024)

    assert answer.startswith(b"HTTP/1.1 413")
