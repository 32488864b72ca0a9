"""A synthetic market: several symbols that trade at random and repeat exactly for the same seed.

It reads no clock: time is virtual and moves when `advance` says so. All times are µs since the epoch.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from ..errors import ConfigError
from ..schema.kinds import Message
from ..schema.market import PartialDepth
from .instruments import INSTRUMENTS, Instrument, instrument
from .messages import SEND_DELAY, Publish, partial_depth
from .spans import SECOND
from .symbol_market import DEPTH_SPEED, WINDOWS, SymbolMarket

# Depth is sent every 20 ms, 50 ms, 100 ms and second.
GRID = 10_000
DEFAULT_START = 1_800_000_000 * SECOND


class Market:
    """Every symbol's trading, in the order of its times.

    `rate` is the number of orders a second over all symbols, `depth` the number of levels a side of each book,
    `history` the number of trades of each symbol that are remembered.
    """

    def __init__(
        self,
        seed: int = 1,
        symbols: Sequence[str | Instrument] = INSTRUMENTS,
        *,
        rate: float = 500.0,
        start: int = DEFAULT_START,
        depth: int = 200,
        history: int = 50_000,
    ) -> None:
        if not symbols:
            raise ConfigError("symbols: a market needs at least one")
        if rate <= 0:
            raise ConfigError(f"rate: orders a second must be above 0, not {rate}")
        self.now = start
        self._lock = threading.Lock()
        self._symbols = [SymbolMarket(instrument(symbol), seed, start, depth, history) for symbol in symbols]
        self._by_name = {each.symbol: each for each in self._symbols}
        self._mean_gap = len(self._symbols) / rate * SECOND
        self._orders = [(self._next_order(each, start), index) for index, each in enumerate(self._symbols)]
        heapq.heapify(self._orders)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols, as messages write them."""
        return tuple(self._by_name)

    @property
    def traded(self) -> Sequence[SymbolMarket]:
        """What each symbol has traded."""
        return self._symbols

    def symbol(self, name: str) -> SymbolMarket | None:
        """One symbol as messages write it; None when it is not traded here."""
        return self._by_name.get(name)

    @property
    def next_time(self) -> int:
        """When the market next has something to send."""
        return min(self._orders[0][0], self._next_grid()) + SEND_DELAY

    def advance(self, until: int, publish: Publish) -> None:
        """Trade up to the time `until` and publish all that is due by then, in order."""
        until -= SEND_DELAY
        while True:
            grid = self._next_grid()
            with self._lock:
                self._trade(min(until + 1, grid), publish)
                if grid > until:
                    self.now = max(self.now, until)
                    return
                self.now = grid
                self._tick(grid, publish)

    @contextmanager
    def visited(self, now: int) -> Iterator[int]:
        """Hold the market still for somebody's order that arrives at `now`; gives its time, never a past one."""
        with self._lock:
            yield max(self.now, now)

    def depth_snapshot(self, symbol: str, limit: int = 100) -> PartialDepth:
        """The best `limit` levels a side and the update id after which they stood so; safe from any thread.

        Raises ConfigError for a symbol that is not traded here.
        """
        each = self._by_name.get(symbol.upper())
        if each is None:
            raise ConfigError(f"symbol: {symbol!r} is not traded here; {', '.join(self._by_name)} are")
        with self._lock:
            return partial_depth(each.book.update_id, *each.book.levels(limit))

    def restart_ids(self, symbol: str | None = None) -> None:
        """Let the ids of one symbol, or of all, begin anew; safe from any thread.

        Raises ConfigError for a symbol that is not traded here.
        """
        if symbol is not None and symbol.upper() not in self._by_name:
            raise ConfigError(f"symbol: {symbol!r} is not traded here; {', '.join(self._by_name)} are")
        with self._lock:
            for each in self._symbols:
                if symbol is None or each.symbol == symbol.upper():
                    each.restart_ids()

    def _next_grid(self) -> int:
        return (self.now // GRID + 1) * GRID

    def _next_order(self, symbol: SymbolMarket, time: int) -> int:
        return time + 1 + int(symbol.rng.expovariate(1.0) * self._mean_gap)

    def _trade(self, stop: int, publish: Publish) -> None:
        """Let every order arrive whose time is below `stop`."""
        orders = self._orders
        while orders[0][0] < stop:
            time, index = orders[0]
            symbol = self._symbols[index]
            symbol.order(time, publish)
            heapq.heapreplace(orders, (self._next_order(symbol, time), index))

    def _tick(self, time: int, publish: Publish) -> None:
        for symbol in self._symbols:
            symbol.sbe_depth_tick(time, publish)
        if time % DEPTH_SPEED:
            return
        for symbol in self._symbols:
            symbol.depth_tick(time, publish)
        if time % SECOND:
            return
        traded = [symbol for symbol in self._symbols if symbol.second_tick(time, publish)]
        if not traded:
            return
        publish("!miniTicker@arr", lambda unit: [symbol.mini_ticker(time, unit) for symbol in traded])
        for name, _ in WINDOWS:
            publish(f"!ticker_{name}@arr", partial(_rolling_tickers, traded, name, time))


def _rolling_tickers(symbols: list[SymbolMarket], name: str, time: int, unit: int) -> list[Message]:
    return [symbol.rolling_ticker(name, time, unit) for symbol in symbols]
