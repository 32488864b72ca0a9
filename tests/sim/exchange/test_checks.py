"""Every filter refuses what it is for, and exchangeInfo tells it truly."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tickwire.sim.exchange import Cancel, NewList, OrderLimits, Rejected
from tickwire.sim.filters import asset_filters, exchange_filters, filters, rules_of
from tickwire.sim.instruments import INSTRUMENTS, SCALE, ExchangeRules, Instrument, Rules, instrument

COIN = Instrument("COINUSDT", price=100 * SCALE, tick=SCALE, lot=SCALE, order_size=10 * SCALE, spacing=1)
MANY = OrderLimits(10**6, 10**6)


def rules(**more: Any) -> Rules:
    return replace(rules_of(COIN), **more)


@pytest.fixture
def strict(make_desk: Callable[..., Any]) -> Callable[..., Any]:
    def make(**more: Any) -> Any:
        desk = make_desk(replace(COIN, rules=rules(**more)), limits=MANY)
        desk.book({99: 10, 98: 20, 97: 30, 96: 40, 95: 50}, {101: 10, 102: 20, 103: 30, 104: 40, 105: 50})
        return desk

    return make


def refused(desk: Any, name: str, *args: Any, **more: Any) -> None:
    with pytest.raises(Rejected) as caught:
        desk.place(desk.ann, *args, **more)
    assert (caught.value.code, caught.value.msg) == (-1013, f"Filter failure: {name}")


def test_prices_are_within_and_on_the_tick(strict: Callable[..., Any]) -> None:
    desk = strict(min_price=90 * SCALE, max_price=110 * SCALE)
    for price in (89, 111):
        refused(desk, "PRICE_FILTER", "BUY", 1, price)
    with pytest.raises(Rejected, match="PRICE_FILTER"):
        desk.exchange.place(desk.ann, replace(desk.order("BUY", 5, 95), price=95 * SCALE + 1), desk.now())
    refused(desk, "PRICE_FILTER", "BUY", 1, 95, "STOP_LOSS_LIMIT", stop_price=120)
    desk.place(desk.ann, "BUY", 1, 90)


def test_quantities_are_within_and_on_the_step(strict: Callable[..., Any]) -> None:
    desk = strict(min_qty=2 * SCALE, max_qty=50 * SCALE, market_min_qty=4 * SCALE, market_max_qty=40 * SCALE)
    for qty in (1, 51):
        refused(desk, "LOT_SIZE", "BUY", qty, 95)
    with pytest.raises(Rejected, match="LOT_SIZE"):
        desk.exchange.place(desk.ann, replace(desk.order("BUY", 5, 95), quantity=5 * SCALE + 1), desk.now())
    refused(desk, "LOT_SIZE", "BUY", 5, 95, iceberg_qty=1)
    for qty in (3, 41):
        refused(desk, "MARKET_LOT_SIZE", "BUY", qty)
    desk.place(desk.ann, "BUY", 4)


def test_prices_are_near_the_average(strict: Callable[..., Any]) -> None:
    tenth = SCALE // 10
    desk = strict(percent_price_by_side=(11 * tenth, 9 * tenth, 12 * tenth, 8 * tenth))
    for side, low, high in (("BUY", 90, 110), ("SELL", 80, 120)):
        for price in (low - 1, high + 1):
            refused(desk, "PERCENT_PRICE_BY_SIDE", side, 1, price)
        desk.place(desk.ann, side, 1, low if side == "BUY" else high)
    desk = strict(percent_price_by_side=None, percent_price=(11 * tenth, 9 * tenth))
    for price in (89, 111):
        refused(desk, "PERCENT_PRICE", "BUY", 1, price)


@pytest.mark.parametrize(("most", "name"), [(None, "MIN_NOTIONAL"), (1000 * SCALE, "NOTIONAL")])
def test_values_are_within(strict: Callable[..., Any], most: int | None, name: str) -> None:
    desk = strict(min_notional=200 * SCALE, max_notional=most)
    refused(desk, name, "BUY", 2, 99)
    refused(desk, name, "BUY", 1)
    refused(desk, name, "BUY", 0, quote_order_qty=150)
    if most is not None:
        refused(desk, name, "BUY", 11, 99)
    desk.place(desk.ann, "BUY", 12)
    desk = strict(min_notional=200 * SCALE, max_notional=most, applies_to_market=False)
    desk.place(desk.ann, "BUY", 1)


def test_an_iceberg_has_not_too_many_parts(strict: Callable[..., Any]) -> None:
    desk = strict(iceberg_parts=5, max_num_iceberg_orders=2)
    refused(desk, "ICEBERG_PARTS", "BUY", 11, 95, iceberg_qty=2)
    for _ in range(2):
        desk.place(desk.ann, "BUY", 10, 95, iceberg_qty=2)
    refused(desk, "MAX_NUM_ICEBERG_ORDERS", "BUY", 10, 95, iceberg_qty=2)
    desk.place(desk.ann, "BUY", 10, 95)


def test_open_orders_are_not_too_many(strict: Callable[..., Any]) -> None:
    desk = strict(max_num_orders=3, max_num_algo_orders=2)
    for _ in range(2):
        desk.place(desk.ann, "SELL", 1, None, "STOP_LOSS", stop_price=90)
    refused(desk, "MAX_NUM_ALGO_ORDERS", "SELL", 1, None, "STOP_LOSS", stop_price=90)
    desk.place(desk.ann, "BUY", 1, 95)
    refused(desk, "MAX_NUM_ORDERS", "BUY", 1, 95)
    desk.place(desk.bob, "BUY", 1, 95)


def test_open_lists_are_not_too_many(strict: Callable[..., Any]) -> None:
    desk = strict(max_num_order_lists=1)
    request = NewList(symbol="COINUSDT", working=desk.order("BUY", 5, 90), pending=desk.order("SELL", 5, 120))
    desk.exchange.place_list(desk.ann, request, desk.now())
    with pytest.raises(Rejected, match="-1013: Filter failure: MAX_NUM_ORDER_LISTS"):
        desk.exchange.place_list(desk.ann, request, desk.now())


def test_a_position_is_not_too_large(strict: Callable[..., Any]) -> None:
    desk = strict(max_position=(10**4 + 10) * SCALE)
    desk.place(desk.ann, "BUY", 6, 95)
    refused(desk, "MAX_POSITION", "BUY", 5, 95)
    desk.place(desk.ann, "BUY", 4, 95)
    desk.place(desk.ann, "SELL", 5, 110)


@pytest.mark.parametrize(
    ("side", "kind", "least"),
    [("BUY", "STOP_LOSS", 20), ("SELL", "TAKE_PROFIT", 20), ("SELL", "STOP_LOSS", 40), ("BUY", "TAKE_PROFIT", 40)],
)
def test_trailing_deltas_are_within(strict: Callable[..., Any], side: str, kind: str, least: int) -> None:
    desk = strict(trailing_delta=(20, 30, 40, 50))
    for delta in (least - 1, least + 11):
        refused(desk, "TRAILING_DELTA", side, 1, None, kind, trailing_delta=delta)
    desk.place(desk.ann, side, 1, None, kind, trailing_delta=least)


def test_filters_are_told_as_they_are_held() -> None:
    told = {each["filterType"]: each for each in filters(replace(COIN, rules=rules(max_position=7 * SCALE)))}
    assert told["PRICE_FILTER"]["tickSize"] == told["PRICE_FILTER"]["minPrice"] == "1.00000000"
    assert told["LOT_SIZE"] == {
        "filterType": "LOT_SIZE",
        "minQty": "1.00000000",
        "maxQty": "1000000.00000000",
        "stepSize": "1.00000000",
    }
    assert told["NOTIONAL"]["minNotional"] == "5.00000000"
    assert told["MAX_POSITION"]["maxPosition"] == "7.00000000"
    assert told["TRAILING_DELTA"]["maxTrailingBelowDelta"] == 2000
    assert told["PERCENT_PRICE_BY_SIDE"]["bidMultiplierDown"] == "0.20000000"
    assert {"ICEBERG_PARTS", "MAX_NUM_ORDERS", "MAX_NUM_ALGO_ORDERS", "MAX_NUM_ORDER_AMENDS"} < told.keys()


@pytest.mark.parametrize("each", [*INSTRUMENTS, instrument("WHATEVERUSDT")], ids=lambda each: each.symbol)
def test_a_common_order_passes_the_rules_of_its_instrument(each: Instrument, make_desk: Callable[..., Any]) -> None:
    desk = make_desk(each)
    account = desk.exchange.open_account("rich", {each.quote_asset: 10**40, each.base_asset: 10**40})
    for side, (price, _) in zip(("BUY", "SELL"), desk.symbol.book.top(), strict=True):
        request = replace(
            desk.order(side, 1, 1),
            symbol=each.symbol,
            price=price,
            quantity=each.order_size - each.order_size % each.lot,
        )
        assert desk.exchange.place(account, request, desk.now()).status == "NEW"


@pytest.fixture
def everywhere(make_desk: Callable[..., Any]) -> Callable[..., Any]:
    """A desk at an exchange with filters of its own."""

    def make(**more: Any) -> Any:
        desk = make_desk(COIN, limits=MANY, rules=ExchangeRules(**more))
        desk.book({99: 10}, {101: 10})
        return desk

    return make


def test_so_many_orders_of_an_account_are_open_on_all_symbols(everywhere: Callable[..., Any]) -> None:
    desk = everywhere(max_num_orders=2)
    first = [desk.place(desk.ann, "BUY", 1, 90) for _ in range(2)]
    refused(desk, "EXCHANGE_MAX_NUM_ORDERS", "BUY", 1, 90)
    desk.place(desk.bob, "BUY", 1, 90)
    desk.exchange.cancel(desk.ann, Cancel(symbol="COINUSDT", order_id=first[0].order_id), desk.now())
    desk.place(desk.ann, "BUY", 1, 90)


def test_so_many_of_them_wait_for_a_price_or_hide_a_part(everywhere: Callable[..., Any]) -> None:
    desk = everywhere(max_num_algo_orders=1, max_num_iceberg_orders=1)
    desk.place(desk.ann, "SELL", 1, kind="STOP_LOSS", stop_price=90)
    refused(desk, "EXCHANGE_MAX_NUM_ALGO_ORDERS", "SELL", 1, kind="STOP_LOSS", stop_price=91)
    desk.place(desk.ann, "BUY", 10, 90, iceberg_qty=5)
    refused(desk, "EXCHANGE_MAX_NUM_ICEBERG_ORDERS", "BUY", 10, 90, iceberg_qty=5)
    desk.place(desk.ann, "BUY", 1, 90)


def test_one_order_moves_so_much_of_an_asset(everywhere: Callable[..., Any]) -> None:
    desk = everywhere(max_assets={"COIN": 5 * SCALE, "USDT": 400 * SCALE})
    desk.place(desk.ann, "BUY", 4, 99)
    refused(desk, "MAX_ASSET", "BUY", 6, 40)
    refused(desk, "MAX_ASSET", "BUY", 5, 99)
    refused(desk, "MAX_ASSET", "BUY", 0, quote_order_qty=401)


def test_filters_of_the_exchange_are_told_as_they_are_held() -> None:
    rules = ExchangeRules(max_num_orders=7, max_num_order_lists=3, max_assets={"USDT": SCALE, "OTHER": SCALE})
    assert exchange_filters(rules) == [
        {"filterType": "EXCHANGE_MAX_NUM_ORDERS", "maxNumOrders": 7},
        {"filterType": "EXCHANGE_MAX_NUM_ORDER_LISTS", "maxNumOrderLists": 3},
    ]
    assert asset_filters(rules, COIN) == [{"filterType": "MAX_ASSET", "limit": "1.00000000", "asset": "USDT"}]
