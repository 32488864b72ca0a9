"""What one symbol's streams have sent, kept for requests that ask for it later. Times are µs, amounts units of 1e-8."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import NamedTuple, Protocol, TypeVar

from .spans import Candle, Span

CANDLES_KEPT = 1000


class PastTrade(NamedTuple):
    """One trade, or one made off the book."""

    id: int
    time: int
    price: int
    qty: int
    is_buyer_maker: bool


class PastAggTrade(NamedTuple):
    """All trades of one order at one price."""

    id: int
    time: int
    price: int
    qty: int
    first_trade_id: int
    last_trade_id: int
    is_buyer_maker: bool


class PastCandle(NamedTuple):
    """A candle: closed, or the one that is forming."""

    start: int
    end: int
    span: Span


class _Timed(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def time(self) -> int: ...


_Record = TypeVar("_Record", bound=_Timed)


class History:
    """The last `length` trades, aggregate trades and block trades, and the closed candles of every stream."""

    def __init__(self, length: int) -> None:
        self.trades: deque[PastTrade] = deque(maxlen=length)
        self.agg_trades: deque[PastAggTrade] = deque(maxlen=length)
        self.block_trades: deque[PastTrade] = deque(maxlen=length)
        self._candles: dict[str, deque[PastCandle]] = {}

    def closed(self, stream: str, candle: Candle) -> None:
        """Keep a candle whose time is over."""
        kept = self._candles.setdefault(stream, deque(maxlen=CANDLES_KEPT))
        kept.append(PastCandle(candle.start, candle.end, candle.span))

    def candles(self, stream: str) -> list[PastCandle]:
        """The closed candles of a stream, oldest first."""
        return list(self._candles.get(stream, ()))

    def forget_ids(self) -> None:
        """Drop everything that has an id."""
        for records in (self.trades, self.agg_trades, self.block_trades):
            records.clear()


def from_id(records: deque[_Record], first: int, limit: int) -> list[_Record]:
    """At most `limit` records from the id `first` on; ids are contiguous, and those too old are missing."""
    if not records:
        return []
    begin = max(0, first - records[0].id)
    return list(islice(records, begin, begin + limit))


def newest(records: deque[_Record], limit: int) -> list[_Record]:
    """The last `limit` records, oldest first."""
    return list(islice(records, max(0, len(records) - limit), None))


def between(records: deque[_Record], start: int | None, end: int | None, limit: int) -> list[_Record]:
    """At most `limit` records whose times lie within; the oldest ones when there is a `start`, else the newest."""
    found = [each for each in records if (start is None or each.time >= start) and (end is None or each.time < end)]
    return found[:limit] if start is not None else found[-limit:]
