"""One symbol's trading: orders come in, and everything its streams say follows from the trades and the book."""

from __future__ import annotations

import random
from functools import partial
from typing import Protocol

from ..schema.kinds import Message
from ..schema.streams import INTERVALS, LEVELS
from . import messages
from .book import Level
from .counting import Counts
from .history import History, PastAggTrade, PastCandle, PastTrade
from .instruments import Instrument
from .messages import Publish
from .order_flow import Fill, OrderFlow
from .order_flow import Visitors as Resting
from .sbe.market import SbeStreams
from .sbe.streams import Told
from .spans import DAY, HOUR, MINUTE, SECOND, Candle, RollingWindow, Span

CLOCKS = (("", 0), ("@+08:00", 8 * HOUR))
# µs between messages of the faster streams of depth in JSON.
DEPTH_SPEED = 100_000
WINDOWS = (("1h", HOUR), ("4h", 4 * HOUR), ("1d", DAY))
_BLOCK_TRADE_CHANCE = 0.1
_NO_REFERENCE_CHANCE = 0.05


class Visitors(Resting, Protocol):
    """Those who trade here besides the market's own random orders."""

    def arrive(self, time: int, publish: Publish) -> None:
        """An order of the market's own is about to reach the book."""

    def traded(self, price: int) -> None:
        """There was a trade."""

    def leave(self) -> None:
        """The order has been dealt with."""


class SymbolMarket:
    """The book, the trades and the statistics of one instrument. Times are µs."""

    def __init__(self, instrument: Instrument, seed: int, start: int, depth: int, history: int) -> None:
        self.instrument, self.symbol, self.prefix = instrument, instrument.symbol, instrument.stream_prefix
        self.rng = random.Random(f"{seed}/{instrument.symbol}")
        self._flow = OrderFlow(instrument, self.rng, depth)
        self.book = self._flow.book
        self._trade_id, self._agg_id, self._block_id = self.rng.randrange(10**9), self.rng.randrange(10**9), 0
        self.history = History(history)
        self._last_trade_time = start
        # The reference price, None while there is none, and when it was set; None before it ever was.
        self.reference: tuple[int | None, int] | None = None
        self._second = Span(instrument.price)
        self._candles = {
            f"{self.prefix}@kline_{interval}{suffix}": Candle(interval, offset, start, instrument.price)
            for suffix, offset in CLOCKS
            for interval in INTERVALS
        }
        self._windows = {name: RollingWindow(length, instrument.price) for name, length in WINDOWS}
        self._five_minutes = RollingWindow(5 * MINUTE, instrument.price)
        self._depth_changes = {speed: self.book.follow() for speed in ("@100ms", "")}
        self._sbe = SbeStreams(self.symbol, self.prefix, self.book)
        self._visitors: Visitors | None = None
        # Trades that the next aggregate trade sums up: the first one's id, and their quantity.
        self._summed = (0, 0)

    def admit(self, visitors: Visitors) -> None:
        """Let others trade here as well."""
        self._visitors = self._flow.visitors = visitors

    @property
    def last_price(self) -> int:
        """The price of the last trade."""
        return self._second.close

    @property
    def average_price(self) -> int:
        """The average of the last five minutes, weighted by quantity; the last price when nothing was traded."""
        span = self._five_minutes.span()
        return span.quote // span.volume if span.volume else self.last_price

    def five_minutes(self) -> tuple[Span, int]:
        """The trades of the last five minutes, and when the last one was."""
        return self._five_minutes.span(), self._last_trade_time

    def day(self) -> tuple[RollingWindow, Span]:
        """The last 24 hours, and their trades."""
        window = self._windows["1d"]
        return window, window.span()

    def candles(self, interval: str, clock: str) -> list[PastCandle]:
        """Candles of an interval, oldest first, the forming one last; `clock` is the end of the stream's name."""
        stream = f"{self.prefix}@kline_{interval}{clock}"
        forming = self._candles[stream]
        return [*self.history.candles(stream), PastCandle(forming.start, forming.end, forming.span)]

    def counts(self) -> dict[Counts, int]:
        """How far the ids are."""
        return {
            Counts.TRADES: self._trade_id,
            Counts.AGG_TRADES: self._agg_id,
            Counts.BLOCK_TRADES: self._block_id,
            Counts.UPDATES: self.book.update_id,
        }

    def rewind(self, bids: list[Level], asks: list[Level], time: int, publish: Publish) -> None:
        """Bring the book back to what it was, by updates like any other; `time` is a full second."""
        self.book.restore(bids, asks)
        self._quote(time, publish)
        self.depth_tick(time, publish)
        self._sbe.depth_tick(time, publish)

    def restart_ids(self) -> None:
        """Begin all ids anew, as after a reset of the venue."""
        self._trade_id = self._agg_id = self._block_id = 0
        self.book.restart_ids()
        self.history.forget_ids()

    def order(self, time: int, publish: Publish) -> None:
        """One order reaches the book at `time`."""
        before = self.book.top()
        if self._visitors is not None:
            self._visitors.arrive(time, publish)
        for fill in self._flow.step():
            self._traded(fill, time, publish)
        if self._visitors is not None:
            self._visitors.leave()
        self.quote(time, before, publish)

    def quote(self, time: int, before: tuple[Level, Level], publish: Publish) -> None:
        """Send the best bid and ask, unless they are as they were."""
        if self.book.top() != before:
            self._quote(time, publish)

    def _quote(self, time: int, publish: Publish) -> None:
        (bid, ask), update_id = self.book.top(), self.book.update_id
        publish(f"{self.prefix}@bookTicker", lambda _: messages.book_ticker(self.symbol, update_id, bid, ask))
        self._sbe.quote(time, bid, ask, publish)

    def refill(self) -> None:
        """Put own orders where visitors took nearly all of them."""
        self._flow.refill()

    def _traded(self, fill: Fill, time: int, publish: Publish) -> None:
        for qty in fill.trades:
            self.trade(time, fill.price, qty, fill.is_buyer_maker, publish)
        self.aggregate(time, fill.price, fill.is_buyer_maker, publish)
        if self._visitors is not None:
            self._visitors.traded(fill.price)

    def trade(self, time: int, price: int, qty: int, is_buyer_maker: bool, publish: Publish) -> int:
        """Two orders traded: count it and send it; gives its id."""
        self._trade_id += 1
        self._last_trade_time = time
        first_id, summed = self._summed
        self._summed = (first_id if summed else self._trade_id, summed + qty)
        made = (self._trade_id, price, qty, is_buyer_maker)
        self._second.add(*made)
        self.history.trades.append(PastTrade(self._trade_id, time, price, qty, is_buyer_maker))
        publish(f"{self.prefix}@trade", partial(messages.trade, self.symbol, time, *made))
        self._sbe.traded(Told(*made))
        return self._trade_id

    def aggregate(self, time: int, price: int, is_buyer_maker: bool, publish: Publish) -> None:
        """Send the sum of the trades since the one before, all of one order at one price; nothing without trades."""
        (first_id, qty), self._summed = self._summed, (0, 0)
        if not qty:
            return
        self._agg_id += 1
        self._sbe.tell(time, publish)
        total = (self._agg_id, price, qty, first_id, self._trade_id, is_buyer_maker)
        self.history.agg_trades.append(PastAggTrade(self._agg_id, time, *total[1:]))
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

    def sbe_depth_tick(self, time: int, publish: Publish) -> None:
        """Send the streams of depth that are faster in SBE, on every 10 ms."""
        self._sbe.depth_tick(time, publish)

    def _partial_depth(self, levels: int, _unit: int) -> Message:
        return messages.partial_depth(self.book.update_id, *self.book.levels(levels))

    def second_tick(self, time: int, publish: Publish) -> bool:
        """Close the second that ends at `time` and send candles and statistics; tells whether anything traded."""
        second, self._second = self._second, Span(self._second.close)
        for name, candle in self._candles.items():
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
            self.history.closed(name, candle)
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
        self.reference = (reference, time)
        publish(f"{self.prefix}@referencePrice", partial(messages.reference_price, self.symbol, time, reference))
        if self.rng.random() < _BLOCK_TRADE_CHANCE:
            self._block_id += 1
            made = (self._block_id, bid, 50 * self.instrument.order_size, self.rng.random() < 0.5)
            self.history.block_trades.append(PastTrade(self._block_id, time, *made[1:]))
            publish(f"{self.prefix}@blockTrade", partial(messages.block_trade, self.symbol, time, *made))
