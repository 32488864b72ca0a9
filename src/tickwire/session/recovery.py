"""Filling a gap: which requests bring the messages that a stream missed, and the messages made of their rows.

Sans-I/O. Rows become payloads as the stream itself would have sent them; what rows do not tell is filled in so: the
event time is the time of the trade, or the end of the candle, and a candle's first and last trade are -1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

import msgspec

from ..schema import (
    AggTrade,
    AggTradeRow,
    Candle,
    CandleRow,
    Kline,
    Message,
    StreamName,
    Trade,
    TradeRow,
    parse_stream,
    read,
)
from .instants import instant_ns, resolution_ns
from .weights import request_weight

# The most rows that the venue returns at once.
ROWS = 1000
# What has just happened may not be to be had at once: so often is it asked for again, after so many seconds.
RETRIES, RETRY_DELAY = 4, 0.25

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "M": 28 * 86400}

Range = tuple[int, int]
Instant = Callable[[int], int]


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a gap that was to be filled.

    `first` and `last` are the ids that were missing, of the kind that `unit` names ("trade_id", "agg_trade_id",
    "open_time" in ns); `recovered` counts the messages delivered, `lost` holds the ranges that never came, and `error`
    why, if it is known. `seconds` is how long it took, while the stream waited.
    """

    stream: str
    unit: str
    first: int
    last: int
    recovered: int
    lost: tuple[Range, ...]
    error: Exception | None
    seconds: float


class Question(NamedTuple):
    """A request to be sent, and its weight."""

    method: str
    params: dict[str, Any]
    weight: int


class Backfill:
    """One gap, first to last id, filled by one request after the other.

    Of a gap longer than `max_messages` the latest are asked for. `is_microseconds` is the stream's unit of time.
    """

    def __init__(self, stream: str, first: int, last: int, *, is_microseconds: bool, max_messages: int) -> None:
        self._source = _source(stream)
        self.first, self.last = first, last
        self._next = self._source.latest(first, last, max_messages)
        self._per_ns = 1_000 if is_microseconds else 1_000_000
        self._tries = 0
        self.lost: list[Range] = [(first, self._next - 1)] if self._next > first else []

    @property
    def is_over(self) -> bool:
        """Whether everything came, or no more will."""
        return self._next > self.last or self._tries > RETRIES

    @property
    def retry_in(self) -> float:
        """Seconds to wait before the next question: 0 unless the last one brought nothing."""
        return RETRY_DELAY * self._tries

    def question(self) -> Question:
        """The request for what is missing from here on."""
        method, params = self._source.request(self._next, self.last)
        return Question(method, params, request_weight(method, params))

    def take(self, result: msgspec.Raw) -> list[bytes]:
        """Return the messages of an answer's rows, in order; raises msgspec.DecodeError for what are no such rows."""
        payloads = []
        for key, following, message in self._source.messages(result, self._instant):
            if not self._next <= key <= self.last:
                continue
            if self._source.is_dense and key > self._next:  # ids that the venue never gave
                self.lost.append((self._next, key - 1))
            self._next = following
            payloads.append(msgspec.json.encode(message))
        self._tries = 0 if payloads else self._tries + 1
        return payloads

    def give_up(self) -> list[Range]:
        """The ranges that never came."""
        return [*self.lost, (self._next, self.last)] if self._next <= self.last else self.lost

    def _instant(self, value: int) -> int:
        return instant_ns(value) // self._per_ns


def is_recoverable(stream: str) -> bool:
    """Whether the venue can be asked for what a stream missed: trades, aggregate trades and candles."""
    name = parse_stream(stream)
    return name is not None and name.message in _SOURCES


class _Source(Protocol):
    """Where a stream's messages are to be had a second time."""

    is_dense: bool

    def latest(self, first: int, last: int, most: int) -> int:
        """The first id of the latest `most` messages from `first` to `last`."""
        ...

    def request(self, first: int, last: int) -> tuple[str, dict[str, Any]]:
        """Method and parameters that bring the messages from `first` on."""
        ...

    def messages(self, result: msgspec.Raw, instant: Instant) -> Iterator[tuple[int, int, Message]]:
        """The id of each row, the id that follows it, and its message."""
        ...


class _Trades:
    """Trades by their ids."""

    is_dense = True

    def __init__(self, stream: str, name: StreamName) -> None:
        self._symbol = (name.symbol or "").upper()

    def latest(self, first: int, last: int, most: int) -> int:
        return max(first, last - most + 1)

    def request(self, first: int, last: int) -> tuple[str, dict[str, Any]]:
        limit = min(ROWS, last - first + 1)
        return "trades.historical", {"symbol": self._symbol, "fromId": first, "limit": limit}

    def messages(self, result: msgspec.Raw, instant: Instant) -> Iterator[tuple[int, int, Message]]:
        for row in read(result, list[TradeRow]):
            time = instant(row.time)
            yield (
                row.id,
                row.id + 1,
                Trade(
                    event_time=time,
                    symbol=self._symbol,
                    trade_id=row.id,
                    price=row.price,
                    qty=row.qty,
                    transact_time=time,
                    is_buyer_maker=row.is_buyer_maker,
                    is_best_match=row.is_best_match,
                ),
            )


class _AggTrades(_Trades):
    """Aggregate trades by their ids."""

    def request(self, first: int, last: int) -> tuple[str, dict[str, Any]]:
        return "trades.aggregate", super().request(first, last)[1]

    def messages(self, result: msgspec.Raw, instant: Instant) -> Iterator[tuple[int, int, Message]]:
        for row in read(result, list[AggTradeRow]):
            time = instant(row.transact_time)
            yield (
                row.agg_trade_id,
                row.agg_trade_id + 1,
                AggTrade(
                    event_time=time,
                    symbol=self._symbol,
                    agg_trade_id=row.agg_trade_id,
                    price=row.price,
                    qty=row.qty,
                    first_trade_id=row.first_trade_id,
                    last_trade_id=row.last_trade_id,
                    transact_time=time,
                    is_buyer_maker=row.is_buyer_maker,
                    is_best_match=row.is_best_match,
                ),
            )


class _Candles:
    """Closed candles by the time they opened, in ns."""

    is_dense = False  # which open times there are is the calendar's matter

    def __init__(self, stream: str, name: StreamName) -> None:
        self._symbol, self._interval = (name.symbol or "").upper(), name.options["interval"]
        self._timezone = {"timeZone": "+08:00"} if stream.endswith("@+08:00") else {}

    def latest(self, first: int, last: int, most: int) -> int:
        seconds = int(self._interval[:-1]) * _SECONDS[self._interval[-1]]
        return max(first, last - (most - 1) * seconds * 1_000_000_000)

    def request(self, first: int, last: int) -> tuple[str, dict[str, Any]]:
        params: dict[str, Any] = {"symbol": self._symbol, "interval": self._interval}
        params |= {"startTime": first // 1_000_000, "endTime": last // 1_000_000, "limit": ROWS}
        return "klines", params | self._timezone

    def messages(self, result: msgspec.Raw, instant: Instant) -> Iterator[tuple[int, int, Message]]:
        for row in read(result, list[CandleRow]):
            following = instant_ns(row.close_time) + resolution_ns(row.close_time)
            yield instant_ns(row.open_time), following, self._kline(row, instant)

    def _kline(self, row: CandleRow, instant: Instant) -> Kline:
        candle = Candle(
            open_time=instant(row.open_time),
            close_time=instant(row.close_time),
            symbol=self._symbol,
            interval=self._interval,
            first_trade_id=-1,
            last_trade_id=-1,
            open_price=row.open_price,
            close_price=row.close_price,
            high_price=row.high_price,
            low_price=row.low_price,
            volume=row.volume,
            num_trades=row.num_trades,
            is_closed=True,
            quote_volume=row.quote_volume,
            taker_buy_base_volume=row.taker_buy_base_volume,
            taker_buy_quote_volume=row.taker_buy_quote_volume,
        )
        return Kline(event_time=instant(row.close_time), symbol=self._symbol, candle=candle)


_SOURCES: dict[type[Message], Callable[[str, StreamName], _Source]] = {
    Trade: _Trades,
    AggTrade: _AggTrades,
    Kline: _Candles,
}


def _source(stream: str) -> _Source:
    name = parse_stream(stream)
    if name is None or name.message not in _SOURCES:
        raise ValueError(f"what {stream} missed cannot be asked for")
    return _SOURCES[name.message](stream, name)
