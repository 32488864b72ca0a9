"""An instrument: exact numbers in and out, rounding on request, what the symbol allows."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire import ConfigError, FilterViolation
from tickwire.schema.enums import OrderType, SelfTradePrevention, Side
from tickwire.trading import Lots, OrderTerms, Ticks
from tickwire.trading.numbers import Step

from .symbols import LOT_SIZE, PRICE_FILTER, instrument

BTC = instrument()
LIMIT = OrderTerms("BTCUSDT", Side.BUY, OrderType.LIMIT, Decimal("100.00"), Decimal("0.5"))
MARKET = OrderTerms("BTCUSDT", Side.BUY, OrderType.MARKET, qty=Decimal("0.5"))


def test_steps_and_scales_come_from_the_filters() -> None:
    assert (BTC.symbol, BTC.tick_size, BTC.step_size) == ("BTCUSDT", Step(1, -2), Step(1, -5))
    assert (BTC.price_exponent, BTC.qty_exponent, BTC.market_step_size) == (-2, -5, Step(1, -5))
    assert repr(BTC) == "Instrument(BTCUSDT, tick_size=0.01, step_size=0.00001)"


def test_without_steps_the_scales_are_the_assets_precisions() -> None:
    free = instrument([PRICE_FILTER | {"tickSize": "0.00000000"}])
    assert (free.tick_size, free.step_size, free.price_exponent, free.qty_exponent) == (None, None, -8, -8)
    assert free.price_text("100") == "100.00000000"
    with pytest.raises(ConfigError, match="no tick size"):
        free.price(Ticks(1))
    with pytest.raises(ConfigError, match="no step size"):
        free.round_qty("1", "down")


@pytest.mark.parametrize("value", ["100.1", Decimal("100.10"), Ticks(10010), "1001e-1"])
def test_prices_in_every_form_are_the_same(value: Any) -> None:
    assert BTC.price(value) == Decimal("100.1")
    assert BTC.price_text(value) == "100.10"
    assert BTC.price_mantissa(value) == 10010
    assert BTC.ticks(value) == Ticks(10010)


@pytest.mark.parametrize("value", ["0.5", Decimal("0.50"), Lots(50000)])
def test_quantities_in_every_form_are_the_same(value: Any) -> None:
    assert BTC.qty(value) == Decimal("0.5")
    assert BTC.qty_text(value) == "0.50000"
    assert BTC.qty_mantissa(value) == 50000
    assert BTC.lots(value) == Lots(50000)


@pytest.mark.parametrize("value", [100.1, 100, True, None, "x", "\ud800"])
def test_what_is_not_exact_is_refused_by_the_symbols_name(value: Any) -> None:
    for take in (BTC.price, BTC.price_text, BTC.price_mantissa, BTC.ticks):
        with pytest.raises(ConfigError, match=r"^BTCUSDT price: "):
            take(value)
    for take in (BTC.qty, BTC.qty_text, BTC.qty_mantissa, BTC.lots):
        with pytest.raises(ConfigError, match=r"^BTCUSDT quantity: "):
            take(value)


def test_lots_are_no_price_and_ticks_no_quantity() -> None:
    with pytest.raises(ConfigError, match="price"):
        BTC.price(Lots(3))  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="quantity"):
        BTC.qty(Ticks(3))  # type: ignore[arg-type]


def test_numbers_between_the_steps_keep_their_text_and_have_no_mantissa() -> None:
    assert BTC.price_text("100.005") == "100.005"
    with pytest.raises(FilterViolation, match=r"BTCUSDT: PRICE_FILTER: price 100\.005 has more decimals than tickSize"):
        BTC.price_mantissa("100.005")
    with pytest.raises(FilterViolation, match=r"price 100\.005 is no multiple of tickSize 0\.01"):
        BTC.ticks("100.005")
    with pytest.raises(FilterViolation, match="larger than anything"):
        BTC.qty_mantissa("1e18")
    wide = instrument([PRICE_FILTER | {"tickSize": "0.05"}])
    assert wide.price_mantissa("0.03") == 3
    with pytest.raises(FilterViolation, match=r"no multiple of tickSize 0\.05"):
        wide.ticks("0.03")


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_ticks_mantissas_and_text_agree(count: int) -> None:
    assert BTC.price_mantissa(Ticks(count)) == count
    assert BTC.ticks(BTC.price_text(Ticks(count))) == count
    assert BTC.qty_mantissa(BTC.qty_text(Lots(count))) == count


def test_rounding_on_request() -> None:
    assert BTC.round_price(100.019, "down") == Decimal("100.01")
    assert BTC.round_price("100.011", "up") == Decimal("100.02")
    assert BTC.round_price(Decimal("100.015"), "nearest") == Decimal("100.02")
    assert BTC.round_price(Ticks(7), "down") == Decimal("0.07")
    assert BTC.round_qty("0.000019") == Decimal("0.00001")
    assert BTC.round_qty(Lots(7), "up") == Decimal("0.00007")
    market = LOT_SIZE | {"filterType": "MARKET_LOT_SIZE", "stepSize": "0.10000000"}
    coarse = instrument([PRICE_FILTER, LOT_SIZE, market])
    assert (coarse.round_qty("0.19", is_market=True), coarse.round_qty("0.19")) == (Decimal("0.1"), Decimal("0.19"))


def test_an_order_that_fits_passes() -> None:
    BTC.check(LIMIT)
    BTC.check(MARKET)
    BTC.check(MARKET._replace(qty=None, quote_qty=Decimal(10)))


@pytest.mark.parametrize(
    ("changed", "terms", "rule", "reason"),
    [
        ({"status": "HALT"}, LIMIT, "status", "HALT"),
        ({"status": "CANCEL_ONLY"}, LIMIT, "status", "CANCEL_ONLY"),
        ({"orderTypes": ["MARKET"]}, LIMIT, "orderTypes", "LIMIT is none of MARKET"),
        ({"icebergAllowed": False}, LIMIT._replace(iceberg_qty=Decimal("0.1")), "icebergAllowed", "not allowed"),
        ({"allowTrailingStop": False}, LIMIT._replace(trailing_delta=10), "allowTrailingStop", "not allowed"),
        ({"pegInstructionsAllowed": False}, LIMIT._replace(is_pegged=True), "pegInstructionsAllowed", "not allowed"),
        (
            {"quoteOrderQtyMarketAllowed": False},
            MARKET._replace(qty=None, quote_qty=Decimal(10)),
            "quoteOrderQtyMarketAllowed",
            "not allowed",
        ),
    ],
)
def test_what_the_symbol_does_not_allow(changed: dict[str, Any], terms: OrderTerms, rule: str, reason: str) -> None:
    BTC.check(terms)
    with pytest.raises(FilterViolation, match=reason) as raised:
        instrument(**changed).check(terms)
    assert (raised.value.rule, raised.value.symbol) == (rule, "BTCUSDT")


def test_self_trade_prevention_has_to_be_allowed() -> None:
    BTC.check_stp(SelfTradePrevention.EXPIRE_MAKER)
    with pytest.raises(FilterViolation, match="TRANSFER is none of NONE, EXPIRE_MAKER"):
        BTC.check_stp(SelfTradePrevention.TRANSFER)
