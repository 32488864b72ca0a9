"""A WebSocket server on loopback, in a thread of its own, for tests to say what it does."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from typing import Self

from websockets.asyncio.server import ServerConnection, serve


class LoopbackServer(ABC):
    """Serves while it is entered."""

    def __init__(self) -> None:
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def api_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws-api/v3"

    @abstractmethod
    async def connected(self, connection: ServerConnection) -> None:
        """Called with each connection, in the server's loop; it is closed when this returns."""

    def _run(self) -> None:
        with asyncio.Runner() as runner:  # which also ends the connections accepted while the server closed
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with serve(self.connected, "127.0.0.1", 0, max_size=None, compression=None) as server:
            self.port = server.sockets[0].getsockname()[1]
            self._started.set()
            await self._stop.wait()
