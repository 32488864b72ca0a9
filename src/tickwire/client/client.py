"""`Client`: attach handlers to streams, then run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from ..errors import ConfigError
from ..session.names import check_stream_name
from ..transport import TlsSetting
from .hooks import DisconnectHook, ErrorHook, Hooks, ReconnectHook, UnhandledHook
from .keys import resolve
from .runner import LoopFactory, Runner
from .settings import CONNECT_TIMEOUT, MAX_FRAME_SIZE, Environment, Market, TimeUnit, check_settings
from .stats import ClientStats
from .stream import Stream
from .streams import Streams

T = TypeVar("T")


class Client:
    """Market data of one venue, from its streams to your handlers.

    `env` is "live", "testnet", "demo" or "sim", a venue simulated on this machine; `stream_urls` names base URLs of
    your own instead, `["ws://127.0.0.1:9001"]`. `ssl` is an SSLContext, a file of authorities, or False for no
    verification, on loopback addresses only. `time_unit` "us" asks for microseconds on the wire; times are
    nanoseconds here in either case. `busy_poll` never sleeps and `cpu` stays on one core, for the lowest latency.
    Timeouts are in seconds, `max_frame_size` in bytes. Raises ConfigError naming an argument that cannot be.

    Nothing is opened or started before `run`, `start` or `run_async`.
    """

    def __init__(
        self,
        market: Market = "spot",
        env: Environment = "live",
        *,
        stream_urls: Sequence[str] | None = None,
        api_url: str | None = None,
        ssl: TlsSetting = None,
        time_unit: TimeUnit = "ms",
        busy_poll: bool = False,
        cpu: int | None = None,
        max_frame_size: int = MAX_FRAME_SIZE,
        connect_timeout: float = CONNECT_TIMEOUT,
        request_timeout: float = 5.0,
    ) -> None:
        self._settings = check_settings(
            market,
            env,
            stream_urls=stream_urls,
            api_url=api_url,
            ssl=ssl,
            time_unit=time_unit,
            busy_poll=busy_poll,
            cpu=cpu,
            max_frame_size=max_frame_size,
            connect_timeout=connect_timeout,
            request_timeout=request_timeout,
        )
        self._hooks = Hooks()
        self._streams = Streams(self._hooks)
        self._streams.dispatch.on_interrupt = lambda _error: self.stop()
        self._runner = Runner(self._settings, self._streams.dispatch, self._streams)

    def __repr__(self) -> str:
        where = self._settings.urls[0] if self._settings.urls else self._settings.env
        return f"<Client {self._settings.market} {where}, {len(self._streams)} streams>"

    # Subscribing.

    def subscribe(
        self,
        what: type[Any] | str,
        *symbols: str,
        on: Any = None,
        interval: str | None = None,
        levels: int | None = None,
        window: str | None = None,
        speed: str | None = None,
        timezone: str | None = None,
        context: Any = None,
    ) -> Stream:
        """Attach `on` to the streams of a message class for some symbols, or to streams by name.

        A class of `tickwire` delivers views, one of `tickwire.schema` Structs; names deliver views. Without symbols
        the stream of the whole market is meant. The handler is attached before the venue is asked. `context` goes to a
        C function as its second argument.

        While the client runs, a call from another thread returns when the venue has acknowledged, and raises
        RequestError or RequestTimeout; in the client's own thread `await` the result for the same. Otherwise a
        refusal goes to `on_error`. A call succeeds or fails as a whole. Raises ConfigError for arguments that cannot
        be, saying what the right form is.
        """
        options = {"interval": interval, "levels": levels, "window": window, "speed": speed, "timezone": timezone}
        keys = resolve(what, symbols, options)
        if on is None:
            raise ConfigError("on: a handler is needed, such as on=print")
        is_elsewhere = self._runner.is_running_elsewhere()
        stream = Stream(keys, on, 2 * self._settings.request_timeout, self._unsubscribe, is_awaited=is_elsewhere)
        self._in_own_thread(lambda: self._streams.attach(stream, context))
        if is_elsewhere:
            stream.wait()
        return stream

    def unsubscribe(self, what: Stream | str) -> None:
        """Detach the handler of a subscription, or all handlers from the stream of that name.

        Nothing happens when none is attached. Raises ConfigError for what is no stream's name.
        """
        if isinstance(what, Stream):
            what.unsubscribe()
            return
        check_stream_name(what)
        for stream in self._streams.on(what):
            stream.unsubscribe()

    def subscriptions(self) -> list[str]:
        """Names of the streams with handlers, in the order they were subscribed."""
        return self._streams.names()

    # Hooks. Each takes a callable and returns it: call it, or put it before a function as a decorator.

    def on_error(self, hook: ErrorHook) -> ErrorHook:
        """Call `hook` with a typed event of whatever went wrong: FeedError (a frame that is no message),
        HandlerError, FrameRefused, RequestFailed, ConnectFailed. Without a hook they are logged as warnings, each kind
        once a second at most.
        """
        return self._hooks.add("error", hook)

    def on_unhandled(self, hook: UnhandledHook) -> UnhandledHook:
        """Call `hook` with an Unhandled, which holds the bytes, for each message that no handler was attached for."""
        return self._hooks.add("unhandled", hook)

    def on_disconnect(self, hook: DisconnectHook) -> DisconnectHook:
        """Call `hook` with a Disconnect when a connection ends. Without a hook it is logged."""
        return self._hooks.add("disconnect", hook)

    def on_reconnect(self, hook: ReconnectHook) -> ReconnectHook:
        """Call `hook` with a Reconnect when a lost connection is open again. Without a hook it is logged."""
        return self._hooks.add("reconnect", hook)

    # Running.

    def run(self, seconds: float | None = None, *, loop_factory: LoopFactory | None = None) -> None:
        """Connect and call handlers until `stop`, Ctrl-C, or the end of `seconds`; then close the connections.

        `loop_factory` makes another event loop than asyncio's, such as `uvloop.new_event_loop`. Raises ConnectError
        when the venue cannot be reached at the start; later on the client reconnects for as long as it takes.
        """
        self._runner.run(seconds, loop_factory)

    def start(self, *, loop_factory: LoopFactory | None = None) -> Self:
        """Run in a thread; returns when connected. Handlers are called in that thread. Raises as `run` does."""
        self._runner.start(loop_factory)
        return self

    async def run_async(self, seconds: float | None = None) -> None:
        """Run in the caller's event loop, whichever it is, until `stop`, cancellation, or the end of `seconds`."""
        await self._runner.run_async(seconds)

    def stop(self) -> None:
        """End `run`, `start` or `run_async`, from any thread or from a handler; nothing happens when none runs."""
        self._runner.stop()

    def close(self) -> None:
        """Stop, and detach every handler."""
        self.stop()
        for name in self.subscriptions():
            for stream in self._streams.on(name):
                stream.unsubscribe()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stats(self) -> ClientStats:
        """Count of everything so far."""
        lines = self._runner.lines
        return ClientStats(
            streams=len(self._streams),
            active_streams=lines.active_streams if lines is not None else 0,
            disconnects=self._streams.disconnects,
            frames_refused=dict(self._streams.frames_refused),
            requests_failed=self._streams.requests_failed,
            hook_failures=self._hooks.failures,
            feed=self._streams.dispatch.stats(),
            **self._runner.counts(),
        )

    def _in_own_thread(self, call: Callable[[], T]) -> T:
        return self._runner.call(call)

    def _unsubscribe(self, stream: Stream) -> None:
        self._in_own_thread(lambda: self._streams.detach(stream))
