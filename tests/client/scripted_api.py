"""A WebSocket API on loopback that answers as a test tells it to."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Reply = dict[str, Any] | None


class HungUp(Exception):
    """Raised in place of a reply, it cuts the connection."""


class ScriptedApi:
    """Runs in a thread of its own. `answers` maps a method to what makes the reply of its parameters.

    The reply is `{"result": ...}` or `{"status": ..., "error": ...}`; None: no answer. `time` is answered
    by itself unless it is given, too. One that raises `HungUp` cuts the connection.
    """

    def __init__(self, **answers: Callable[[dict[str, Any]], Reply]) -> None:
        self.answers = {name.replace("_", "."): answer for name, answer in answers.items()}
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.connections: list[ServerConnection] = []
        self.opened = 0
        self.paths: list[str] = []
        self.clock_offset = 0.0
        self.weight = 0
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> ScriptedApi:
        self._thread.start()
        self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws-api/v3"

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

    def _run(self) -> None:
        with asyncio.Runner() as runner:  # which also ends the connections accepted while the server closed
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with serve(self._connected, "127.0.0.1", 0, max_size=None, compression=None) as server:
            self.port = server.sockets[0].getsockname()[1]
            self._started.set()
            await self._stop.wait()

    async def _connected(self, connection: ServerConnection) -> None:
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
