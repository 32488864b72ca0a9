"""One symbol's trading: orders come in, and everything its streams say follows from the trades and the book."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from ..schema.kinds import Message
from ..schema.streams import INTERVALS, LEVELS
from . import messages
from .instruments import Instrument
from .order_flow import Fill, OrderFlow
from .spans import DAY, HOUR, MINUTE, SECOND, Candle, RollingWindow, Span

# Called with a stream's name and a function that makes its message for times in units of so many µs.
Publish = Callable[[str, Callable[[int], "Message | Sequence[Message]"]], None]

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
        self._depth_ids = dict.fromkeys(self._depth_changes, 0)

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
            self._second.add(self._trade_id, price, qty, is_buyer_maker)
            made = (self._trade_id, price, qty, is_buyer_maker)
            publish(f"{self.prefix}@trade", lambda unit, made=made: messages.trade(self.symbol, time, unit, *made))
        self._agg_id += 1
        total = (self._agg_id, price, sum(fill.trades), first_id, self._trade_id, is_buyer_maker)
        publish(f"{self.prefix}@aggTrade", lambda unit: messages.agg_trade(self.symbol, time, unit, *total))

    def depth_tick(self, time: int, publish: Publish) -> None:
        """Send depth streams: every 100 ms, and on full seconds the slower ones as well."""
        for speed, changes in self._depth_changes.items():
            if not speed and time % SECOND:
                continue
            if (changed := changes.take()) is None:
                continue
            update = changed
            publish(
                f"{self.prefix}@depth{speed}",
                lambda unit, update=update: messages.depth_update(self.symbol, time, unit, update),
            )
            for levels in LEVELS:
                publish(f"{self.prefix}@depth{levels}{speed}", lambda _, levels=levels: self.depth(int(levels)))

    def depth(self, levels: int) -> Message:
        """The best `levels` levels of both sides."""
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
            publish(name, lambda unit: messages.kline(self.symbol, time, unit, candle))
        if time >= candle.end:
            candle.roll()

    def _send_statistics(self, time: int, publish: Publish) -> None:
        publish(f"{self.prefix}@miniTicker", lambda unit: self.mini_ticker(time, unit))
        day, top = self._windows["1d"], self.book.top()
        publish(f"{self.prefix}@ticker", lambda unit: messages.ticker(self.symbol, time, unit, day, day.span(), *top))
        for name in self._windows:
            publish(f"{self.prefix}@ticker_{name}", lambda unit, name=name: self.rolling_ticker(name, time, unit))
        last = self._last_trade_time
        publish(
            f"{self.prefix}@avgPrice",
            lambda unit: messages.avg_price(self.symbol, time, unit, self._five_minutes.span(), last),
        )

    def mini_ticker(self, time: int, unit: int) -> Message:
        """The last 24 hours in short."""
        return messages.mini_ticker(self.symbol, time, unit, self._windows["1d"].span())

    def rolling_ticker(self, name: str, time: int, unit: int) -> Message:
        """The window called `name`: 1h, 4h or 1d."""
        window = self._windows[name]
        return messages.rolling_ticker(self.symbol, time, unit, name, window, window.span())

    def _send_rarities(self, time: int, publish: Publish) -> None:
        (bid, _), (ask, _) = self.book.top()
        reference = None if self.rng.random() < _NO_REFERENCE_CHANCE else (bid + ask) // 2
        publish(
            f"{self.prefix}@referencePrice", lambda unit: messages.reference_price(self.symbol, time, unit, reference)
        )
        if self.rng.random() < _BLOCK_TRADE_CHANCE:
            self._block_id += 1
            made = (self._block_id, bid, 50 * self.instrument.order_size, self.rng.random() < 0.5)
            publish(f"{self.prefix}@blockTrade", lambda unit: messages.block_trade(self.symbol, time, unit, *made))
