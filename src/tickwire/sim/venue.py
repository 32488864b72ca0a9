"""The simulated venue: a server on loopback that speaks the real venue's market data protocol."""

from __future__ import annotations

import asyncio
import copy
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from picows import (
    WSCloseCode,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,  # pyright: ignore[reportUnknownVariableType]
)

from ..errors import ConfigError, TickwireError
from ..schema.market import ServerShutdown
from . import certificate
from .connection import Connection
from .feeds import Feed, Synthetic, pace
from .frames import message_frame
from .instruments import INSTRUMENTS, Instrument
from .limits import Limits, RollingLimit
from .market import Market
from .messages import Payload
from .replay import Replay
from .stats import Counters
from .tape import Chunk, chunks
from .target import parse_target

_T = TypeVar("_T")
_TAPES_KEPT = 8


class Venue:
    """A venue on loopback. Use it as a context manager, by `start()` and `stop()`, or in a loop of yours by `serve()`.

    `feed` is "synthetic", the market that `seed`, `symbols` and `rate` describe, or a `Replay`. `rate` is orders a
    second over all symbols; None sends as fast as each client reads. `flat_errors` answers bad requests in the form
    the documentation shows instead of the one the venue uses. Port 0 picks a free port.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        seed: int = 1,
        symbols: Sequence[str | Instrument] = INSTRUMENTS,
        rate: float | None = 500.0,
        tls: bool = False,
        feed: str | Replay = "synthetic",
        limits: Limits | None = None,
        flat_errors: bool = False,
    ) -> None:
        if isinstance(feed, str) and feed != "synthetic":
            raise ConfigError(f'feed: "synthetic" or a Replay, not {feed!r}')
        self.host, self.port, self.tls = host, port, tls
        self.limits = limits or Limits()
        self.counters = Counters(lines_skipped=feed.skipped if isinstance(feed, Replay) else 0)
        self._feed: Feed = feed if isinstance(feed, Replay) else Synthetic(seed, symbols, rate)
        self._source = self._feed.source(time.time_ns() // 1000)
        self._flat_errors = flat_errors
        self._admission = RollingLimit(self.limits.connections, self.limits.connections_window)
        self._connections: dict[Connection, None] = {}
        self._subscribers: dict[str, dict[Connection, None]] = {}
        self._tapes: OrderedDict[Any, tuple[list[Chunk], bool]] = OrderedDict()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._started = threading.Event()
        self._failure: BaseException | None = None

    @property
    def url(self) -> str:
        """Where the venue listens, without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'wss' if self.tls else 'ws'}://{host}:{self.port}"

    @property
    def ca_file(self) -> str | None:
        """The certificate a client must trust; None without TLS."""
        return str(certificate.CA_FILE) if self.tls else None

    @property
    def market(self) -> Market:
        """The synthetic market, which stands still when `rate` is None.

        Raises ConfigError when the venue replays a recording.
        """
        if not isinstance(self._source, Market):
            raise ConfigError("market: a venue that replays a recording has none")
        return self._source

    def client_ssl_context(self) -> ssl.SSLContext:
        """A context that trusts this venue alone."""
        return certificate.client_context()

    def stats(self) -> Counters:
        """A copy of the counters."""
        return copy.deepcopy(self.counters)

    # Running.

    def start(self) -> Venue:
        """Run in a thread with an event loop of its own; returns when the venue listens."""
        if self._thread is not None:
            raise TickwireError("the venue runs already")
        self._started.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._run, name="tickwire-sim", daemon=True)
        self._thread.start()
        self._started.wait()
        self._raise_failure()
        return self

    def stop(self) -> None:
        """Close every connection and end the thread; nothing happens when it does not run."""
        thread, self._thread = self._thread, None
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        if thread is not None:
            thread.join()

    def __enter__(self) -> Venue:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            self.stop()
            raise self._failure

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self.serve())
        except BaseException as error:
            self._failure = error
        finally:
            self._started.set()

    async def serve(self) -> None:
        """Serve in the running loop until `stop()` is called, from any thread, or the task is cancelled."""
        context = certificate.server_context() if self.tls else None
        server = await ws_create_server(
            self._accept,
            self.host,
            self.port,
            ssl=context,
            enable_auto_pong=False,
            max_frame_size=1 << 20,
            logger_name="tickwire.sim",
        )
        self.port = server.sockets[0].getsockname()[1]
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        self._source = self._feed.source(time.time_ns() // 1000)
        pacing = None
        if self._feed.speed is not None:
            pacing = asyncio.create_task(pace(self._source, self._feed.speed, self._publish, self._flush))
        self._started.set()
        try:
            await self._stopping.wait()
        finally:
            if pacing is not None:
                pacing.cancel()
            server.close()
            await self._close_all()
            self._loop = self._stopping = None

    async def _close_all(self) -> None:
        for connection in list(self._connections):
            connection.close(WSCloseCode.GOING_AWAY, "", "venue stopped")
        patience = asyncio.get_running_loop().time() + min(1.0, self.limits.close_timeout)
        while self._connections and asyncio.get_running_loop().time() < patience:
            await asyncio.sleep(0.005)
        for connection in list(self._connections):
            connection.abort("venue stopped")
        await asyncio.sleep(0)

    # Commands, from any thread.

    def shutdown_notice(self) -> None:
        """Send `serverShutdown` to every connection."""
        self._command(self._send_shutdown_notice)

    def disconnect_all(self, *, abort: bool = True) -> None:
        """Cut every connection; without `abort` by a closing handshake."""

        def disconnect() -> None:
            for connection in list(self._connections):
                if abort:
                    connection.abort("disconnected by command")
                else:
                    connection.close(WSCloseCode.GOING_AWAY, "", "disconnected by command")

        self._command(disconnect)

    def send_raw(self, data: bytes) -> None:
        """Put bytes on the wire of every connection as they are: a frame of any kind, or no frame at all."""

        def send() -> None:
            for connection in list(self._connections):
                connection.write(data)

        self._command(send)

    def _command(self, call: Callable[[], _T]) -> _T:
        loop = self._loop
        if loop is None:
            raise TickwireError("the venue does not run")

        async def carry_out() -> _T:
            return call()

        try:
            if asyncio.get_running_loop() is loop:
                return call()
        except RuntimeError:
            pass
        return asyncio.run_coroutine_threadsafe(carry_out(), loop).result()

    def _send_shutdown_notice(self) -> None:
        now = time.time_ns() // 1000
        for connection in list(self._connections):
            notice = msgspec.json.encode(ServerShutdown(event_time=now // connection.time_unit))
            connection.send("!serverShutdown", notice)

    # Connections.

    def _accept(self, request: WSUpgradeRequest) -> Connection | WSUpgradeResponseWithListener | None:
        if not self._admission.admit(asyncio.get_running_loop().time()):
            wait = {"Retry-After": str(int(self.limits.connections_window))}
            return self._refuse(HTTPStatus.TOO_MANY_REQUESTS, "Too many connections", wait)
        try:
            target = parse_target(request.path)
        except ValueError as error:
            return self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        if target is None:
            return self._refuse(HTTPStatus.NOT_FOUND, "no such path; /ws and /stream are served")
        if len(target.streams) > self.limits.streams:
            return self._refuse(HTTPStatus.BAD_REQUEST, "Too many subscriptions")
        return Connection(self, target, self._flat_errors)

    def _refuse(
        self, status: HTTPStatus, why: str, headers: dict[str, str] | None = None
    ) -> WSUpgradeResponseWithListener:
        self.counters.connections_refused += 1
        response = WSUpgradeResponse.create_error_response(status, why.encode(), headers)
        return WSUpgradeResponseWithListener(response, None)

    def joined(self, connection: Connection) -> None:
        """A connection is open."""
        self.counters.connections += 1
        self.counters.connections_open += 1
        self._connections[connection] = None
        self.resubscribed(connection)

    def left(self, connection: Connection) -> None:
        """A connection is gone."""
        self.counters.connections_open -= 1
        self._connections.pop(connection, None)
        self._forget(connection)

    def resubscribed(self, connection: Connection) -> None:
        """A connection's streams or the form of its messages changed."""
        if self._feed.speed is None:
            connection.play(*self._tape(connection))
            return
        self._forget(connection)
        for stream in connection.control.streams:
            self._subscribers.setdefault(stream, {})[connection] = None

    def _forget(self, connection: Connection) -> None:
        for stream in [stream for stream, them in self._subscribers.items() if connection in them]:
            del self._subscribers[stream][connection]
            if not self._subscribers[stream]:
                del self._subscribers[stream]

    def _tape(self, connection: Connection) -> tuple[list[Chunk], bool]:
        wanted, combined = frozenset(connection.control.streams), connection.control.combined
        key = (wanted, combined, connection.time_unit)
        if key not in self._tapes:
            messages, loops = self._feed.tape(wanted, connection.time_unit)
            self._tapes[key] = chunks(messages, combined), loops
            if len(self._tapes) > _TAPES_KEPT:
                self._tapes.popitem(last=False)
        return self._tapes[key]

    # Messages.

    def _publish(self, stream: str, make: Callable[[int], Payload]) -> None:
        subscribers = self._subscribers.get(stream)
        if not subscribers:
            return
        payloads: dict[int, bytes] = {}
        frames: dict[tuple[int, bool], bytes] = {}
        for connection in subscribers:
            unit, combined = connection.time_unit, connection.control.combined
            if (unit, combined) not in frames:
                if unit not in payloads:
                    payloads[unit] = msgspec.json.encode(make(unit))
                frames[unit, combined] = message_frame(stream, payloads[unit], combined)
            connection.push(frames[unit, combined])

    def _flush(self, lag: float) -> None:
        self.counters.lag = lag
        for connection in list(self._connections):
            connection.flush()
