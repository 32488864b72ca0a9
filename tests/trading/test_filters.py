"""The venue's filters applied here: what passes, what does not, with the rule and the numbers; what is not known."""

import pickle
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tickwire import ConfigError, FilterViolation, OrderNotSent
from tickwire.schema.enums import OrderType, Side
from tickwire.schema.filters import FILTERS, MaxAssetFilter
from tickwire.trading import OrderTerms, Surroundings, check_amend, check_list, terms_of
from tickwire.trading.filters import CHECKS

from .symbols import LOT_SIZE, PRICE_FILTER, instrument

D = Decimal
Rule = dict[str, Any]


def limit(price: str = "100", qty: str = "1", side: Side = Side.BUY, **more: Any) -> OrderTerms:
    return OrderTerms("BTCUSDT", side, OrderType.LIMIT, D(price), D(qty), **more)


def market(qty: str | None = "1", side: Side = Side.BUY, quote: str | None = None) -> OrderTerms:
    amounts = {"qty": D(qty) if qty else None, "quote_qty": D(quote) if quote else None}
    return OrderTerms("BTCUSDT", side, OrderType.MARKET, **amounts)


def waiting(type: str, side: str, **more: Any) -> OrderTerms:
    return OrderTerms("BTCUSDT", Side(side), OrderType(type), qty=D(1), **more)


STEP_FIVE = LOT_SIZE | {"minQty": "10", "maxQty": "100", "stepSize": "5"}
MARKET_LOT = {"filterType": "MARKET_LOT_SIZE", "minQty": "0", "maxQty": "50", "stepSize": "0"}
PERCENT = {"filterType": "PERCENT_PRICE", "multiplierUp": "1.2", "multiplierDown": "0.8", "avgPriceMins": 5}
BY_SIDE = {
    "filterType": "PERCENT_PRICE_BY_SIDE",
    "bidMultiplierUp": "1.2",
    "bidMultiplierDown": "0.2",
    "askMultiplierUp": "5",
    "askMultiplierDown": "0.8",
    "avgPriceMins": 0,
}
MIN_NOTIONAL = {"filterType": "MIN_NOTIONAL", "minNotional": "10", "applyToMarket": True, "avgPriceMins": 5}
NOTIONAL = {
    "filterType": "NOTIONAL",
    "minNotional": "5",
    "applyMinToMarket": True,
    "maxNotional": "1000",
    "applyMaxToMarket": False,
    "avgPriceMins": 5,
}
TRAILING = {
    "filterType": "TRAILING_DELTA",
    "minTrailingAboveDelta": 10,
    "maxTrailingAboveDelta": 2000,
    "minTrailingBelowDelta": 50,
    "maxTrailingBelowDelta": 100,
}
AT_100 = Surroundings(last_price=D(100), avg_price=D(100))


@pytest.mark.parametrize(
    ("rule", "terms", "around", "reason"),
    [
        (PRICE_FILTER, limit("0.005"), {}, "price 0.005 is less than minPrice 0.01000000"),
        (PRICE_FILTER, limit("1000000.01"), {}, "price 1000000.01 is more than maxPrice 1000000.00000000"),
        (PRICE_FILTER, limit("0.015"), {}, "price 0.015 is no multiple of tickSize 0.01000000"),
        (PRICE_FILTER, limit(stop_price=D("0.015")), {}, "stopPrice 0.015 is no multiple of tickSize 0.01000000"),
        (STEP_FIVE, limit(qty="5"), {}, "quantity 5 is less than minQty 10"),
        (STEP_FIVE, limit(qty="105"), {}, "quantity 105 is more than maxQty 100"),
        (STEP_FIVE, limit(qty="12"), {}, "quantity 12 is no multiple of stepSize 5"),
        (STEP_FIVE, limit(qty="20", iceberg_qty=D(5)), {}, "icebergQty 5 is less than minQty 10"),
        (STEP_FIVE, market("12"), {}, "quantity 12 is no multiple of stepSize 5"),
        (MARKET_LOT, market("51"), {}, "quantity 51 is more than maxQty 50"),
        (
            PERCENT,
            limit("120.01"),
            {"avg_price": D(100)},
            "price 120.01 is more than 120.0, the average price 100 times multiplierUp 1.2",
        ),
        (
            PERCENT,
            limit("79.99"),
            {"avg_price": D(100)},
            "price 79.99 is less than 80.0, the average price 100 times multiplierDown 0.8",
        ),
        (
            BY_SIDE,
            limit("121"),
            {"last_price": D(100)},
            "price 121 is more than 120.0, the last price 100 times bidMultiplierUp 1.2",
        ),
        (
            BY_SIDE,
            limit("79", side=Side.SELL),
            {"last_price": D(100)},
            "price 79 is less than 80.0, the last price 100 times askMultiplierDown 0.8",
        ),
        (MIN_NOTIONAL, limit("9.99", "1"), {}, "notional 9.99 is less than minNotional 10"),
        (MIN_NOTIONAL, market("0.09"), {"avg_price": D(100)}, "notional 9.00 is less than minNotional 10"),
        (MIN_NOTIONAL, market(None, quote="9"), {}, "notional 9 is less than minNotional 10"),
        (NOTIONAL, limit("100", "10.01"), {}, "notional 1001.00 is more than maxNotional 1000"),
        (NOTIONAL, limit("4", "1"), {}, "notional 4 is less than minNotional 5"),
        (NOTIONAL, market("0.04"), {"avg_price": D(100)}, "notional 4.00 is less than minNotional 5"),
        (
            {"filterType": "ICEBERG_PARTS", "limit": 10},
            limit(qty="1", iceberg_qty=D("0.099")),
            {},
            "quantity 1 in parts of icebergQty 0.099 are 11, more than 10",
        ),
        (
            {"filterType": "MAX_NUM_ORDERS", "maxNumOrders": 5},
            limit(),
            {"open_orders": 5},
            "5 orders are open, and 5 may be",
        ),
        (
            {"filterType": "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders": 5},
            waiting("STOP_LOSS", "SELL"),
            {"open_algo_orders": 6},
            "6 algo orders are open, and 5 may be",
        ),
        (
            {"filterType": "MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders": 0},
            limit(iceberg_qty=D("0.5")),
            {"open_iceberg_orders": 0},
            "0 iceberg orders are open, and 0 may be",
        ),
        (
            {"filterType": "EXCHANGE_MAX_NUM_ORDERS", "maxNumOrders": 5},
            limit(),
            {"exchange_open_orders": 5},
            "5 orders on all symbols",
        ),
        (
            {"filterType": "EXCHANGE_MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders": 5},
            waiting("TAKE_PROFIT", "BUY"),
            {"exchange_open_algo_orders": 5},
            "5 algo orders on all",
        ),
        (
            {"filterType": "EXCHANGE_MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders": 5},
            limit(iceberg_qty=D("0.5")),
            {"exchange_open_iceberg_orders": 5},
            "5 iceberg orders on all",
        ),
        (
            {"filterType": "MAX_POSITION", "maxPosition": "10"},
            limit(qty="1"),
            {"position": D("9.5")},
            "position 9.5 and quantity 1 are more than maxPosition 10",
        ),
        (
            TRAILING,
            waiting("STOP_LOSS", "BUY", trailing_delta=9),
            {},
            "trailingDelta 9 is not from minTrailingAboveDelta 10 to maxTrailingAboveDelta 2000",
        ),
        (TRAILING, waiting("TAKE_PROFIT", "SELL", trailing_delta=2001), {}, "minTrailingAboveDelta"),
        (
            TRAILING,
            waiting("STOP_LOSS_LIMIT", "SELL", trailing_delta=49),
            {},
            "trailingDelta 49 is not from minTrailingBelowDelta 50 to maxTrailingBelowDelta 100",
        ),
        (TRAILING, waiting("TAKE_PROFIT_LIMIT", "BUY", trailing_delta=101), {}, "minTrailingBelowDelta"),
    ],
)
def test_what_a_filter_refuses(rule: Rule, terms: OrderTerms, around: Mapping[str, Any], reason: str) -> None:
    with pytest.raises(FilterViolation) as raised:
        instrument([rule]).check(terms, Surroundings(**around))
    assert raised.value.rule == rule["filterType"]
    assert reason in raised.value.reason
    assert str(raised.value) == f"BTCUSDT: {rule['filterType']}: {raised.value.reason}"


@pytest.mark.parametrize(
    ("rule", "terms", "around"),
    [
        (PRICE_FILTER, limit("0.01"), AT_100),
        (PRICE_FILTER, limit("1000000"), AT_100),
        (PRICE_FILTER, market(), AT_100),
        (PRICE_FILTER | {"minPrice": "0", "maxPrice": "0", "tickSize": "0"}, limit("0.000000001"), AT_100),
        (STEP_FIVE, limit(qty="10"), AT_100),
        (STEP_FIVE, limit(qty="100", iceberg_qty=D(0)), AT_100),
        (MARKET_LOT, limit(qty="51"), AT_100),
        (PERCENT, limit("120"), AT_100),
        (PERCENT, limit("80"), AT_100),
        (PERCENT, limit("1"), Surroundings(last_price=D(100))),
        (BY_SIDE, limit("20"), AT_100),
        (BY_SIDE, limit("500", side=Side.SELL), AT_100),
        (BY_SIDE, limit("1"), Surroundings(avg_price=D(100))),
        (MIN_NOTIONAL, limit("10", "1"), AT_100),
        (MIN_NOTIONAL, market("0.01"), Surroundings()),
        (MIN_NOTIONAL | {"applyToMarket": False}, market("0.01"), AT_100),
        (NOTIONAL, limit("100", "10"), AT_100),
        (NOTIONAL, market("11"), AT_100),
        (NOTIONAL, waiting("STOP_LOSS", "SELL"), AT_100),
        ({"filterType": "ICEBERG_PARTS", "limit": 10}, limit(qty="1", iceberg_qty=D("0.1")), AT_100),
        ({"filterType": "MAX_NUM_ORDERS", "maxNumOrders": 5}, limit(), Surroundings(open_orders=4)),
        ({"filterType": "MAX_NUM_ORDERS", "maxNumOrders": 5}, market(), Surroundings(open_orders=5)),
        ({"filterType": "MAX_NUM_ORDERS", "maxNumOrders": 5}, limit(), Surroundings()),
        ({"filterType": "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders": 5}, limit(), Surroundings(open_algo_orders=5)),
        ({"filterType": "MAX_POSITION", "maxPosition": "10"}, limit(), Surroundings(position=D(9))),
        ({"filterType": "MAX_POSITION", "maxPosition": "10"}, limit(side=Side.SELL), Surroundings(position=D(20))),
        (TRAILING, waiting("STOP_LOSS", "BUY", trailing_delta=2000), AT_100),
        (TRAILING, waiting("STOP_LOSS", "SELL", trailing_delta=100), AT_100),
        (TRAILING, limit(), AT_100),
        ({"filterType": "BRAND_NEW", "limit": 1}, limit(), AT_100),
        ({"filterType": "T_PLUS_SELL", "endTime": -1}, limit(), AT_100),
    ],
)
def test_what_a_filter_takes(rule: Rule, terms: OrderTerms, around: Surroundings) -> None:
    instrument([rule]).check(terms, around)


def test_the_accounts_own_filters_count_too() -> None:
    most = MaxAssetFilter(asset="USDT", limit="1000")
    assets = instrument(account_filters=[most])
    assets.check(limit("100", "10"))
    with pytest.raises(FilterViolation, match=r"MAX_ASSET: 1001\.00 USDT in one order are more than 1000"):
        assets.check(limit("100", "10.01"))
    with pytest.raises(FilterViolation, match="MAX_ASSET: 2 BTC"):
        instrument(account_filters=[MaxAssetFilter(asset="BTC", limit="1")]).check(market("2"))


def test_every_filter_of_the_schema_is_checked_or_known_not_to_be_about_single_orders() -> None:
    elsewhere = {"MAX_NUM_ORDER_AMENDS", "MAX_NUM_ORDER_LISTS", "EXCHANGE_MAX_NUM_ORDER_LISTS", "T_PLUS_SELL"}
    assert {name for name, form in FILTERS.items() if form not in CHECKS} == elsewhere


def test_order_lists_and_amendments_are_counted_apart() -> None:
    rules = [
        FILTERS["MAX_NUM_ORDER_LISTS"](max_num_order_lists=20),  # type: ignore[call-arg]
        FILTERS["EXCHANGE_MAX_NUM_ORDER_LISTS"](max_num_order_lists=30),  # type: ignore[call-arg]
        FILTERS["MAX_NUM_ORDER_AMENDS"](max_num_order_amends=10),  # type: ignore[call-arg]
    ]
    check_list("BTCUSDT", rules, Surroundings(open_lists=19, exchange_open_lists=29))
    check_list("BTCUSDT", rules)
    with pytest.raises(FilterViolation, match="BTCUSDT: MAX_NUM_ORDER_LISTS: 20 order lists are open, and 20 may be"):
        check_list("BTCUSDT", rules, Surroundings(open_lists=20))
    with pytest.raises(FilterViolation, match="EXCHANGE_MAX_NUM_ORDER_LISTS"):
        check_list("BTCUSDT", rules, Surroundings(exchange_open_lists=30))
    check_amend("BTCUSDT", rules, 9)
    with pytest.raises(FilterViolation, match="MAX_NUM_ORDER_AMENDS: 10 amendments were made, and 10 may be"):
        check_amend("BTCUSDT", rules, 10)


def test_terms_are_read_out_of_the_params_of_an_order() -> None:
    params = {
        "symbol": "BTCUSDT",
        "side": "SELL",
        "type": "STOP_LOSS_LIMIT",
        "price": "100.00",
        "quantity": D(1),
        "stopPrice": "101",
        "icebergQty": None,
        "trailingDelta": 10,
        "pegPriceType": "PRIMARY_PEG",
    }
    expected = OrderTerms("BTCUSDT", Side.SELL, OrderType.STOP_LOSS_LIMIT, D(100), D(1), None, D(101), None, 10, True)
    assert terms_of(params) == expected
    assert (expected.is_algo, expected.is_iceberg) == (True, False)
    for wrong in ({"side": 1}, {"price": 0.1}, {"quantity": 5}, {"trailingDelta": "10"}, {"trailingDelta": True}):
        with pytest.raises(ConfigError, match=next(iter(wrong))):
            terms_of(params | wrong)


def test_errors_survive_pickling() -> None:
    error = FilterViolation("LOT_SIZE", "quantity 1 is less than minQty 10", "BTCUSDT")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.rule, again.symbol) == (FilterViolation, str(error), "LOT_SIZE", "BTCUSDT")
    assert isinstance(error, OrderNotSent)
