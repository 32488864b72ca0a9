"""What truly happens at the venue: trades, candles and order books of a few symbols, each with exact ids.

A step of time makes some updates; every one has an update id of its own, and the book after each is remembered, so that
any book of a client can be compared with the venue's at the same id. Days at the venue are made once, as tapes, and
played to many clients.
"""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random
from typing import NamedTuple

from .clock import EPOCH_NS

Side = dict[int, int]  # price in hundredths -> quantity in thousandths

REACH = 8  # how far from the middle orders lie, in hundredths
SECOND_MS, MINUTE_MS = 1_000, 60_000
INTERVALS = {"1s": SECOND_MS, "1m": MINUTE_MS}

START_MS = EPOCH_NS // 1_000_000
STEP = 0.1  # seconds between the steps of a tape
STEPS = 4_000
TAPES = 4
LONGEST_QUIET = 100  # steps without a trade
ACTIVITIES = {"btcusdt": 0.5, "ethusdt": 0.15, "nknusdt": 0.004}  # the chance of a trade in a step


NO_ID = -1
UPDATES = ("@depth@100ms", "@bookTicker")  # the streams whose ids are those of updates of the book
_UPDATE_IDS = re.compile(rb'"([Uu])":(\d+)')


class Event(NamedTuple):
    """One message of one stream: `first` and `last` are its ids, `frame` its bytes.

    A candle's id is its opening time in ns; while it forms it has none.
    """

    stream: str
    first: int
    last: int
    frame: bytes

    def shifted(self, by: int) -> Event:
        """The same with update ids that are lower by so much."""
        frame = _UPDATE_IDS.sub(lambda found: b'"%b":%d' % (found[1], int(found[2]) - by), self.frame)
        return Event(self.stream, self.first - by, self.last - by, frame)


class Trade(NamedTuple):
    """A trade, or an aggregate of the trades `first` to `last`."""

    id: int
    price: int
    qty: int
    time_ms: int
    is_buyer_maker: bool
    first: int
    last: int


class Tape:
    """Some minutes at the venue: what it sends at each step, and what was true at every id."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.symbols = {name: Symbol(name, random, activity) for name, activity in ACTIVITIES.items()}
        self.steps = [
            [
                event
                for symbol in self.symbols.values()
                for event in symbol.step(START_MS + round(number * STEP * 1_000))
            ]
            for number in range(STEPS)
        ]


@lru_cache(maxsize=TAPES)
def tape(number: int) -> Tape:
    """One of a few tapes, made when first asked for."""
    return Tape(number % TAPES)


class Candle:
    """A candle while it forms and after."""

    def __init__(self, interval: str, open_ms: int, price: int) -> None:
        self.interval, self.open_ms, self.close_ms = interval, open_ms, open_ms + INTERVALS[interval] - 1
        self.open = self.high = self.low = self.close = price
        self.qty = self.count = 0
        self.first = self.last = -1

    def take(self, trade: Trade) -> None:
        """A trade falls into it."""
        self.high, self.low, self.close = max(self.high, trade.price), min(self.low, trade.price), trade.price
        self.qty += trade.qty
        self.count += 1
        self.first = trade.id if self.first < 0 else self.first
        self.last = trade.id


class Symbol:
    """One instrument; `activity` is the chance of a trade in a step."""

    def __init__(self, name: str, random: Random, activity: float) -> None:
        self.name, self.title, self.activity = name, name.upper(), activity
        self._random = random
        self.middle = random.randrange(1_000, 100_000)
        self.bids: Side = {self.middle - distance: 1_000 * distance for distance in range(1, 4)}
        self.asks: Side = {self.middle + distance: 1_000 * distance for distance in range(1, 4)}
        self.update_id = random.randrange(1, 10**10)
        self.books: dict[int, tuple[Side, Side]] = {self.update_id: (self.bids.copy(), self.asks.copy())}
        self.trades: dict[int, Trade] = {}
        self.aggregates: dict[int, Trade] = {}
        self._trade_id, self._aggregate_id = random.randrange(10**10), random.randrange(10**9)
        self.candles: dict[str, list[Candle]] = {interval: [] for interval in INTERVALS}
        self._quiet = 0

    def step(self, now_ms: int) -> list[Event]:
        """Let the time go on to `now_ms`; returns what the venue sends to whoever subscribed."""
        events: list[Event] = []
        random = self._random.random
        for interval in INTERVALS:
            events += self._candle_events(interval, now_ms)
        self._quiet += 1
        if random() < self.activity or self._quiet > LONGEST_QUIET:
            self._quiet = 0
            events += self._trade(now_ms)
        if random() < 0.25 + self.activity:
            events += self._update(now_ms)
        return events

    def _trade(self, now_ms: int) -> list[Event]:
        """An aggressive order and its fills."""
        random = self._random
        price, is_buyer_maker = (max(self.bids), True) if random.random() < 0.5 else (min(self.asks), False)
        first, fills, total = self._trade_id + 1, random.choice((1, 1, 2, 3)), 0
        events = []
        for self._trade_id in range(first, first + fills):
            trade = Trade(
                self._trade_id,
                price,
                random.randrange(1, 5_000),
                now_ms,
                is_buyer_maker,
                self._trade_id,
                self._trade_id,
            )
            self.trades[trade.id] = trade
            total += trade.qty
            events.append(Event(f"{self.name}@trade", trade.id, trade.id, trade_frame(self, trade)))
            for candles in self.candles.values():
                candles[-1].take(trade)
        self._aggregate_id += 1
        aggregate = Trade(self._aggregate_id, price, total, now_ms, is_buyer_maker, first, self._trade_id)
        self.aggregates[aggregate.id] = aggregate
        events.append(Event(f"{self.name}@aggTrade", aggregate.id, aggregate.id, aggregate_frame(self, aggregate)))
        return events

    def _update(self, now_ms: int) -> list[Event]:
        """Some changes of the book, each with its id; quotes for each, one message of depth for all."""
        first, bids, asks = self.update_id + 1, {}, {}
        events = []
        for _ in range(self._random.choice((1, 1, 2, 3))):
            self._change(bids, asks)
            self.update_id += 1
            self.books[self.update_id] = (self.bids.copy(), self.asks.copy())
            events.append(Event(f"{self.name}@bookTicker", self.update_id, self.update_id, quote_frame(self)))
        depth = depth_frame(self, now_ms, first, bids, asks)
        events.append(Event(f"{self.name}@depth@100ms", first, self.update_id, depth))
        return events

    def _change(self, bids: Side, asks: Side) -> None:
        """Set or delete an order's level, or move the middle; `bids` and `asks` note what came of it."""
        random = self._random
        move = random.choice((-1, 0, 0, 0, 0, 1))
        self.middle += move
        for side, changed, sign in ((self.bids, bids, -1), (self.asks, asks, 1)):
            for price in [price for price in side if not 0 < sign * (price - self.middle) <= 3 * REACH]:
                del side[price]
                changed[price] = 0
            if not side:
                side[self.middle + sign] = changed[self.middle + sign] = random.randrange(1, 9_000)
        side, changed, sign = (self.bids, bids, -1) if random.random() < 0.5 else (self.asks, asks, 1)
        price = self.middle + sign * random.randrange(1, REACH + 1)
        if price in side and len(side) > 1 and random.random() < 0.4:
            del side[price]
            changed[price] = 0
        else:
            side[price] = changed[price] = random.randrange(1, 9_000)

    def _candle_events(self, interval: str, now_ms: int) -> list[Event]:
        """Candles that end are sent once more, closed; the one that forms now and then."""
        candles, length = self.candles[interval], INTERVALS[interval]
        if not candles:
            candles.append(Candle(interval, now_ms - now_ms % length, self.middle))
        events = []
        while candles[-1].close_ms < now_ms:
            events.append(self._candle_event(candles[-1], candles[-1].close_ms + 1, is_closed=True))
            candles.append(Candle(interval, candles[-1].close_ms + 1, candles[-1].close))
        if length > SECOND_MS and self._random.random() < 0.1:
            events.append(self._candle_event(candles[-1], now_ms, is_closed=False))
        return events

    def _candle_event(self, candle: Candle, now_ms: int, *, is_closed: bool) -> Event:
        number = candle.open_ms * 1_000_000 if is_closed else NO_ID
        frame = candle_frame(self, candle, now_ms, is_closed)
        return Event(f"{self.name}@kline_{candle.interval}", number, number, frame)


def price_text(price: int) -> str:
    """A price as the venue writes it."""
    return f"{price // 100}.{price % 100:02d}000000"


def qty_text(qty: int) -> str:
    """A quantity as the venue writes it."""
    return f"{qty // 1000}.{qty % 1000:03d}00000"


def levels_text(side: Side) -> str:
    """Levels as the venue writes them."""
    return ",".join([f'["{price_text(price)}","{qty_text(qty)}"]' for price, qty in side.items()])


def trade_frame(symbol: Symbol, trade: Trade) -> bytes:
    return (
        f'{{"stream":"{symbol.name}@trade","data":{{"e":"trade","E":{trade.time_ms},"s":"{symbol.title}",'
        f'"t":{trade.id},"p":"{price_text(trade.price)}","q":"{qty_text(trade.qty)}","T":{trade.time_ms},'
        f'"m":{"true" if trade.is_buyer_maker else "false"},"M":true}}}}'
    ).encode()


def aggregate_frame(symbol: Symbol, trade: Trade) -> bytes:
    return (
        f'{{"stream":"{symbol.name}@aggTrade","data":{{"e":"aggTrade","E":{trade.time_ms},"s":"{symbol.title}",'
        f'"a":{trade.id},"p":"{price_text(trade.price)}","q":"{qty_text(trade.qty)}","f":{trade.first},'
        f'"l":{trade.last},"T":{trade.time_ms},"m":{"true" if trade.is_buyer_maker else "false"},"M":true}}}}'
    ).encode()


def quote_frame(symbol: Symbol) -> bytes:
    bid, ask = max(symbol.bids), min(symbol.asks)
    return (
        f'{{"stream":"{symbol.name}@bookTicker","data":{{"u":{symbol.update_id},"s":"{symbol.title}",'
        f'"b":"{price_text(bid)}","B":"{qty_text(symbol.bids[bid])}",'
        f'"a":"{price_text(ask)}","A":"{qty_text(symbol.asks[ask])}"}}}}'
    ).encode()


def depth_frame(symbol: Symbol, now_ms: int, first: int, bids: Side, asks: Side) -> bytes:
    return (
        f'{{"stream":"{symbol.name}@depth@100ms","data":{{"e":"depthUpdate","E":{now_ms},"s":"{symbol.title}",'
        f'"U":{first},"u":{symbol.update_id},"b":[{levels_text(bids)}],"a":[{levels_text(asks)}]}}}}'
    ).encode()


def candle_frame(symbol: Symbol, candle: Candle, now_ms: int, is_closed: bool) -> bytes:
    return (
        f'{{"stream":"{symbol.name}@kline_{candle.interval}","data":{{"e":"kline","E":{now_ms},"s":"{symbol.title}",'
        f'"k":{{"t":{candle.open_ms},"T":{candle.close_ms},"s":"{symbol.title}","i":"{candle.interval}",'
        f'"f":{candle.first},"L":{candle.last},"o":"{price_text(candle.open)}","c":"{price_text(candle.close)}",'
        f'"h":"{price_text(candle.high)}","l":"{price_text(candle.low)}","v":"{qty_text(candle.qty)}",'
        f'"n":{candle.count},"x":{"true" if is_closed else "false"},"q":"0","V":"0","Q":"0","B":"0"}}}}}}'
    ).encode()
