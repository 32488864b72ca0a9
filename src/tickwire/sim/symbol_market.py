"""One symbol's trading: orders come in, and everything its streams say follows from the trades and the book."""

from __future__ import annotations

import random
from functools import partial

from ..schema.kinds import Message
from ..schema.streams import INTERVALS, LEVELS
from . import messages
from .instruments import Instrument
from .messages import Publish
from .order_flow import Fill, OrderFlow
from .spans import DAY, HOUR, MINUTE, SECOND, Candle, RollingWindow, Span

CLOCKS = (("", 0), ("@+08:00", 8 * HOUR))
WINDOWS = (("1h", HOUR), ("4h", 4 * HOUR), ("1d", DAY))
_BLOCK_TRADE_CHANCE = 0.1
_NO_REFERENCE_CHANCE = 0.05


class SymbolMarket:
    """The book, the trades and the statistics of one instrument. Times are µs."""

    def __init__(self, instrument: Instrument, seed: int, start: int, depth: int) -> None:
        self.instrument, self.symbol, self.prefix = instrument, instrument.symbol, instrument.stream_prefix
        self.rng = random.Random(f"{seed}/{instrument.symbol}")
        self._flow = OrderFlow(instrument, self.rng, depth)
        self.book = self._flow.book
        self._trade_id, self._agg_id, self._block_id = self.rng.randrange(10**9), self.rng.randrange(10**9), 0
        self._last_trade_time = start
        self._second = Span(instrument.price)
        self._candles = [
            (f"{self.prefix}@kline_{interval}{suffix}", Candle(interval, offset, start, instrument.price))
            for suffix, offset in CLOCKS
            for interval in INTERVALS
        ]
        self._windows = {name: RollingWindow(length, instrument.price) for name, length in WINDOWS}
        self._five_minutes = RollingWindow(5 * MINUTE, instrument.price)
        self._depth_changes = {speed: self.book.follow() for speed in ("@100ms", "")}

    def order(self, time: int, publish: Publish) -> None:
        """One order reaches the book at `time`."""
        before = self.book.top()
        for fill in self._flow.step():
            self._traded(fill, time, publish)
        bid, ask = self.book.top()
        if (bid, ask) != before:
            update_id = self.book.update_id
            publish(f"{self.prefix}@bookTicker", lambda _: messages.book_ticker(self.symbol, update_id, bid, ask))

    def _traded(self, fill: Fill, time: int, publish: Publish) -> None:
        price, is_buyer_maker = fill.price, fill.is_buyer_maker
        first_id = self._trade_id + 1
        self._last_trade_time = time
        for qty in fill.trades:
            self._trade_id += 1
            made = (self._trade_id, price, qty, is_buyer_maker)
            self._second.add(*made)
            publish(f"{self.prefix}@trade", partial(messages.trade, self.symbol, time, *made))
        self._agg_id += 1
        total = (self._agg_id, price, sum(fill.trades), first_id, self._trade_id, is_buyer_maker)
        publish(f"{self.prefix}@aggTrade", partial(messages.agg_trade, self.symbol, time, *total))

    def depth_tick(self, time: int, publish: Publish) -> None:
        """Send depth streams: every 100 ms, and on full seconds the slower ones as well."""
        for speed, changes in self._depth_changes.items():
            if not speed and time % SECOND:
                continue
            if (changed := changes.take()) is None:
                continue
            publish(f"{self.prefix}@depth{speed}", partial(messages.depth_update, self.symbol, time, changed))
            for levels in LEVELS:
                publish(f"{self.prefix}@depth{levels}{speed}", partial(self._partial_depth, int(levels)))

    def _partial_depth(self, levels: int, _unit: int) -> Message:
        return messages.partial_depth(self.book.update_id, *self.book.levels(levels))

    def second_tick(self, time: int, publish: Publish) -> bool:
        """Close the second that ends at `time` and send candles and statistics; tells whether anything traded."""
        second, self._second = self._second, Span(self._second.close)
        for name, candle in self._candles:
            self._form(name, candle, second, time, publish)
        for window in (*self._windows.values(), self._five_minutes):
            window.add(time, second)
        self._send_statistics(time, publish)
        self._send_rarities(time, publish)
        return second.count > 0

    def _form(self, name: str, candle: Candle, second: Span, time: int, publish: Publish) -> None:
        candle.span.merge(second)
        if time >= candle.end or candle.interval == "1s" or time // SECOND % 2 == 0:
            publish(name, partial(messages.kline, self.symbol, time, candle))
        if time >= candle.end:
            candle.roll()

    def _send_statistics(self, time: int, publish: Publish) -> None:
        publish(f"{self.prefix}@miniTicker", partial(self.mini_ticker, time))
        publish(f"{self.prefix}@ticker", partial(self._ticker, time))
        for name in self._windows:
            publish(f"{self.prefix}@ticker_{name}", partial(self.rolling_ticker, name, time))
        publish(f"{self.prefix}@avgPrice", partial(self._avg_price, time))

    def mini_ticker(self, time: int, unit: int) -> Message:
        """The last 24 hours in short."""
        return messages.mini_ticker(self.symbol, time, self._windows["1d"].span(), unit)

    def _ticker(self, time: int, unit: int) -> Message:
        day = self._windows["1d"]
        bid, ask = self.book.top()
        return messages.ticker(self.symbol, time, day, day.span(), bid, ask, unit)

    def rolling_ticker(self, name: str, time: int, unit: int) -> Message:
        """The window called `name`: 1h, 4h or 1d."""
        window = self._windows[name]
        return messages.rolling_ticker(self.symbol, time, name, window, window.span(), unit)

    def _avg_price(self, time: int, unit: int) -> Message:
        return messages.avg_price(self.symbol, time, self._five_minutes.span(), self._last_trade_time, unit)

    def _send_rarities(self, time: int, publish: Publish) -> None:
        (bid, _), (ask, _) = self.book.top()
        reference = None if self.rng.random() < _NO_REFERENCE_CHANCE else (bid + ask) // 2
        publish(f"{self.prefix}@referencePrice", partial(messages.reference_price, self.symbol, time, reference))
        if self.rng.random() < _BLOCK_TRADE_CHANCE:
            self._block_id += 1
            made = (self._block_id, bid, 50 * self.instrument.order_size, self.rng.random() < 0.5)
            publish(f"{self.prefix}@blockTrade", partial(messages.block_trade, self.symbol, time, *made))
