"""The exchange: instruments, filters, execution rules."""

from __future__ import annotations

from typing import Any

from ...account_replies import AccountFilters
from ...exchange_info import ExchangeInfo, ExecutionRules, PriceRangeRule
from ...filters import FILTERS
from ..layout import Group, Template, some, values
from .session import LIMIT


def _filter(number: int, name: str, word: str, text: str) -> Template:
    return Template(number, name, FILTERS[word], text, complete=lambda said: said.update(filterType=word))


def _rule(said: dict[str, Any]) -> None:
    said["ruleType"] = "PRICE_RANGE"


def _filters(key: str) -> Group:
    return Group(key, "filter:msg8", shape=values)


def _exchange(said: dict[str, Any]) -> None:
    """The old name of a precision goes on in JSON."""
    for symbol in said["symbols"]:
        symbol["quotePrecision"] = symbol["quoteAssetPrecision"]


_MULTIPLIERS = "bidMultiplierUp:multiplier bidMultiplierDown:multiplier askMultiplierUp:multiplier"
_RANGE = (
    "bidLimitMultUp:multiplier? bidLimitMultDown:multiplier? askLimitMultUp:multiplier? askLimitMultDown:multiplier?"
)
_SYMBOL = (
    "status:SymbolStatus baseAssetPrecision:u8 quoteAssetPrecision:u8 baseCommissionPrecision:u8 "
    "quoteCommissionPrecision:u8 orderTypes:set16(OrderType) icebergAllowed:bool ocoAllowed:bool otoAllowed:bool "
    "quoteOrderQtyMarketAllowed:bool allowTrailingStop:bool cancelReplaceAllowed:bool amendAllowed:bool "
    "isSpotTradingAllowed:bool isMarginTradingAllowed:bool defaultSelfTradePreventionMode:SelfTradePrevention "
    "allowedSelfTradePreventionModes:set8(SelfTradePrevention) pegInstructionsAllowed:bool? "
    "symbol:str8 baseAsset:str8 quoteAsset:str8"
)
_LOT = "qty^ minQty:qty maxQty:qty stepSize:qty"

EXCHANGE = (
    _filter(1, "PriceFilter", "PRICE_FILTER", "price^ minPrice:price maxPrice:price tickSize:price"),
    _filter(
        2, "PercentPriceFilter", "PERCENT_PRICE",
        "multiplier^ multiplierUp:multiplier multiplierDown:multiplier avgPriceMins:i32",
    ),
    _filter(
        3, "PercentPriceBySideFilter", "PERCENT_PRICE_BY_SIDE",
        f"multiplier^ {_MULTIPLIERS} askMultiplierDown:multiplier avgPriceMins:i32",
    ),
    _filter(4, "LotSizeFilter", "LOT_SIZE", _LOT),
    _filter(5, "MinNotionalFilter", "MIN_NOTIONAL", "price^ minNotional:price applyToMarket:bool avgPriceMins:i32"),
    _filter(
        6, "NotionalFilter", "NOTIONAL",
        "price^ minNotional:price applyMinToMarket:bool maxNotional:price applyMaxToMarket:bool avgPriceMins:i32",
    ),
    _filter(7, "IcebergPartsFilter", "ICEBERG_PARTS", "limit:i64"),
    _filter(8, "MarketLotSizeFilter", "MARKET_LOT_SIZE", _LOT),
    _filter(9, "MaxNumOrdersFilter", "MAX_NUM_ORDERS", "maxNumOrders:i64"),
    _filter(10, "MaxNumAlgoOrdersFilter", "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders:i64"),
    _filter(11, "MaxNumIcebergOrdersFilter", "MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders:i64"),
    _filter(12, "MaxPositionFilter", "MAX_POSITION", "qty^ maxPosition:qty"),
    _filter(
        13, "TrailingDeltaFilter", "TRAILING_DELTA",
        "minTrailingAboveDelta:i64 maxTrailingAboveDelta:i64 minTrailingBelowDelta:i64 maxTrailingBelowDelta:i64",
    ),
    _filter(14, "TPlusSellFilter", "T_PLUS_SELL", "endTime:i64?=-1"),
    _filter(15, "ExchangeMaxNumOrdersFilter", "EXCHANGE_MAX_NUM_ORDERS", "maxNumOrders:i64"),
    _filter(16, "ExchangeMaxNumAlgoOrdersFilter", "EXCHANGE_MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders:i64"),
    _filter(17, "ExchangeMaxNumIcebergOrdersFilter", "EXCHANGE_MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders:i64"),
    _filter(18, "MaxNumOrderListsFilter", "MAX_NUM_ORDER_LISTS", "maxNumOrderLists:i64"),
    _filter(19, "ExchangeMaxNumOrderListsFilter", "EXCHANGE_MAX_NUM_ORDER_LISTS", "maxNumOrderLists:i64"),
    _filter(20, "MaxNumOrderAmendsFilter", "MAX_NUM_ORDER_AMENDS", "maxNumOrderAmends:i64"),
    _filter(21, "MaxAssetFilter", "MAX_ASSET", "qty^ limit:qty asset:str8"),
    Template(22, "PriceRangeExecutionRule", PriceRangeRule, f"multiplier^ {_RANGE}", complete=_rule),
    Template(
        103, "ExchangeInfoResponse", ExchangeInfo, "",
        Group("rateLimits", LIMIT),
        _filters("exchangeFilters"),
        Group(
            "symbols", _SYMBOL, _filters("filters"),
            Group("permissionSets", "", Group("permissions", "permission:str8", shape=values), shape=values),
        ),
        Group("sors", "baseAsset:str8", Group("symbols", "symbol:str8", shape=values), shape=some),
        complete=_exchange,
    ),
    Template(
        104, "ExecutionRulesResponse", ExecutionRules, "",
        Group("symbolRules", "symbol:str8", Group("rules", "rule:msg8", shape=values)),
    ),
    Template(
        105, "MyFiltersResponse", AccountFilters, "",
        _filters("exchangeFilters"), _filters("symbolFilters"), _filters("assetFilters"),
    ),
)  # fmt: skip
