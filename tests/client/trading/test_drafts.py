"""Arguments of orders: what cannot be is refused by name, before anything is booked or sent."""

from typing import Any

import pytest
from tests.trading.symbols import instrument

from tickwire.client.trading.drafts import draft
from tickwire.errors import ConfigError

BTC = instrument()
LIMIT: dict[str, Any] = {"type": "LIMIT", "price": "50000", "qty": "0.01"}
MARKET: dict[str, Any] = {"type": "MARKET", "qty": "0.01"}
STOP: dict[str, Any] = LIMIT | {"type": "STOP_LOSS_LIMIT", "stop_price": "60000"}


def made(given: dict[str, Any], **more: Any) -> Any:
    return draft(BTC, "SELL", **{"client_order_id": "o1"} | given | more)


@pytest.mark.parametrize(
    ("given", "more", "words"),
    [
        (MARKET, {"quote_qty": "100"}, "quote_qty: instead of qty"),
        (LIMIT, {"quote_qty": "100"}, "quote_qty: instead of qty"),
        (LIMIT, {"quote_qty": "100", "qty": None}, "quote_qty: .* MARKET orders alone"),
        (LIMIT, {"qty": None}, "qty: LIMIT orders need one"),
        (MARKET, {"qty": None}, "qty: MARKET orders need one"),
        (LIMIT, {"qty": "0"}, "qty: more than 0, not 0"),
        (MARKET, {"qty": None, "quote_qty": "-5"}, "quote_qty: more than 0, not -5"),
        (LIMIT, {"price": None}, "price: LIMIT orders need one"),
        (LIMIT, {"price": "0"}, "price: more than 0, not 0"),
        (MARKET, {"price": "50000"}, "price: MARKET orders have none"),
        (STOP, {"stop_price": None}, "stop_price: STOP_LOSS_LIMIT orders need one, or trailing_delta"),
        (STOP, {"stop_price": 60000.5}, "BTCUSDT stop_price: 60000.5 is a float"),
        (STOP, {"stop_price": "0"}, "stop_price: more than 0, not 0"),
        (LIMIT, {"iceberg_qty": "0.02"}, "iceberg_qty: a part of qty 0.01, not 0.02"),
        (LIMIT, {"self_trade_prevention_mode": "BAD"}, "self_trade_prevention_mode: one of NONE, .*'BAD'"),
        (LIMIT, {"self_trade_prevention_mode": "\ud800"}, "self_trade_prevention_mode: one of"),
        (LIMIT, {"peg_price_type": 5}, "peg_price_type: one of PRIMARY_PEG, MARKET_PEG, not 5"),
        (LIMIT, {"strategy_id": "7"}, "strategy_id: a whole number, not '7'"),
        (LIMIT, {"strategy_id": 1 << 70}, "strategy_id: a whole number"),
        (LIMIT, {"client_order_id": "\ud800"}, "client_order_id: 1 to 36 letters"),
        (LIMIT, {"client_order_id": "ü"}, "client_order_id: 1 to 36 letters"),
        (LIMIT, {"client_order_id": ""}, "client_order_id: 1 to 36 letters"),
        (LIMIT, {"client_order_id": "x" * 37}, "client_order_id: 1 to 36 letters"),
        (LIMIT, {"client_order_id": 5}, "client_order_id: 1 to 36 letters.*not 5"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given: dict[str, Any], more: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        made(given, **more)


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (LIMIT, {"iceberg_qty": "0.01"}),
        (LIMIT, {"price": None, "peg_price_type": "primary_peg"}),
        (STOP, {"stop_price": None, "trailing_delta": 100}),
        (MARKET, {"qty": None, "quote_qty": "100"}),
        (LIMIT, {"client_order_id": "A.b:/_-9" * 4}),
    ],
)
def test_what_can_be_is_made(given: dict[str, Any], more: dict[str, Any]) -> None:
    assert made(given, **more).type == given["type"]


def test_further_parameters_go_on_top_of_those_that_were() -> None:
    was = made(LIMIT, iceberg_qty="0.001", strategy_id=7).params
    assert made(LIMIT, params=was, strategy_id=8).params == {"icebergQty": "0.00100", "strategyId": 8}
    assert made(LIMIT, params=was, iceberg_qty=None).params == {"strategyId": 7}
