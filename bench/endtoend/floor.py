"""The floor client: no event loop, no library between the socket and the codec."""

from __future__ import annotations

import argparse
import os
import socket
from typing import Any

from bench import compiled
from tickwire.wire.messages import KINDS, Trade

from .meter import WARM_UP_S, Span, memory, percentiles
from .rivals import SUBSCRIBE

LIMIT_S = 60.0
HANDSHAKE = (
    "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def open_websocket(port: int, path: str) -> socket.socket:
    """A socket behind its handshake, with nothing else read from it."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(HANDSHAKE.format(path, port).encode())
    _read_until(connection, b"\r\n\r\n")
    return connection


def masked(payload: bytes, mask: bytes) -> bytes:
    """A text frame as clients send it."""
    size = len(payload)
    header = bytes((0x81, 0x80 | size)) if size < 126 else bytes((0x81, 0x80 | 126)) + size.to_bytes(2, "big")
    return header + mask + bytes(byte ^ mask[i & 3] for i, byte in enumerate(payload))


def connect(port: int) -> socket.socket:
    """A socket behind the server's answer to SUBSCRIBE, with nothing else read from it."""
    connection = open_websocket(port, "/stream")
    connection.sendall(masked(SUBSCRIBE.encode(), os.urandom(4)))
    _read_until(connection, b"}")
    return connection


def _read_until(connection: socket.socket, end: bytes) -> None:
    seen = b""
    while not seen.endswith(end):
        byte = connection.recv(1)
        if not byte:
            raise ConnectionError("the server left")
        seen += byte


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """As the other clients: a rate over a time, or the latencies of a number of messages."""
    module = compiled.extension("endtoend/c_socket")
    with connect(arguments.port) as connection:
        stream = ("ethusdt@trade", KINDS[Trade], arguments.sbe)
        receiver = module.Receiver(connection.fileno(), *stream, arguments.count, arguments.busy)
        if arguments.count:
            receiver.receive(arguments.count, LIMIT_S)
            return percentiles(receiver.latencies, arguments.count) | memory()
        receiver.receive(1, LIMIT_S)
        receiver.receive(1 << 62, WARM_UP_S)
        span = Span(receiver)
        receiver.receive(1 << 62, arguments.seconds)
        if receiver.refused:
            raise ValueError(f"{receiver.refused} frames refused")
        return span.end()
