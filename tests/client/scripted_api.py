"""A WebSocket API on loopback that answers as a test tells it to."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from tests.client.loopback_server import LoopbackServer
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

Reply = dict[str, Any] | None


class HungUp(Exception):
    """Raised in place of a reply, it cuts the connection."""


class ScriptedApi(LoopbackServer):
    """`answers` maps a method to what makes the reply of its parameters.

    The reply is `{"result": ...}` or `{"status": ..., "error": ...}`; None: no answer. `time` is answered
    by itself unless it is given, too. One that raises `HungUp` cuts the connection.
    """

    def __init__(self, **answers: Callable[[dict[str, Any]], Reply]) -> None:
        super().__init__()
        self.answers = {name.replace("_", "."): answer for name, answer in answers.items()}
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.connections: list[ServerConnection] = []
        self.opened = 0
        self.paths: list[str] = []
        self.clock_offset = 0.0
        self.weight = 0

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [params for name, params in self.requests if name == method]

    def send(self, message: dict[str, Any]) -> None:
        """Send an event on every connection."""
        for connection in tuple(self.connections):
            asyncio.run_coroutine_threadsafe(connection.send(json.dumps(message)), self._loop).result(5)

    def send_raw(self, raw: bytes) -> None:
        """Send a text frame of any bytes on every connection."""
        for connection in tuple(self.connections):
            asyncio.run_coroutine_threadsafe(connection.send(raw, text=True), self._loop).result(5)

    def drop(self) -> None:
        """Cut every connection."""
        for connection in tuple(self.connections):
            self._loop.call_soon_threadsafe(connection.transport.abort)

    async def connected(self, connection: ServerConnection) -> None:
        self.opened += 1
        self.connections.append(connection)
        self.paths.append(connection.request.path)
        try:
            async for message in connection:
                request = json.loads(message)
                reply = await asyncio.to_thread(self._reply, request["method"], request.get("params", {}))
                if reply is not None:
                    await connection.send(json.dumps({"id": request["id"], "status": 200} | reply))
        except ConnectionClosed:
            pass
        except HungUp:
            connection.transport.abort()
        finally:
            self.connections.remove(connection)

    def _reply(self, method: str, params: dict[str, Any]) -> Reply:
        self.requests.append((method, params))
        self.weight += 1
        if method == "time" and method not in self.answers:
            return {"result": {"serverTime": int((time.time() + self.clock_offset) * 1e6)}}
        return self.answers[method](params)
