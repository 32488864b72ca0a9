"""A door to a port of the venue, which can be shut: what goes through it is away then, and the rest is not."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Door:
    """Passes connections on to a port of loopback."""

    def __init__(self, port: int) -> None:
        self._port, self._is_shut = port, False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.url = f"ws://127.0.0.1:{self._listener.getsockname()[1]}"
        self._begin(self._accept)

    def shut(self) -> None:
        """Cut every connection and let nobody in."""
        self._is_shut = True
        while self._open:
            _hang_up(self._open.pop())

    def reopen(self) -> None:
        """Let connections through again."""
        self._is_shut = False

    def close(self) -> None:
        """Be there no longer."""
        self.shut()
        _hang_up(self._listener)
        for thread in self._threads:
            thread.join()

    def _begin(self, work: Callable[..., None], *sockets: socket.socket) -> None:
        thread = threading.Thread(target=work, args=sockets, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with self._listener, suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._is_shut:
                    client.close()
                    continue
                venue = socket.create_connection(("127.0.0.1", self._port))
                self._open += [client, venue]
                self._begin(_pass_on, client, venue)
                self._begin(_pass_on, venue, client)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with source:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        _hang_up(source)
        _hang_up(target)


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
