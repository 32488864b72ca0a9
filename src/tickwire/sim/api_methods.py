"""The methods of the WebSocket API: what each weighs, which parameters it takes and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..schema.enums import SymbolStatus
from ..schema.market import PartialDepth
from ..schema.streams import INTERVALS
from . import api_errors, messages
from .api_params import Params
from .exchange_info import exchange_info
from .history import PastAggTrade, PastCandle, PastTrade, between, from_id, newest
from .instruments import SCALE
from .limits import Limits
from .market import Market
from .messages import decimal_text
from .spans import Span
from .symbol_market import SymbolMarket

# Later than any time in ms, earlier than any in µs.
_FIRST_MICROSECOND = 10**14
_DEPTH_WEIGHTS = ((100, 5), (500, 25), (1000, 50))
CLOCKS = {"0": "", "0:00": "", "+00:00": "", "-00:00": "", "+08:00": "@+08:00", "8": "@+08:00", "8:00": "@+08:00"}


# Gives the best levels of a symbol.
Book = Callable[[str, int], PartialDepth]


class Query(NamedTuple):
    """One request: the market it is about, its parameters, µs in a unit of its times, and the venue's time in µs."""

    market: Market
    params: Params
    unit: int
    now: int
    limits: Limits
    book: Book
    status: Callable[[str], SymbolStatus]

    def symbol(self) -> SymbolMarket:
        """The symbol that must be named."""
        return self.traded(self.params.text("symbol"))

    def traded(self, name: str) -> SymbolMarket:
        """A symbol by its name. Raises ApiError when it is not traded here."""
        if (found := self.market.symbol(name)) is None:
            raise api_errors.bad_symbol()
        return found

    def check_status(self, name: str | None) -> None:
        """Raise ApiError when another status is asked for than the symbol has, or none that there is."""
        wanted = self.params.optional_text("symbolStatus")
        if wanted is not None and wanted not in SymbolStatus.__members__:
            raise api_errors.bad_symbol_status()
        if wanted is not None and name is not None and self.status(name) != wanted:
            raise api_errors.other_status()

    def symbols(self) -> list[SymbolMarket] | None:
        """The symbols asked for by `symbols`; None when all are meant or `symbol` names one."""
        names = self.params.texts("symbols")
        if names is not None and len(set(names)) < len(names):
            raise api_errors.ApiError(-1151, "Symbol is present multiple times in the list.")
        return None if names is None else [self.traded(name) for name in names]

    def times(self) -> tuple[int | None, int | None]:
        """The span of time asked for, in µs; its end belongs to it no more."""
        start, end = self.params.optional_integer("startTime"), self.params.optional_integer("endTime")
        return (
            start if start is None or start >= _FIRST_MICROSECOND else start * 1000,
            end if end is None else end + 1 if end >= _FIRST_MICROSECOND else (end + 1) * 1000,
        )


Answer = Callable[[Query], Any]


def _ping(_: Query) -> Any:
    return {}


def _time(query: Query) -> Any:
    return {"serverTime": query.now // query.unit}


def _exchange_info(query: Query) -> Any:
    several = query.symbols()
    one = query.params.optional_text("symbol")
    query.params.texts("permissions")
    if one is not None and several is not None:
        raise api_errors.bad_combination()
    wanted = [query.traded(one)] if one is not None else several or query.market.traded
    return exchange_info([each.instrument for each in wanted], query.status, query.limits, query.now // query.unit)


def _depth(query: Query) -> Any:
    symbol, limit = query.symbol(), query.params.limit(100, 5000)
    query.check_status(symbol.symbol)
    return query.book(symbol.symbol, limit)


def _trade(each: PastTrade, unit: int) -> dict[str, Any]:
    return {
        "id": each.id,
        "price": decimal_text(each.price),
        "qty": decimal_text(each.qty),
        "quoteQty": decimal_text(each.price * each.qty // SCALE),
        "time": each.time // unit,
        "isBuyerMaker": each.is_buyer_maker,
    }


def _trades(found: Sequence[PastTrade], unit: int) -> list[dict[str, Any]]:
    return [{**_trade(each, unit), "isBestMatch": True} for each in found]


def _trades_recent(query: Query) -> Any:
    history, limit = query.symbol().history, query.params.limit(500, 1000)
    return _trades(newest(history.trades, limit), query.unit)


def _trades_historical(query: Query) -> Any:
    history, limit = query.symbol().history, query.params.limit(500, 1000)
    first = query.params.optional_integer("fromId")
    found = newest(history.trades, limit) if first is None else from_id(history.trades, first, limit)
    return _trades(found, query.unit)


def _block_trades_historical(query: Query) -> Any:
    history, limit = query.symbol().history, query.params.limit(500, 1000)
    found = from_id(history.block_trades, query.params.integer("fromId"), limit)
    return [_trade(each, query.unit) for each in found]


def _agg_trade(each: PastAggTrade, unit: int) -> dict[str, Any]:
    return {
        "a": each.id,
        "p": decimal_text(each.price),
        "q": decimal_text(each.qty),
        "f": each.first_trade_id,
        "l": each.last_trade_id,
        "T": each.time // unit,
        "m": each.is_buyer_maker,
        "M": True,
    }


def _trades_aggregate(query: Query) -> Any:
    records, limit = query.symbol().history.agg_trades, query.params.limit(500, 1000)
    first, (start, end) = query.params.optional_integer("fromId"), query.times()
    if first is not None and (start is not None or end is not None):
        raise api_errors.bad_combination()
    if first is not None:
        found = from_id(records, first, limit)
    elif start is None and end is None:
        found = newest(records, limit)
    else:
        found = between(records, start, end, limit)
    return [_agg_trade(each, query.unit) for each in found]


def _candle(each: PastCandle, unit: int) -> list[Any]:
    span: Span = each.span
    return [
        each.start // unit,
        decimal_text(span.open),
        decimal_text(span.high),
        decimal_text(span.low),
        decimal_text(span.close),
        decimal_text(span.volume),
        (each.end - 1) // unit,
        decimal_text(span.quote // SCALE),
        span.count,
        decimal_text(span.taker_volume),
        decimal_text(span.taker_quote // SCALE),
        "0",
    ]


def _klines(query: Query) -> Any:
    symbol, interval, limit = query.symbol(), query.params.text("interval"), query.params.limit(500, 1000)
    if interval not in INTERVALS:
        raise api_errors.bad_interval()
    clock = CLOCKS.get(query.params.optional_text("timeZone") or "0")
    if clock is None:
        raise api_errors.invalid("timeZone")
    start, end = query.times()
    found = [
        each
        for each in symbol.candles(interval, clock)
        if (start is None or each.start >= start) and (end is None or each.start < end)
    ]
    return [_candle(each, query.unit) for each in (found[:limit] if start is not None else found[-limit:])]


def _avg_price(query: Query) -> Any:
    symbol = query.symbol()
    span, traded = symbol.five_minutes()
    return {"mins": 5, "price": messages.average(span), "closeTime": traded // query.unit}


def _tickers(query: Query, ticker: Callable[[SymbolMarket], Any]) -> Any:
    several, one = query.symbols(), query.params.optional_text("symbol")
    query.check_status(one if one is not None and query.market.symbol(one) else None)
    if one is not None and several is not None:
        raise api_errors.bad_combination()
    if one is not None:
        return ticker(query.traded(one))
    return [ticker(each) for each in several or query.market.traded]


def _price(symbol: SymbolMarket) -> Any:
    return {"symbol": symbol.symbol, "price": decimal_text(symbol.last_price)}


def _best(symbol: SymbolMarket) -> Any:
    (bid, bid_qty), (ask, ask_qty) = symbol.book.top()
    return {
        "symbol": symbol.symbol,
        "bidPrice": decimal_text(bid),
        "bidQty": decimal_text(bid_qty),
        "askPrice": decimal_text(ask),
        "askQty": decimal_text(ask_qty),
    }


def _ticker_price(query: Query) -> Any:
    return _tickers(query, _price)


def _ticker_book(query: Query) -> Any:
    return _tickers(query, _best)


def _depth_weight(params: Params) -> int:
    limit = params.limit(100, 5000)
    return next((weight for most, weight in _DEPTH_WEIGHTS if limit <= most), 250)


def _ticker_weight(params: Params) -> int:
    return 2 if params.optional_text("symbol") is not None else 4


class Method(NamedTuple):
    """One method: its weight, or how that follows from the parameters, its answer, and whether it needs a market.

    A recording of which there are prices is market enough for those of paper.
    """

    weight: int | Callable[[Params], int]
    answer: Answer
    needs_market: bool = True
    is_of_paper: bool = False


METHODS = {
    "ping": Method(1, _ping, needs_market=False),
    "time": Method(1, _time, needs_market=False),
    "exchangeInfo": Method(20, _exchange_info, is_of_paper=True),
    "depth": Method(_depth_weight, _depth),
    "trades.recent": Method(25, _trades_recent),
    "trades.historical": Method(25, _trades_historical),
    "trades.aggregate": Method(4, _trades_aggregate),
    "blockTrades.historical": Method(25, _block_trades_historical),
    "klines": Method(2, _klines),
    "uiKlines": Method(2, _klines),
    "avgPrice": Method(2, _avg_price),
    "ticker.price": Method(_ticker_weight, _ticker_price),
    "ticker.book": Method(_ticker_weight, _ticker_book),
}
