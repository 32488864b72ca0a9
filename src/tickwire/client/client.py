"""`Client`: attach handlers to streams, then run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from ..book import Book
from ..errors import ConfigError, TickwireError
from ..session import Priority, VenueClock, request_weight
from ..session.encodings import plain_name
from ..session.lifetime import LIFETIME
from ..session.names import check_stream_name, check_symbol
from ..session.placement import MAX_RATE
from ..trading import Credentials
from ..transport import TlsSetting
from ..transport.venue import PING_AFTER, PONG_WITHIN
from .books import AuditLevels, BookKey, Books, Speed
from .collect import collect_stats
from .holds import Holds
from .hooks import (
    AliveHook,
    DisconnectHook,
    ErrorHook,
    GapHook,
    Hook,
    Hooks,
    LateHook,
    ReconnectHook,
    RecoveryHook,
    RotationHook,
    StaleHook,
    UnhandledHook,
)
from .keys import resolve
from .liveness import Watchdog
from .query import Query
from .recoveries import Recoveries
from .runner import LoopFactory, Runner
from .settings import (
    CONNECT_TIMEOUT,
    MAX_FRAME_SIZE,
    Encoding,
    Environment,
    Market,
    OnSilence,
    TimeUnit,
    check_positive,
    check_settings,
)
from .stats import ClientStats
from .stream import Stream
from .streams import Streams

T = TypeVar("T")


class Client:
    """Market data of one venue, from its streams to your handlers.

    `env` is "live", "testnet", "demo" or "sim", a venue simulated on this machine; `stream_urls` names base URLs of
    your own instead, `["ws://127.0.0.1:9001"]`. `ssl` is an SSLContext, a file of authorities, or False for no
    verification, on loopback addresses only. `time_unit` "us" asks for microseconds on the wire, which are there
    anyway with SBE; times are nanoseconds here in either case. `busy_poll` never sleeps and `cpu` stays on one
    core, for the lowest latency. Timeouts are in seconds, `max_frame_size` in bytes.

    Every stream comes over so many `lines`, connections that carry the same; the first copy of a message is delivered.
    They are spread over the URLs and over `local_addresses`, addresses of this machine to leave from. A line is
    replaced without a hole when it is `lifetime` old (seconds, a little less), and one that stalls or never comes first
    by way of `replace_slowest`. Streams are spread over more connections when one has more than `connection_rate`
    messages a second. A line silent for `ping_after` is asked for a sign of life, and given up when nothing at all
    comes within `pong_within`. Over several lines a missing message is waited for `gap_wait` seconds before its gap is
    reported; `backfill` asks the venue's API for what was missed. `on_silence` is what is done about a stream
    that is silent for longer than its rhythm allows: "report" it, "resubscribe" it, or "replace" its line where that
    does not help. `measure` keeps the ages of messages for `stats`.

    `encoding` "sbe" has streams come in the venue's binary form where it has one (trades, best prices, diff depth,
    which then comes every 20 ms, the 20 best levels), and replies on the WebSocket API. Handlers get the same. Streams
    need `credentials` with an Ed25519 key, of which the venue is told the name; `sbe_urls` are those of a venue that is
    given by `stream_urls`. "auto" is "sbe" where credentials are given, and goes on in JSON should the venue refuse, or
    be away there; otherwise it is "json". "mixed" has the streams of SBE come over lines of both encodings.

    Raises ConfigError naming an argument that cannot be.

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
        lines: int = 1,
        local_addresses: Sequence[str] | None = None,
        lifetime: float = LIFETIME,
        connection_rate: float = MAX_RATE,
        replace_slowest: bool = True,
        ping_after: float = PING_AFTER,
        pong_within: float = PONG_WITHIN,
        gap_wait: float = 0.25,
        backfill: bool = False,
        on_silence: OnSilence = "resubscribe",
        encoding: Encoding = "auto",
        sbe_urls: Sequence[str] | None = None,
        credentials: Credentials | None = None,
        measure: bool = False,
    ) -> None:
        self._settings = check_settings(locals())
        self._put_together(is_backfilling=backfill, on_silence=on_silence, measure=measure)

    def _put_together(self, *, is_backfilling: bool, on_silence: OnSilence, measure: bool) -> None:
        self._hooks = Hooks()
        self._streams = Streams(self._hooks, measure=measure)
        self._streams.dispatch.on_interrupt = lambda _error: self.stop()
        if is_backfilling:
            self._settings.check_api("backfill")
        self._books = Books(self._streams, self._hooks, is_paired=self._settings.is_mixed)
        self._recoveries = Recoveries(self._hooks, is_enabled=is_backfilling)
        holds = Holds(self._streams.dispatch, self._settings.gap_wait)
        self._watchdog = Watchdog(self._hooks, on_silence, self._streams.wanted)
        self._watchdog.on_told = self._books.stream_told
        self._streams.on_give_up, self._streams.on_missed = self._recoveries.forget, self._watchdog.liveness.missed
        parts = (self._streams, holds, self._books, self._recoveries, self._watchdog)
        self._runner = Runner(self._settings, self._streams.dispatch, self._streams, parts)

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
        silence: float | None = None,
        late_after: float | None = None,
        slow_after: float | None = None,
        context: Any = None,
    ) -> Stream:
        """Attach `on` to the streams of a message class for some symbols, or to streams by name.

        A class of `tickwire` delivers views, one of `tickwire.schema` Structs; names deliver views. Without symbols
        the stream of the whole market is meant. The handler is attached before the venue is asked. `silence` is how
        many seconds without a message are strange, where the client should not find that out by itself. `on_late` is
        told of messages older than `late_after` seconds, and of calls of the handler that take longer than
        `slow_after`. `context` goes to a C function as its second argument.

        While the client runs, a call from another thread returns when the venue has acknowledged, and raises
        RequestError or RequestTimeout; in the client's own thread `await` the result for the same. Otherwise a
        refusal goes to `on_error`. A call succeeds or fails as a whole. Raises ConfigError for arguments that cannot
        be, saying what the right form is.
        """
        options = {"interval": interval, "levels": levels, "window": window, "speed": speed, "timezone": timezone}
        keys = resolve(what, symbols, options)
        self._settings.check_streams(keys, self._streams.wanted())
        _check_handling(on, silence=silence, late_after=late_after, slow_after=slow_after)
        is_elsewhere = self._runner.is_running_elsewhere()
        stream = Stream(keys, on, 2 * self._settings.request_timeout, self._unsubscribe, is_awaited=is_elsewhere)
        stream._late_after, stream._slow_after = late_after, slow_after
        self._in_own_thread(lambda: self._attach(stream, context, silence))
        if is_elsewhere:
            stream.wait()
        return stream

    def book(
        self,
        symbol: str,
        *,
        levels: int = 5000,
        speed: Speed = "100ms",
        bbo: bool = False,
        audit: AuditLevels | None = None,
        on: Any = None,
    ) -> Book:
        """Keep the order book of an instrument; the same arguments give the same `Book`.

        It is fed by the stream of diff events at `speed`, from a snapshot of `levels` levels a side: a smaller one
        costs less of the venue's request weight, which all books of the process share, and is right near the touch
        only. `bbo` subscribes `bookTicker` as well, for a best bid and offer that is newer than the levels; `audit`
        compares the book with partial depth of so many levels, all the time. With `encoding="mixed"` the changes come
        in SBE, whatever `speed` is, and those in JSON every 100 ms are compared with the book and stand in for them.
        `on` is called after each message that was applied, see `Book.on_update`.

        While the client runs, a call from another thread returns when the venue has acknowledged the streams. What
        happens to books goes to `on_book_event`. Raises ConfigError for arguments that cannot be, and when it is not
        known where the venue's WebSocket API is.
        """
        self._settings.check_api("book")
        key = BookKey(check_symbol(symbol).upper(), levels, speed, bbo, audit)
        is_elsewhere = self._runner.is_running_elsewhere()
        timeout = 2 * self._settings.request_timeout

        def new_stream(keys: dict[str, Any], handler: Any) -> Stream:
            self._settings.check_streams(keys, self._streams.wanted())
            return Stream(keys, handler, timeout, self._unsubscribe, is_awaited=is_elsewhere)

        book, streams = self._in_own_thread(lambda: self._books.keep(key, on, new_stream))
        for stream in streams if is_elsewhere else ():
            stream.wait()
        return book

    def unsubscribe(self, what: Stream | Book | str) -> None:
        """Detach the handler of a subscription, or all handlers from the stream of that name; or feed a book no more.

        Nothing happens when none is attached. Raises ConfigError for what is no stream's name.
        """
        if isinstance(what, Stream):
            what.unsubscribe()
            return
        if isinstance(what, Book):
            self._in_own_thread(lambda: self._books.drop(what))
            return
        check_stream_name(what)
        for stream in self._streams.on(plain_name(what)):
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

    def on_gap(self, hook: GapHook) -> GapHook:
        """Call `hook` with a Gap when ids of a stream were missed. Without a hook it is logged."""
        return self._hooks.add("gap", hook)

    def on_recovery(self, hook: RecoveryHook) -> RecoveryHook:
        """Call `hook` with a Recovery when the attempt to fill a gap has ended. Without a hook it is logged."""
        return self._hooks.add("recovery", hook)

    def on_book_event(self, hook: Hook) -> Hook:
        """Call `hook` with a BookSynced, BookInvalid, SnapshotRefused, BookSwitched or BookDrift when it happens to a
        book. Without a hook they are logged.
        """
        return self._hooks.add("book_event", hook)

    def on_stale(self, hook: StaleHook) -> StaleHook:
        """Call `hook` with a Stale when a stream is silent for longer than its rhythm allows. Without a hook it is
        logged.
        """
        return self._hooks.add("stale", hook)

    def on_alive(self, hook: AliveHook) -> AliveHook:
        """Call `hook` with an Alive when a stale stream brings messages again. Without a hook it is logged."""
        return self._hooks.add("alive", hook)

    def on_late(self, hook: LateHook) -> LateHook:
        """Call `hook` with a Late when a message is older at its delivery than its subscription's `late_after`, and
        with a SlowHandler when a handler takes longer than `slow_after`; of each subscription once a second at most.
        Without a hook they are logged.
        """
        return self._hooks.add("late", hook)

    def on_rotation(self, hook: RotationHook) -> RotationHook:
        """Call `hook` with a Rotation when streams have moved from one connection to another. Without a hook it is
        logged.
        """
        return self._hooks.add("rotation", hook)

    # Running.

    def run(self, seconds: float | None = None, *, loop_factory: LoopFactory | None = None) -> None:
        """Connect and call handlers until `stop`, Ctrl-C, or the end of `seconds`; then close the connections.

        `loop_factory` makes another event loop than asyncio's, such as `uvloop.new_event_loop`. Raises ConnectError
        when the venue cannot be reached at the start; later on the client reconnects for as long as it takes.
        """
        self._runner.run(_checked_seconds(seconds), loop_factory)

    def start(self, *, loop_factory: LoopFactory | None = None) -> Self:
        """Run in a thread; returns when connected. Handlers are called in that thread. Raises as `run` does."""
        self._runner.start(loop_factory)
        return self

    async def run_async(self, seconds: float | None = None) -> None:
        """Run in the caller's event loop, whichever it is, until `stop`, cancellation, or the end of `seconds`."""
        await self._runner.run_async(_checked_seconds(seconds))

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

    def request(
        self, method: str, params: Mapping[str, Any] | None = None, *, type: Any = Any, timeout: float = 30.0
    ) -> Query:
        """Ask the venue's WebSocket API for market data while the client runs: `await` the result, or `wait()` for it.

        `type` is what the result is decoded as, such as `list[tickwire.schema.TradeRow]`; times in it are in µs. It is
        paid for out of the request weight that all clients of the process share, and may wait for that; `timeout`
        bounds it all, in seconds. Raises ConfigError for a method that is no market data, and TickwireError when the
        client does not run.
        """
        self._settings.check_api("request")
        given = dict(params or {})
        weight, query = request_weight(method, given), Query(method, type)

        def ask() -> None:
            if (api := self._runner.api) is None:
                raise TickwireError("the client does not run, so that nobody can be asked")
            api.ask(method, given, query._answered, weight=weight, priority=Priority.QUERY, within=timeout)

        self._in_own_thread(ask)
        return query

    @property
    def clock(self) -> VenueClock | None:
        """The venue's clock against ours; None unless the client runs and has asked the WebSocket API for the time.

        It does so by itself while that connection is open: for books, for `backfill` and for requests.
        """
        api = self._runner.api
        return api.clock.now() if api is not None else None

    def rotate(self, line: int | None = None) -> int:
        """Replace the connection of that number, or all, each by a new one that has overlapped it before it is closed.

        Returns how many are on their way; what comes of each is told to `on_rotation`. Nothing happens when the client
        does not run. Raises ConfigError for a number that no line has.
        """
        return self._in_own_thread(lambda: self._runner.lines.rotate(line) if self._runner.lines is not None else 0)

    def stats(self) -> ClientStats:
        """What was counted so far, and how lines, streams and books stand; from any thread, at some µs a stream."""
        return collect_stats(self._runner, self._streams, self._books, self._watchdog, self._hooks)

    def _in_own_thread(self, call: Callable[[], T]) -> T:
        return self._runner.call(call)

    def _attach(self, stream: Stream, context: Any, silence: float | None) -> None:
        self._streams.attach(stream, context)
        if silence is not None:
            for name in stream.names:
                self._watchdog.liveness.allow(name, silence)

    def _unsubscribe(self, stream: Stream) -> None:
        self._in_own_thread(lambda: self._streams.detach(stream))


def _checked_seconds(seconds: float | None) -> float | None:
    return None if seconds is None else check_positive("seconds", seconds)


def _check_handling(on: Any, **given: float | None) -> None:
    """Raises ConfigError when there is no handler, and for a time that cannot be; None stands for none."""
    if on is None:
        raise ConfigError("on: a handler is needed, such as on=print")
    for name, seconds in given.items():
        if seconds is not None:
            check_positive(name, seconds)
