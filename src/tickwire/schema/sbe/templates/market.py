"""Replies about the market."""

from __future__ import annotations

from ...api import AggTradeRow, CandleRow, TradeRow
from ...market import PartialDepth
from ...tickers import AveragePrice, BestPrices, LastPrice, ReferencePriceCalculation, ReferencePriceReply, TickerStats
from ..layout import Group, Template, rows

_LEVEL = "price:price qty:qty"
_TRADE = "id:i64 price:price qty:qty quoteQty:price time:i64 isBuyerMaker:bool"
_CANDLE = (
    "openTime:i64 openPrice:price highPrice:price lowPrice:price closePrice:price volume:qty128 closeTime:i64 "
    "quoteVolume:price128 numTrades:i64 takerBuyBaseVolume:qty128 takerBuyQuoteVolume:price128"
)
_PRICES = "openPrice:price?=0 highPrice:price?=0 lowPrice:price?=0"
_TOTALS = (
    "volume:qty128 quoteVolume:price128 openTime:i64 closeTime:i64 firstId:i64?=-1 lastId:i64?=-1 count:i64 symbol:str8"
)
_CHANGE = "price^ qty^ priceChange:price?=0 priceChangePercent:f32?=0.0 weightedAvgPrice:price?=0"
_DAY = (
    f"{_CHANGE} prevClosePrice:price?=0 lastPrice:price?=0 lastQty:qty128 bidPrice:price?=0 bidQty:qty "
    f"askPrice:price?=0 askQty:qty {_PRICES} {_TOTALS}"
)
_FULL = f"{_CHANGE} {_PRICES} lastPrice:price?=0 {_TOTALS}"
_MINI = f"price^ qty^ {_PRICES} lastPrice:price?=0 {_TOTALS}"
_LAST = "price^ price:price?=0 symbol:str8"
_BEST = "price^ qty^ bidPrice:price?=0 bidQty:qty askPrice:price?=0 askQty:qty symbol:str8"


def _many(number: int, name: str, form: type, text: str) -> Template:
    """The form for several symbols."""
    return Template(number, name, list[form], "", Group("tickers", text), root="tickers")  # type: ignore[valid-type]


MARKET = (
    Template(
        200, "DepthResponse", PartialDepth, "lastUpdateId:i64 price^ qty^",
        Group("bids", _LEVEL, shape=rows), Group("asks", _LEVEL, shape=rows),
    ),
    Template(
        201, "TradesResponse", list[TradeRow], "price^ qty^",
        Group("trades", f"{_TRADE} isBestMatch:bool"), root="trades",
    ),
    Template(
        202, "AggTradesResponse", list[AggTradeRow], "price^ qty^",
        Group("aggTrades", "a:i64 p:price q:qty f:i64 l:i64 T:i64 m:bool M:bool"), root="aggTrades",
    ),
    Template(
        203, "KlinesResponse", list[CandleRow], "price^ qty^",
        Group("klines", _CANDLE, shape=rows), root="klines",
    ),
    Template(204, "AveragePriceResponse", AveragePrice, "mins:i64 price^ price:price?=0 closeTime:i64?=-1"),
    Template(205, "Ticker24hSymbolFullResponse", TickerStats, _DAY),
    _many(206, "Ticker24hFullResponse", TickerStats, _DAY),
    Template(207, "Ticker24hSymbolMiniResponse", TickerStats, _MINI),
    _many(208, "Ticker24hMiniResponse", TickerStats, _MINI),
    Template(209, "PriceTickerSymbolResponse", LastPrice, _LAST),
    _many(210, "PriceTickerResponse", LastPrice, _LAST),
    Template(211, "BookTickerSymbolResponse", BestPrices, _BEST),
    _many(212, "BookTickerResponse", BestPrices, _BEST),
    Template(213, "TickerSymbolFullResponse", TickerStats, _FULL),
    _many(214, "TickerFullResponse", TickerStats, _FULL),
    Template(215, "TickerSymbolMiniResponse", TickerStats, _MINI),
    _many(216, "TickerMiniResponse", TickerStats, _MINI),
    Template(
        217, "ReferencePriceResponse", ReferencePriceReply,
        "price^ referencePrice:price?=null timestamp:i64 symbol:str8",
    ),
    Template(
        218, "ReferencePriceCalculationResponse", ReferencePriceCalculation,
        "calculationType:CalculationType externalCalculationId:i64? bucketCount:u32? bucketWidthMs:u32? symbol:str8",
    ),
    Template(
        219, "BlockTradesResponse", list[TradeRow], "price^ qty^",
        Group("blockTrades", _TRADE), root="blockTrades",
    ),
)  # fmt: skip
