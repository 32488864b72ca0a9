"""What the WebSocket API answers about prices: tickers, averages, reference prices.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/market-data-requests
"""

from __future__ import annotations

from .enums import Word
from .structs import Reply


class TickerType(Word):
    """How much a ticker says. Not in SBE; the codes are ours."""

    FULL = "FULL", 1
    MINI = "MINI", 2


class CalculationType(Word):
    """How the venue comes by a reference price."""

    EXTERNAL = "EXTERNAL", 1
    ARITHMETIC_MEAN = "ARITHMETIC_MEAN", 2


class AveragePrice(Reply):
    """The reply to `avgPrice`: the average over so many minutes."""

    mins: int
    price: str
    close_time: int


class TickerStats(Reply):
    """What happened in a span of time, as `ticker.24hr`, `ticker.tradingDay` and `ticker` tell it.

    The form MINI has no changes; last quantity and best prices are told by `ticker.24hr` alone.
    """

    symbol: str
    price_change: str | None = None
    price_change_percent: str | None = None
    weighted_avg_price: str | None = None
    prev_close_price: str | None = None
    last_qty: str | None = None
    bid_price: str | None = None
    bid_qty: str | None = None
    ask_price: str | None = None
    ask_qty: str | None = None
    open_price: str
    high_price: str
    low_price: str
    last_price: str
    volume: str
    quote_volume: str
    open_time: int
    close_time: int
    first_id: int
    last_id: int
    count: int


class LastPrice(Reply):
    """The price of the last trade, as `ticker.price` tells it."""

    symbol: str
    price: str


class BestPrices(Reply):
    """The best bid and the best ask, as `ticker.book` tells them."""

    symbol: str
    bid_price: str
    bid_qty: str
    ask_price: str
    ask_qty: str


class ReferencePriceReply(Reply):
    """The reply to `referencePrice`; None when there is none just now."""

    symbol: str
    reference_price: str | None
    timestamp: int


class ReferencePriceCalculation(Reply):
    """The reply to `referencePrice.calculation`: over how many spans of which length, or by whom."""

    symbol: str
    calculation_type: CalculationType
    bucket_count: int | None = None
    bucket_width_ms: int | None = None
    external_calculation_id: int | None = None
