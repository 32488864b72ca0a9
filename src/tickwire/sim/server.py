"""What runs inside a venue's event loop: the feed, the connections and everything they share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from picows import WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener

from ..errors import ConfigError
from ..schema.enums import SymbolStatus
from ..schema.market import PartialDepth
from .accounts import Account, Accounts
from .admission import Admission, Rejected, check_stream_key
from .api_connection import ApiConnection
from .api_weights import Weights
from .broadcast import Broadcast
from .certificate import Presented
from .clock import Clock
from .connection import Connection
from .endpoint import Endpoint
from .exchange import Account as TradingAccount
from .exchange import Event, Exchange, Floor, OrderLimits, synthetic_floors
from .faults.injector import Injector
from .feeds import Feed, Synthetic, pace
from .frames import GOING_AWAY
from .handshakes import failures_counted
from .limits import Limits
from .listening import Listening
from .live import Live
from .market import Market
from .orders.events import event_of
from .paper import Heard, PaperMarket
from .replay import Replay
from .stats import Counters
from .target import MICROSECOND, Target


class Ports(NamedTuple):
    """Where a venue listens: for JSON, and for streams in SBE. 0 picks one."""

    json: int
    sbe: int


class Server:
    """The inside of a venue. Each `serve` begins the feed anew; counters and used weight go on."""

    def __init__(
        self, feed: Feed, limits: Limits, counters: Counters, *, tls: bool, api: bool, flat_errors: bool
    ) -> None:
        self.feed, self.limits, self.counters = feed, limits, counters
        self._flat_errors = flat_errors
        self.clock = Clock()
        self.source = feed.source(self.clock.now())
        self.admission = Admission(limits, api=api)
        self.broadcast = Broadcast(feed, counters)
        self.certificate = Presented() if tls else None
        self.weights = Weights(limits)
        self.accounts = Accounts()
        self.exchange: Exchange | None = None
        self.paper: PaperMarket | None = None
        self._open_exchange()
        self.faults = Injector(self, seed=1)
        # A fault that answers for the book; None from it means that it does so no more.
        self.old_book: Callable[[str, int], PartialDepth | None] | None = None
        self._open: dict[Endpoint, None] = {}
        self.listening: Listening
        self.sbe_listening: Listening

    async def serve(self, host: str, ports: Ports, ready: Callable[[Ports], asyncio.Event]) -> None:
        """Listen, tell `ready` the ports, and serve until the event it gave is set."""
        with failures_counted(self.counters):
            await self._serve(host, ports, ready)

    async def _serve(self, host: str, ports: Ports, ready: Callable[[Ports], asyncio.Event]) -> None:
        context = self.certificate.context if self.certificate else None
        self.listening = Listening(self._accept, host, ports.json, context)
        self.sbe_listening = Listening(self._accept_sbe, host, ports.sbe, context)
        await self.listening.open()
        try:
            await self.sbe_listening.open()
        except OSError:
            self.listening.close()
            raise
        self.source = self.feed.source(time.time_ns() // 1000)
        self._open_exchange()
        pacing = None
        if self.feed.speed is not None:
            sink = self.broadcast if self.paper is None else Heard(self.broadcast, self.paper, self.now)
            running = (
                self.source.flow(sink) if isinstance(self.source, Live) else pace(self.source, self.feed.speed, sink)
            )
            pacing = asyncio.create_task(running)
            await asyncio.sleep(0)  # it takes what is pushed before anybody knows that the venue runs
        try:
            await ready(Ports(self.listening.port, self.sbe_listening.port)).wait()
        finally:
            if pacing is not None:
                pacing.cancel()
            self.faults.heal()
            self.listening.close()
            self.sbe_listening.close()
            await self._close_all()

    async def _close_all(self) -> None:
        for endpoint in self.endpoints:
            endpoint.close(GOING_AWAY, "", "venue stopped")
        patience = asyncio.get_running_loop().time() + min(1.0, self.limits.close_timeout)
        while self._open and asyncio.get_running_loop().time() < patience:
            await asyncio.sleep(0.005)
        for endpoint in self.endpoints:
            endpoint.abort("venue stopped")
        await asyncio.sleep(0)

    @property
    def endpoints(self) -> list[Endpoint]:
        """The connections that are open, in the order they were opened."""
        return list(self._open)

    @property
    def is_paced(self) -> bool:
        """False when everything is sent as fast as each client reads."""
        return self.broadcast.is_paced

    @property
    def traded_market(self) -> Market | None:
        """The synthetic market; None when the venue replays a recording."""
        return self.source if isinstance(self.source, Market) else None

    def book(self, symbol: str, limit: int) -> PartialDepth:
        """What `depth` answers."""
        old = self.old_book(symbol, limit) if self.old_book is not None else None
        return old if old is not None else self.fresh_book(symbol, limit)

    def fresh_book(self, symbol: str, limit: int) -> PartialDepth:
        """The best levels of a symbol; without a pace, as they will be at the end of the furthest connection's round.

        Raises ConfigError when the venue replays a recording.
        """
        if isinstance(self.feed, Synthetic) and not self.is_paced:
            return self.feed.snapshot(symbol, limit, self.broadcast.furthest + 1)
        if self.traded_market is None:
            raise ConfigError("a venue that replays a recording has no book")
        return self.traded_market.depth_snapshot(symbol, limit)

    def open_account(self, account: Account) -> None:
        """Open an account, also on the exchange."""
        holder = self.accounts.open(account)
        if self.exchange is not None:
            self.exchange.open_account(holder.name, holder.balances)

    def status(self, symbol: str) -> SymbolStatus:
        """Whether a symbol trades."""
        return SymbolStatus.TRADING if self.exchange is None else self.exchange.pit(symbol).status

    @property
    def open_exchange(self) -> Exchange:
        """The exchange. Raises ConfigError when nothing is traded here."""
        if self.exchange is None:
            raise ConfigError("a venue that replays a recording without a pace trades nothing")
        return self.exchange

    def stepped(self) -> None:
        """An account did something: send what the market says of it."""
        self.broadcast.flush(self.counters.lag)

    def _open_exchange(self) -> None:
        """Begin an exchange over what is traded now, with all accounts as they were opened."""
        if (floors := self._floors()) is None:
            return
        limits = OrderLimits(self.limits.orders, self.limits.orders_of_a_day)
        seed = self.feed.seed if isinstance(self.feed, Synthetic) else 1
        self.exchange = Exchange(floors, on_event=self._happened, seed=seed, limits=limits, rules=self.limits.exchange)
        for holder in self.accounts.holders:
            self.exchange.open_account(holder.name, holder.balances)

    def _floors(self) -> Sequence[Floor] | None:
        if (market := self.traded_market) is not None:
            return synthetic_floors(
                market,
                lambda *message: self.broadcast.publish(*message),
                runs=self.is_paced,
                ahead=self.clock.ahead,
            )
        if isinstance(self.feed, Live):
            self.paper = PaperMarket.of_live(self.feed)
        elif isinstance(self.feed, Replay) and self.is_paced:
            self.paper = PaperMarket.of_records(self.feed.records)
        if self.paper is not None:
            return self.paper.traded
        return None

    def _happened(self, account: TradingAccount, event: Event) -> None:
        now = self.now()
        self.accounts.holder(account.name).happened(lambda unit: event_of(event, now, unit))

    def now(self) -> int:
        """Tell the venue's time in µs."""
        return self.clock.now()

    def joined(self, endpoint: Endpoint) -> None:
        """A connection is open."""
        self.counters.connections += 1
        self.counters.connections_open += 1
        endpoint.number = self.counters.connections
        self._open[endpoint] = None
        self.faults.joined(endpoint)

    def left(self, endpoint: Endpoint) -> None:
        """A connection is gone."""
        self.counters.connections_open -= 1
        self._open.pop(endpoint, None)
        self.faults.left(endpoint)
        if isinstance(endpoint, Connection):
            self.broadcast.forget(endpoint)

    def resubscribed(self, connection: Connection) -> None:
        """A connection's streams, the form of its messages or their way changed."""
        self.broadcast.subscribe(connection)
        self.faults.joined(connection)

    def _accept(self, request: WSUpgradeRequest) -> Endpoint | WSUpgradeResponseWithListener:
        try:
            target = self.admission.target(request.path, asyncio.get_running_loop().time())
            if isinstance(target, Target):
                return Connection(self, target, self._flat_errors)
            if banned_for := self.weights.banned_for(self.now()):
                raise Rejected(418, "banned", banned_for)
        except Rejected as rejected:
            return self._refused(rejected)
        self.weights.connected(self.now())
        return ApiConnection(self, target)

    def _accept_sbe(self, request: WSUpgradeRequest) -> Endpoint | WSUpgradeResponseWithListener:
        """The streams in SBE are for those alone who name a key."""
        try:
            target = self.admission.target(request.path, asyncio.get_running_loop().time())
            check_stream_key(self.accounts, request.headers.get("X-MBX-APIKEY"))
            if not isinstance(target, Target):
                raise Rejected(404, "no such path; /ws and /stream are served")
        except Rejected as rejected:
            return self._refused(rejected)
        return Connection(self, target._replace(is_sbe=True, time_unit=MICROSECOND), self._flat_errors)

    def _refused(self, rejected: Rejected) -> WSUpgradeResponseWithListener:
        self.counters.connections_refused += 1
        response = WSUpgradeResponse.create_error_response(rejected.status, rejected.why.encode(), rejected.headers)
        return WSUpgradeResponseWithListener(response, None)
