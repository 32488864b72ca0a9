"""The port a venue listens on, which can be closed and opened again while connections live on."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Any

from picows import ws_create_server  # pyright: ignore[reportUnknownVariableType]

_RETRY = 0.05


class Listening:
    """A listening socket; `accept` is picows' listener factory."""

    def __init__(self, accept: Callable[[Any], Any], host: str, port: int, context: ssl.SSLContext | None) -> None:
        self._accept, self._host, self.port, self._context = accept, host, port, context
        self._server: asyncio.Server | None = None
        self._opening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._server = await ws_create_server(
            self._accept,
            self._host,
            self.port,
            ssl=self._context,
            enable_auto_pong=False,
            max_frame_size=1 << 20,
            logger_name="tickwire.sim",
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Refuse connections."""
        if self._opening is not None:
            self._opening.cancel()
        if self._server is not None:
            self._server.close()
            self._server = None

    def reopen(self) -> None:
        """Listen on the same port again, unless that is so."""
        if self._server is None:
            self._opening = asyncio.ensure_future(self._open_again())

    async def _open_again(self) -> None:
        """Another process may have the port for a while."""
        while True:
            try:
                return await self.open()
            except OSError:
                await asyncio.sleep(_RETRY)
