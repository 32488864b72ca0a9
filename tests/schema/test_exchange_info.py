"""Instruments and their filters: every filter of the page, and those that nobody knows yet."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire.schema import (
    FILTERS,
    METHODS,
    ExecutionRules,
    LotSizeFilter,
    MaxAssetFilter,
    OrderType,
    PriceFilter,
    PriceRangeRule,
    RateLimit,
    SelfTradePrevention,
    SymbolInfo,
    SymbolStatus,
)

SYMBOL: dict[str, Any] = {
    "symbol": "BNBBTC", "status": "TRADING", "baseAsset": "BNB", "baseAssetPrecision": 8, "quoteAsset": "BTC",
    "quotePrecision": 8, "quoteAssetPrecision": 8, "baseCommissionPrecision": 8, "quoteCommissionPrecision": 8,
    "orderTypes": ["LIMIT", "MARKET", "ICE_COLD"], "icebergAllowed": True, "ocoAllowed": True,
    "isSpotTradingAllowed": True, "isMarginTradingAllowed": False,
    "filters": [
        {"filterType": "PRICE_FILTER", "minPrice": "0.1", "maxPrice": "9.0", "tickSize": "0.1"},
        {"filterType": "MOON_PHASE", "phase": {"name": "full"}},
        {"filterType": "LOT_SIZE", "minQty": "1", "maxQty": "9", "stepSize": "1", "new": 1},
    ],
    "permissions": [], "permissionSets": [["SPOT", "MARGIN"]], "defaultSelfTradePreventionMode": "NONE",
    "allowedSelfTradePreventionModes": ["NONE", "DECREMENT"],
}  # fmt: skip
INFO = {
    "timezone": "UTC",
    "serverTime": 1655969291181,
    "rateLimits": [{"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 50}],
    "exchangeFilters": [{"filterType": "EXCHANGE_MAX_NUM_ORDERS", "maxNumOrders": 1000}],
    "symbols": [SYMBOL],
    "sors": [{"baseAsset": "BTC", "symbols": ["BTCUSDT", "BTCUSDC"]}],
}


def test_an_instrument_is_told_with_its_filters() -> None:
    info = METHODS["exchangeInfo"].decode(msgspec.json.encode(INFO))
    (symbol,) = info.symbols
    assert symbol.status is SymbolStatus.TRADING
    assert symbol.order_types == (OrderType.LIMIT, OrderType.MARKET, "ICE_COLD")
    assert symbol.allowed_self_trade_prevention_modes[1] is SelfTradePrevention.DECREMENT
    price, moon, lot = symbol.filters
    assert price == PriceFilter(min_price="0.1", max_price="9.0", tick_size="0.1")
    assert moon == {"filterType": "MOON_PHASE", "phase": {"name": "full"}}
    assert lot == LotSizeFilter(min_qty="1", max_qty="9", step_size="1")
    assert (price.filter_type, info.exchange_filters[0].max_num_orders) == ("PRICE_FILTER", 1000)
    assert info.rate_limits == (RateLimit("ORDERS", "SECOND", 10, 50),)
    assert info.sors[0].symbols == ("BTCUSDT", "BTCUSDC")
    assert not symbol.opo_allowed


def test_an_instrument_encodes_as_it_came_with_filters_that_are_new() -> None:
    info = METHODS["exchangeInfo"].decode(msgspec.json.encode(INFO))
    back = msgspec.json.decode(msgspec.json.encode(info))
    assert back["symbols"][0]["filters"][:2] == SYMBOL["filters"][:2]
    assert back["rateLimits"] == INFO["rateLimits"]
    assert METHODS["exchangeInfo"].decode(msgspec.json.encode(back)) == info
    assert METHODS["exchangeInfo"].unknown(msgspec.json.encode(INFO)) == {"symbols[0].filters[2].new": 1}


def test_an_instrument_can_be_made_of_filters() -> None:
    made = msgspec.convert(SYMBOL, SymbolInfo)
    assert msgspec.structs.replace(made, filters=made.filters[:1]).filters == (made.filters[0],)


def test_every_filter_of_the_page_is_a_class_with_its_keys(captured: Path) -> None:
    page = captured.parent / "binance" / "spot-user-and-trading.md"
    if not page.exists():
        pytest.skip("no page")
    section = page.read_text(encoding="utf-8").split("## 10. Filters")[1]
    rows = re.findall(r"^\| ([A-Z_ /]+?)(?: \(only in \w+\))? \| ([^|]+) \|", section, re.M)
    assert len(rows) >= 12
    for names, keys in rows:
        for position, name in enumerate(names.split(" / ")):
            per_name = keys.split(" / ")[position] if " / " in names else keys
            found = {re.sub(r" \(.*", "", key.strip()) for key in per_name.split(", ")}
            known = {field.encode_name for field in msgspec.structs.fields(FILTERS[name])}
            if name == "TRAILING_DELTA":  # the page abbreviates: min/maxTrailingAboveDelta
                found = {end + key.partition("max")[2] for key in found for end in ("min", "max")}
            assert known == found, name


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_says_what_it_is_about_and_comes_back_whole(name: str) -> None:
    form = FILTERS[name]
    assert form.__doc__
    kinds = {str: "1.5", int: 3, bool: True}
    said = {"filterType": name} | {
        field.encode_name: kinds[next(iter(getattr(field.type, "__args__", (field.type,))))]
        for field in msgspec.structs.fields(form)
    }
    (kept,) = msgspec.convert(SYMBOL | {"filters": [said]}, SymbolInfo).filters
    assert (type(kept), msgspec.to_builtins(kept)) == (form, said)


def test_a_filter_that_lacks_what_it_is_for_is_refused() -> None:
    broken = SYMBOL | {"filters": [{"filterType": "LOT_SIZE", "minQty": "1"}]}
    with pytest.raises(msgspec.ValidationError, match="missing required field `maxQty`"):
        msgspec.json.decode(msgspec.json.encode(broken), type=SymbolInfo)


json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(json | st.fixed_dictionaries({"filterType": json}, optional={"limit": json}), max_size=4))
def test_what_is_no_filter_that_is_known_is_kept_as_it_came(filters: list[Any]) -> None:
    symbol = msgspec.json.decode(msgspec.json.encode(SYMBOL | {"filters": filters}), type=SymbolInfo)
    assert list(symbol.filters) == filters
    assert msgspec.json.decode(msgspec.json.encode(symbol))["filters"] == filters


def test_rules_of_execution_are_told_and_new_ones_kept() -> None:
    rule = {"ruleType": "PRICE_RANGE", "bidLimitMultUp": "1.0001", "bidLimitMultDown": "0.9999"}
    said = {"symbolRules": [{"symbol": "A", "rules": [rule, {"ruleType": "WEATHER", "sun": True}]}]}
    rules = METHODS["executionRules"].decode(msgspec.json.encode(said))
    assert isinstance(rules, ExecutionRules)
    known, new = rules.symbol_rules[0].rules
    assert known == PriceRangeRule(bid_limit_mult_up="1.0001", bid_limit_mult_down="0.9999")
    assert new == {"ruleType": "WEATHER", "sun": True}
    assert msgspec.json.decode(msgspec.json.encode(rules)) == said


def test_the_filters_of_an_account_have_a_kind_of_their_own() -> None:
    said = {
        "exchangeFilters": [{"filterType": "NEW"}],
        "symbolFilters": [],
        "assetFilters": [{"filterType": "MAX_ASSET", "asset": "JPY", "limit": "1000000.00000000"}],
    }
    filters = METHODS["myFilters"].decode(msgspec.json.encode(said))
    assert filters.asset_filters == (MaxAssetFilter(asset="JPY", limit="1000000.00000000"),)
    assert filters.exchange_filters == ({"filterType": "NEW"},)
    assert msgspec.json.decode(msgspec.json.encode(filters)) == said
