"""A venue with faults, and a client without a library at its end."""

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

from tickwire.sim import Venue

TRADE = "btcusdt@trade"


@pytest.fixture
def venue() -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT", "ETHUSDT"], rate=2000) as venue:
        yield venue


class RawClient:
    """The client's end of a WebSocket that answers nothing by itself and shows every frame."""

    def __init__(self, venue: Venue, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", venue.port), timeout=10)
        self._buffer = b""
        request = (
            f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        self.socket.sendall(request.encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.take(1)
        self.status = int(head.split()[1])

    def take(self, size: int) -> bytes:
        """So many bytes."""
        self._fill(size)
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _fill(self, size: int) -> None:
        """Wait for so many bytes; raises ConnectionError when they do not come."""
        while len(self._buffer) < size:
            received = self.socket.recv(1 << 16)
            if not received:
                raise ConnectionAbortedError
            self._buffer += received

    def frame(self) -> tuple[int, bytes]:
        """The first byte and the payload of the next frame."""
        self._fill(2)
        start = {126: 4, 127: 10}.get(self._buffer[1], 2)
        self._fill(start)
        size = self._buffer[1] if start == 2 else int.from_bytes(self._buffer[2:start], "big")
        taken = self.take(start + size)
        return taken[0], taken[start:]

    def payloads(self, count: int) -> list[bytes]:
        """The payloads of the next frames."""
        return [self.frame()[1] for _ in range(count)]

    def rest(self) -> list[bytes]:
        """The payloads of all frames until the socket is closed; raises ConnectionError when that is no end."""
        found: list[bytes] = []
        try:
            while True:
                found.append(self.frame()[1])
        except ConnectionAbortedError:
            return found

    def arrived(self, patience: float = 0.0) -> list[bytes]:
        """The payloads of the frames that are there, or come before nothing has come for so many seconds."""
        found: list[bytes] = []
        self.socket.settimeout(patience)
        try:
            while True:
                found.append(self.frame()[1])
        except (TimeoutError, BlockingIOError):
            return found
        finally:
            self.socket.settimeout(10)

    def send(self, payload: bytes, first: int = 0x81) -> None:
        """One masked frame, with a mask of zeros."""
        self.socket.sendall(bytes((first, 0x80 | len(payload))) + b"\0\0\0\0" + payload)


@pytest.fixture
def raw(venue: Venue) -> Iterator[Callable[[str], RawClient]]:
    clients: list[RawClient] = []

    def connect(path: str = f"/ws/{TRADE}", to: Venue = venue) -> RawClient:
        clients.append(RawClient(to, path))
        return clients[-1]

    yield connect
    for client in clients:
        client.socket.close()


@pytest.fixture
def receive() -> Callable[..., list[Any]]:
    """Messages of a connection, decoded."""

    def receive(connection: ClientConnection, count: int) -> list[Any]:
        return [json.loads(connection.recv(timeout=10)) for _ in range(count)]

    return receive
