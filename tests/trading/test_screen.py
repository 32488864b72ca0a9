"""The screen: what passes it passes the filters in Python, and what they refuse never passes."""

import ctypes
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire import FilterViolation
from tickwire.schema.enums import OrderType, Side
from tickwire.schema.filters import MaxAssetFilter
from tickwire.trading import Instrument, OrderTerms, Screen, Surroundings

from .symbols import LOT_SIZE, PRICE_FILTER, instrument

LARGEST = 2**63 - 1
D = Decimal


def numbers(least: str, most: str, places: int) -> st.SearchStrategy[str]:
    return st.decimals(least, most, places=places).map(lambda number: format(number, "f"))


def or_zero(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just("0"), strategy)


def rule(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"filterType": st.just(kind), **fields})


MINUTES = st.sampled_from([0, 5])
FACTORS = numbers("0.5", "1.5", 3)
PRICES = rule(
    "PRICE_FILTER",
    minPrice=or_zero(numbers("0.01", "110", 2)),
    maxPrice=or_zero(numbers("90", "200", 2)),
    tickSize=st.sampled_from(["0.01", "0.05", "0.25"]),
)
LOTS = rule(
    "LOT_SIZE",
    minQty=or_zero(numbers("0.01", "3", 2)),
    maxQty=or_zero(numbers("2", "20", 2)),
    stepSize=st.sampled_from(["0.01", "0.02", "0.001"]),
)
OTHERS = [
    rule(
        "MARKET_LOT_SIZE",
        minQty=or_zero(numbers("0.01", "3", 3)),
        maxQty=or_zero(numbers("2", "20", 3)),
        stepSize=st.sampled_from(["0", "0.1", "0.0001"]),
    ),
    rule("PERCENT_PRICE", multiplierUp=FACTORS, multiplierDown=FACTORS, avgPriceMins=MINUTES),
    rule(
        "PERCENT_PRICE_BY_SIDE",
        bidMultiplierUp=FACTORS,
        bidMultiplierDown=FACTORS,
        askMultiplierUp=FACTORS,
        askMultiplierDown=FACTORS,
        avgPriceMins=MINUTES,
    ),
    rule(
        "MIN_NOTIONAL",
        minNotional=or_zero(numbers("0.0001", "300", 4)),
        applyToMarket=st.booleans(),
        avgPriceMins=MINUTES,
    ),
    rule(
        "NOTIONAL",
        minNotional=or_zero(numbers("0.0001", "300", 4)),
        applyMinToMarket=st.booleans(),
        maxNotional=or_zero(numbers("100", "2000", 4)),
        applyMaxToMarket=st.booleans(),
        avgPriceMins=MINUTES,
    ),
    rule("MAX_NUM_ORDERS", maxNumOrders=st.integers(0, 3)),
    rule("EXCHANGE_MAX_NUM_ORDERS", maxNumOrders=st.integers(0, 3)),
    rule("MAX_POSITION", maxPosition=numbers("0", "20", 3)),
    rule("ICEBERG_PARTS", limit=st.just(10)),
    rule("BRAND_NEW", limit=st.just(10)),
]
KNOWN = st.builds(
    Surroundings,
    last_price=st.none() | st.decimals("80", "120", places=2),
    avg_price=st.none() | st.decimals("80", "120", places=8),
    open_orders=st.none() | st.integers(0, 4),
    exchange_open_orders=st.none() | st.integers(0, 4),
    position=st.none() | st.decimals("0", "20", places=3),
)


def is_taken(btc: Instrument, around: Surroundings, is_buy: bool, price: int, qty: int) -> bool:
    """The verdict of the filters in Python."""
    terms = OrderTerms(
        "BTCUSDT",
        Side.BUY if is_buy else Side.SELL,
        OrderType.LIMIT if price else OrderType.MARKET,
        D(price).scaleb(btc.price_exponent) if price else None,
        D(qty).scaleb(btc.qty_exponent),
    )
    try:
        btc.check(terms, around)
    except FilterViolation:
        return False
    return True


@given(
    rules=st.tuples(PRICES, LOTS, st.lists(st.one_of(OTHERS), max_size=4)),
    around=KNOWN,
    is_buy=st.booleans(),
    price=st.one_of(st.just(0), st.integers(8000, 12000), st.integers(1, LARGEST)),
    qty=st.one_of(st.integers(1, 3000), st.integers(1, LARGEST)),
)
def test_what_passes_is_taken_by_the_filters_in_python(
    rules: tuple[Any, Any, list[Any]], around: Surroundings, is_buy: bool, price: int, qty: int
) -> None:
    btc = instrument([*rules[:2], *rules[2]])
    screen = Screen(btc, around)
    if screen.passes(is_buy=is_buy, price=price, qty=qty):
        assert is_taken(btc, around, is_buy, price, qty)


ONE_OF_EACH = [
    PRICE_FILTER | {"minPrice": "50", "maxPrice": "150", "tickSize": "0.05"},
    LOT_SIZE | {"minQty": "0.5", "maxQty": "10", "stepSize": "0.01"},
    {"filterType": "MARKET_LOT_SIZE", "minQty": "0", "maxQty": "5", "stepSize": "0"},
    {"filterType": "PERCENT_PRICE", "multiplierUp": "1.2", "multiplierDown": "0.8", "avgPriceMins": 5},
    {
        "filterType": "NOTIONAL",
        "minNotional": "100",
        "applyMinToMarket": True,
        "maxNotional": "900",
        "applyMaxToMarket": False,
        "avgPriceMins": 5,
    },
    {"filterType": "MAX_NUM_ORDERS", "maxNumOrders": 5},
    {"filterType": "MAX_POSITION", "maxPosition": "20"},
    {"filterType": "ICEBERG_PARTS", "limit": 10},
]
AROUND = Surroundings(avg_price=D(100), open_orders=4, position=D(12))


@given(st.booleans(), st.one_of(st.just(0), st.integers(4000, 16000)), st.integers(1, 1200))
def test_with_the_filters_that_the_venue_has_it_is_as_exact_as_they_are(is_buy: bool, price: int, qty: int) -> None:
    btc = instrument(ONE_OF_EACH)
    expected = is_taken(btc, AROUND, is_buy, price, qty)
    assert Screen(btc, AROUND).passes(is_buy=is_buy, price=price, qty=qty) == expected


GOOD = {"is_buy": True, "price": 10_000, "qty": 200}


@pytest.mark.parametrize(
    ("changed", "passes"),
    [
        ({}, True),
        ({"price": 10_003}, False),
        ({"price": 12_000}, True),
        ({"price": 12_005}, False),
        ({"price": 8_000}, True),
        ({"price": 7_995}, False),
        ({"qty": 99}, False),
        ({"qty": 100}, True),
        ({"qty": 800}, True),
        ({"qty": 801}, False),
        ({"is_buy": False, "qty": 900}, True),
        ({"is_buy": False, "qty": 901}, False),
        ({"price": 0, "qty": 500}, True),
        ({"price": 0, "qty": 501}, False),
        ({"price": 0, "qty": 99}, False),
        ({"price": -1}, False),
        ({"qty": 0}, False),
        ({"qty": -1}, False),
    ],
)
def test_each_filter_at_its_border(changed: dict[str, Any], passes: bool) -> None:
    assert Screen(instrument(ONE_OF_EACH), AROUND).passes(**GOOD | changed) is passes


def test_it_goes_by_what_was_last_known() -> None:
    screen = Screen(instrument(ONE_OF_EACH))
    assert screen.passes(**GOOD)
    screen.know(Surroundings(open_orders=5))
    assert not screen.passes(**GOOD)
    assert screen.passes(**GOOD | {"price": 0})
    screen.know(Surroundings(open_orders=4))
    assert screen.passes(**GOOD)
    assert screen.around.open_orders == 4


@pytest.mark.parametrize("changed", [{"status": "HALT"}, {"orderTypes": ["LIMIT"]}])
def test_nothing_passes_where_the_symbol_takes_no_such_orders(changed: dict[str, Any]) -> None:
    assert Screen(instrument(ONE_OF_EACH), AROUND).passes(**GOOD)
    assert not Screen(instrument(ONE_OF_EACH, **changed), AROUND).passes(**GOOD)


def test_nothing_passes_filters_it_has_no_numbers_for() -> None:
    assert not Screen(instrument(ONE_OF_EACH, [MaxAssetFilter(asset="BTC", limit="1000")])).passes(**GOOD)


SCREENING = """
from tickwire.trading.screen cimport Screen

def passed(Screen screen, prices):
    cdef long price
    return [screen.lets_pass(True, price, 200) for price in prices]
"""


def test_in_cython_it_is_asked_without_python(compile_module: Callable[[str, str], ModuleType]) -> None:
    screen = Screen(instrument(ONE_OF_EACH), AROUND)
    assert compile_module("screening", SCREENING).passed(screen, [10_000, 10_001]) == [True, False]
    assert ctypes.c_int.from_address(screen.address).value == 0
