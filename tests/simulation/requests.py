"""The WebSocket API of the venue in memory: snapshots, history and time, for their weight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from .channel import MemoryChannel
from .market import INTERVALS, Candle, Side, Symbol, Trade, price_text, qty_text

if TYPE_CHECKING:
    from .venue import MemoryVenue

WEIGHT_LIMIT, MINUTE = 6_000, 60.0
DEPTH_WEIGHTS = ((100, 5), (500, 25), (1_000, 50), (5_000, 250))


class WeightLimit:
    """Request weight in fixed windows of a minute; `blocked_until` makes the venue refuse until then."""

    def __init__(self) -> None:
        self.used, self.blocked_until = 0, 0.0
        self._window = -1

    def take(self, weight: int, now: float) -> bool:
        """Count a request; False when the venue must refuse it."""
        window = int(now // MINUTE)
        if window != self._window:
            self._window, self.used = window, 0
        self.used += weight
        return self.used <= WEIGHT_LIMIT


class ApiChannel(MemoryChannel):
    """A connection for requests. `instead` are done in place of the next answers."""

    def __init__(self, venue: MemoryVenue, dispatch: Any, line: int, peer: Any) -> None:
        super().__init__(venue, dispatch, line, peer)
        self.instead: list[Callable[[ApiChannel, dict[str, Any]], bytes | None]] = []

    def __repr__(self) -> str:
        return "the API's line"

    def send(self, frame: bytes) -> None:
        """Requests are limited by weight, not by number."""
        if self.is_open and not self.is_dead:
            self.venue.trace.add("asked the API", frame[:150])
            self.answer(frame)

    def answer(self, frame: bytes) -> None:
        """Answer at once, unless a fault stands in the way."""
        request = msgspec.json.decode(frame)
        reply = self.instead.pop(0)(self, request) if self.instead else self.answer_to(request)
        if reply is not None:
            self.reply(reply)

    def answer_to(self, request: dict[str, Any]) -> bytes:
        """The venue's answer, or its refusal when the weight is used up."""
        params = request.get("params") or {}
        weight = _weight(request["method"], params)
        limit, now = self.venue.weights, self.venue.loop.now
        if now < limit.blocked_until:
            return self.refusal(request, limit.blocked_until - now)
        if not limit.take(weight, self.venue.clock.venue_ns() / 1e9):
            self.venue.violate(f"request weight {limit.used} of {WEIGHT_LIMIT} in a minute")
        result = _METHODS[request["method"]](self.venue, params)
        return msgspec.json.encode(
            {"id": request["id"], "status": 200, "result": result, "rateLimits": [self._rate_limit()]}
        )

    def refusal(self, request: dict[str, Any], seconds: float) -> bytes:
        """429, with the time from which requests are welcome again."""
        now_ms = self.venue.now_ms
        data = {"serverTime": now_ms, "retryAfter": now_ms + round(seconds * 1_000)}
        error = {"code": -1003, "msg": "Too much request weight used.", "data": data}
        return msgspec.json.encode(
            {"id": request["id"], "status": 429, "error": error, "rateLimits": [self._rate_limit()]}
        )

    def _rate_limit(self) -> dict[str, Any]:
        return {
            "rateLimitType": "REQUEST_WEIGHT",
            "interval": "MINUTE",
            "intervalNum": 1,
            "limit": WEIGHT_LIMIT,
            "count": self.venue.weights.used,
        }


def _weight(method: str, params: dict[str, Any]) -> int:
    if method == "depth":
        return next(weight for limit, weight in DEPTH_WEIGHTS if params.get("limit", 100) <= limit)
    return {"trades.historical": 25, "trades.aggregate": 4, "klines": 2, "time": 1, "ping": 1}[method]


def _symbol(venue: MemoryVenue, params: dict[str, Any]) -> Symbol:
    return venue.tape.symbols[params["symbol"].lower()]


def _depth(venue: MemoryVenue, params: dict[str, Any]) -> dict[str, Any]:
    """The book at the last update that the venue has sent, or a few before when `snapshot_age` says so."""
    symbol = _symbol(venue, params)
    update_id = max(min(symbol.books), venue.last_update_id(symbol) - venue.snapshot_age)
    bids, asks = symbol.books[update_id]
    return {
        "lastUpdateId": update_id - venue.shifts.get(symbol.name, 0),
        "bids": _levels(bids, params.get("limit", 100), is_falling=True),
        "asks": _levels(asks, params.get("limit", 100), is_falling=False),
    }


def _levels(side: Side, limit: int, *, is_falling: bool) -> list[tuple[str, str]]:
    prices = sorted(side, reverse=is_falling)[:limit]
    return [(price_text(price), qty_text(side[price])) for price in prices]


def _from_id(venue: MemoryVenue, of: dict[int, Trade], params: dict[str, Any]) -> list[Trade]:
    """Trades from an id on that have happened by now."""
    first, limit = params["fromId"], params.get("limit", 500)
    found = []
    for number in range(first, first + limit):
        trade = of.get(number)
        if trade is None or trade.time_ms > venue.played_ms:
            break
        found.append(trade)
    return found


def _historical(venue: MemoryVenue, params: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "id": trade.id,
            "price": price_text(trade.price),
            "qty": qty_text(trade.qty),
            "quoteQty": "0.00000000",
            "time": trade.time_ms,
            "isBuyerMaker": trade.is_buyer_maker,
            "isBestMatch": True,
        }
        for trade in _from_id(venue, _symbol(venue, params).trades, params)
    ]


def _aggregate(venue: MemoryVenue, params: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "a": trade.id,
            "p": price_text(trade.price),
            "q": qty_text(trade.qty),
            "f": trade.first,
            "l": trade.last,
            "T": trade.time_ms,
            "m": trade.is_buyer_maker,
            "M": True,
        }
        for trade in _from_id(venue, _symbol(venue, params).aggregates, params)
    ]


def _klines(venue: MemoryVenue, params: dict[str, Any]) -> list[list[Any]]:
    """Candles by their opening times; one that forms would be there too, as it is now."""
    length, played = INTERVALS[params["interval"]], venue.played_ms
    start, end = params["startTime"], params.get("endTime", played)
    candles = _symbol(venue, params).candles[params["interval"]]
    first = max(0, -(-(start - candles[0].open_ms) // length))
    chosen = candles[first : first + params.get("limit", 500)]
    return [_kline(candle) for candle in chosen if candle.open_ms <= min(end, played)]


def _kline(candle: Candle) -> list[Any]:
    prices = [price_text(price) for price in (candle.open, candle.high, candle.low, candle.close)]
    rest = [candle.close_ms, "0", candle.count, "0", "0", "0"]
    return [candle.open_ms, *prices, qty_text(candle.qty), *rest]


_METHODS: dict[str, Callable[[MemoryVenue, dict[str, Any]], Any]] = {
    "depth": _depth,
    "trades.historical": _historical,
    "trades.aggregate": _aggregate,
    "klines": _klines,
    "time": lambda venue, _: {"serverTime": venue.now_ms},
    "ping": lambda *_: {},
}
