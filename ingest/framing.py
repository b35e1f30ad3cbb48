"""Messages between Meja and its parser children: four bytes of length, then the bytes, over one socket.

Plain data only: a mail goes in as it stands, a `ParsedMail` comes back as MessagePack, read into its
exact shape. Nothing a child sends can be run.
"""

from __future__ import annotations

import socket
import struct
import time

import msgspec

from ingest.parsed import ParsedMail

LENGTH = struct.Struct(">I")
LARGEST = 1024 * 1024 * 1024
CHUNK = 1024 * 1024
PROCESSOR_SECONDS = 10
"""A child's processor time for one mail."""
OUT_OF_MEMORY = 75
"""The exit status of a child that reached its memory limit."""

encode_mail = msgspec.msgpack.Encoder().encode
decode_mail = msgspec.msgpack.Decoder(ParsedMail).decode


def send(connection: socket.socket, message: bytes, *, deadline: float | None = None) -> None:
    """Raises TimeoutError past the deadline (of `time.monotonic`), OSError when the other side is gone."""
    connection.settimeout(_left(deadline))
    connection.sendall(LENGTH.pack(len(message)))
    connection.settimeout(_left(deadline))
    connection.sendall(message)


def receive(connection: socket.socket, *, deadline: float | None = None) -> bytes:
    """The next message; raises EOFError when the other side has closed, else as `send`."""
    (length,) = LENGTH.unpack(_exactly(connection, LENGTH.size, deadline=deadline))
    if length > LARGEST:
        raise EOFError(f"a message of {length} bytes")
    return _exactly(connection, length, deadline=deadline)


def _exactly(connection: socket.socket, size: int, *, deadline: float | None) -> bytes:
    received = bytearray()
    while len(received) < size:
        connection.settimeout(_left(deadline))
        chunk = connection.recv(min(CHUNK, size - len(received)))
        if not chunk:
            raise EOFError("the other side has closed")
        received += chunk
    return bytes(received)


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("past its deadline")
    return left
