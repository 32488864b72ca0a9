"""The methods of the WebSocket API about what happened in a span of time, and about reference prices."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from . import api_errors, messages
from .api_methods import CLOCKS, Method, Query
from .api_params import Params
from .instruments import SCALE
from .messages import decimal_text
from .spans import DAY, HOUR, MINUTE, Span
from .symbol_market import SymbolMarket

_WINDOW = re.compile(r"([1-9]|[1-5][0-9])m|([1-9]|1[0-9]|2[0-3])h|([1-7])d")
_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY}
# Minutes are remembered for so long; of longer windows the hours are summed.
_MINUTES_KEPT = 900 * MINUTE
_ALL = 101
_Body = dict[str, Any]


class Stretch(NamedTuple):
    """The trades of a symbol in some span of time, µs."""

    symbol: SymbolMarket
    start: int
    end: int
    trades: Span


def _change(span: Span) -> _Body:
    return {
        "priceChange": decimal_text(span.close - span.open),
        "priceChangePercent": messages.percent(span),
        "weightedAvgPrice": messages.average(span),
    }


def _prices(span: Span) -> _Body:
    return {
        "openPrice": decimal_text(span.open),
        "highPrice": decimal_text(span.high),
        "lowPrice": decimal_text(span.low),
    }


def _ending(stretch: Stretch, unit: int) -> _Body:
    span = stretch.trades
    return {
        "volume": decimal_text(span.volume),
        "quoteVolume": decimal_text(span.quote // SCALE),
        "openTime": stretch.start // unit,
        "closeTime": stretch.end // unit,
        "firstId": span.first_id,
        "lastId": span.last_id,
        "count": span.count,
    }


def _ticker(stretch: Stretch, unit: int, *, is_whole: bool) -> _Body:
    """What all of these have, in short or as a whole."""
    body: _Body = {"symbol": stretch.symbol.symbol, **(_change(stretch.trades) if is_whole else {})}
    body |= {**_prices(stretch.trades), "lastPrice": decimal_text(stretch.trades.close)}
    return body | _ending(stretch, unit)


def _day_ticker(stretch: Stretch, unit: int, *, is_whole: bool) -> _Body:
    """24 hours, with the book beside them when it is the whole."""
    if not is_whole:
        return _ticker(stretch, unit, is_whole=False)
    symbol, span = stretch.symbol, stretch.trades
    (bid, bid_qty), (ask, ask_qty) = symbol.book.top()
    body: _Body = {"symbol": symbol.symbol, **_change(span)}
    body["prevClosePrice"] = decimal_text(symbol.day()[0].price_before)
    body |= {"lastPrice": decimal_text(span.close), "lastQty": decimal_text(span.last_qty)}
    body |= {"bidPrice": decimal_text(bid), "bidQty": decimal_text(bid_qty)}
    body |= {"askPrice": decimal_text(ask), "askQty": decimal_text(ask_qty)}
    return body | _prices(span) | _ending(stretch, unit)


def _tickers(
    query: Query, cut: Callable[[SymbolMarket], Stretch], show: Callable[..., _Body], *, may_be_all: bool = False
) -> Any:
    kind = query.params.optional_text("type") or "FULL"
    if kind not in ("FULL", "MINI"):
        raise api_errors.bad_ticker_type()
    several, one = query.symbols(), query.params.optional_text("symbol")
    if one is not None and several is not None:
        raise api_errors.bad_combination()
    if one is None and several is None and not may_be_all:
        raise api_errors.missing("symbol")
    wanted = [query.traded(one)] if one is not None else several or list(query.market.traded)
    query.check_status(one)
    found = [show(cut(each), query.unit, is_whole=kind == "FULL") for each in wanted]
    return found[0] if one is not None else found


def _day(query: Query) -> Any:
    def cut(symbol: SymbolMarket) -> Stretch:
        return Stretch(symbol, query.now - DAY, query.now, symbol.day()[1])

    return _tickers(query, cut, _day_ticker, may_be_all=True)


def _trading_day(query: Query) -> Any:
    clock = CLOCKS.get(query.params.optional_text("timeZone") or "0")
    if clock is None:
        raise api_errors.invalid("timeZone")

    def cut(symbol: SymbolMarket) -> Stretch:
        candle = symbol.candles("1d", clock)[-1]
        return Stretch(symbol, candle.start, candle.end - 1, candle.span)

    return _tickers(query, cut, _ticker)


def _window(query: Query) -> Any:
    size = query.params.optional_text("windowSize") or "1d"
    if not _WINDOW.fullmatch(size):
        raise api_errors.invalid("windowSize")
    length = int(size[:-1]) * _UNITS[size[-1]]
    start = (query.now - length) // MINUTE * MINUTE

    def cut(symbol: SymbolMarket) -> Stretch:
        candles = symbol.candles("1m" if length <= _MINUTES_KEPT else "1h", "")
        total = Span(candles[-1].span.close)
        for candle in candles:
            if candle.end > start:
                total.merge(candle.span)
        return Stretch(symbol, start, query.now, total)

    return _tickers(query, cut, _ticker)


def _reference_price(query: Query) -> Any:
    symbol = query.symbol()
    if symbol.reference is None:
        raise api_errors.no_reference_price()
    price, time = symbol.reference
    shown = None if price is None else decimal_text(price)
    return {"symbol": symbol.symbol, "referencePrice": shown, "timestamp": time // query.unit}


def _calculation(query: Query) -> Any:
    symbol = query.symbol()
    query.check_status(symbol.symbol)
    if symbol.reference is None:
        raise api_errors.no_reference_price()
    means = {"calculationType": "ARITHMETIC_MEAN", "bucketCount": 1, "bucketWidthMs": 1000}
    return {"symbol": symbol.symbol, **means}


def _execution_rules(query: Query) -> Any:
    several, one = query.symbols(), query.params.optional_text("symbol")
    if sum(query.params.has(name) for name in ("symbol", "symbols", "symbolStatus")) > 1:
        raise api_errors.bad_combination()
    query.check_status(None)
    wanted = [query.traded(one)] if one is not None else several or query.market.traded
    return {"symbolRules": [{"symbol": each.symbol, "rules": []} for each in wanted]}


def _count(params: Params) -> int:
    if params.has("symbol"):
        return 1
    return len(params.texts("symbols") or ()) or _ALL


def _for_each(weight: int, most: int) -> Callable[[Params], int]:
    return lambda params: min(weight * _count(params), most)


def _by_count(params: Params) -> int:
    count = _count(params)
    return 2 if count <= 20 else 40 if count < _ALL else 80


METHODS = {
    "ticker.24hr": Method(_by_count, _day),
    "ticker.tradingDay": Method(_for_each(4, 200), _trading_day),
    "ticker": Method(_for_each(4, 200), _window),
    "referencePrice": Method(2, _reference_price),
    "referencePrice.calculation": Method(2, _calculation),
    "executionRules": Method(_for_each(2, 40), _execution_rules),
}
