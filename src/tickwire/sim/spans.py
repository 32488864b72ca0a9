"""Trading over a stretch of time: single spans, candles of every interval, rolling windows. Times are µs."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_MONDAY = 4 * DAY


class Span:
    """Sums of the trades in some stretch of time. Quantities in units of 1e-8, values in 1e-16."""

    __slots__ = (
        "close", "count", "first_id", "high", "last_id", "last_qty", "low", "open", "quote", "taker_quote",
        "taker_volume", "volume",
    )  # fmt: skip

    def __init__(self, price: int = 0) -> None:
        self.open = self.high = self.low = self.close = price
        self.volume = self.quote = self.taker_volume = self.taker_quote = self.count = self.last_qty = 0
        self.first_id = self.last_id = -1

    def add(self, trade_id: int, price: int, qty: int, is_buyer_maker: bool) -> None:
        """Count one trade."""
        if not self.count:
            self.first_id, self.open, self.high, self.low = trade_id, price, price, price
        elif price > self.high:
            self.high = price
        elif price < self.low:
            self.low = price
        self.last_id, self.close, self.last_qty = trade_id, price, qty
        self.count += 1
        value = price * qty
        self.volume += qty
        self.quote += value
        if not is_buyer_maker:
            self.taker_volume += qty
            self.taker_quote += value

    def merge(self, later: Span) -> None:
        """Count all the trades of a span that follows this one."""
        if not later.count:
            return
        if self.count:
            self.high, self.low = max(self.high, later.high), min(self.low, later.low)
        else:
            self.first_id, self.open, self.high, self.low = later.first_id, later.open, later.high, later.low
        self.last_id, self.close, self.last_qty = later.last_id, later.close, later.last_qty
        self.count += later.count
        self.volume += later.volume
        self.quote += later.quote
        self.taker_volume += later.taker_volume
        self.taker_quote += later.taker_quote


def candle_bounds(interval: str, time: int, utc_offset: int = 0) -> tuple[int, int]:
    """Start and end of the candle that holds `time`; the end is the start of the next candle.

    Candles open on boundaries of the clock that is `utc_offset` µs ahead of UTC; weeks begin on Monday.
    """
    local = time + utc_offset
    if interval == "1M":
        day = _EPOCH + timedelta(microseconds=local)
        first = day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        after = (first + timedelta(days=32)).replace(day=1)
        start, end = ((moment - _EPOCH) // timedelta(microseconds=1) for moment in (first, after))
    else:
        length = int(interval[:-1]) * _UNITS[interval[-1]]
        phase = _FIRST_MONDAY if interval == "1w" else 0
        start = (local - phase) // length * length + phase
        end = start + length
    return start - utc_offset, end - utc_offset


class Candle:
    """The candle that is forming, of one interval."""

    def __init__(self, interval: str, utc_offset: int, time: int, price: int) -> None:
        self.interval, self._utc_offset = interval, utc_offset
        self.start, self.end = candle_bounds(interval, time, utc_offset)
        self.span = Span(price)

    def roll(self) -> None:
        """Begin the next candle, at the last price."""
        self.start, self.end = candle_bounds(self.interval, self.end, self._utc_offset)
        self.span = Span(self.span.close)


class RollingWindow:
    """The trades of the last `length` µs, dropped a full minute at a time."""

    def __init__(self, length: int, price: int) -> None:
        self.length, self.price_before = length, 0
        self._price = price
        self._minutes: deque[tuple[int, Span]] = deque()
        self._closed = Span(price)

    def start(self, now: int) -> int:
        """When the window that ends at `now` began: a full minute."""
        return (now - self.length) // MINUTE * MINUTE

    def add(self, now: int, second: Span) -> None:
        """Count the trades of the second that ended at `now`."""
        minute = (now - 1) // MINUTE * MINUTE
        if not self._minutes or self._minutes[-1][0] != minute:
            self._minutes.append((minute, Span(self._price)))
            self._drop_before(self.start(now))
        self._minutes[-1][1].merge(second)
        self._price = second.close if second.count else self._price

    def span(self) -> Span:
        """Everything in the window."""
        total = Span(self._price)
        total.merge(self._closed)
        if self._minutes:
            total.merge(self._minutes[-1][1])
        return total

    def _drop_before(self, start: int) -> None:
        minutes = self._minutes
        while minutes[0][0] < start:
            gone = minutes.popleft()[1]
            self.price_before = gone.close if gone.count else self.price_before
        self._closed = Span(self._price)
        for _, span in list(minutes)[:-1]:
            self._closed.merge(span)
