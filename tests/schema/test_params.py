"""Params: what is sent, what cannot be, and what nobody gets to see."""

from typing import Any

import msgspec
import pytest

from tickwire.errors import ConfigError
from tickwire.schema import (
    METHODS,
    ORDER_NEEDS,
    ApiRequest,
    CancelParams,
    ExchangeInfoParams,
    OcoParams,
    OpoParams,
    OrderParams,
    OrderType,
    OtoParams,
    SessionStatus,
    Side,
    SignedParams,
    SorOrderParams,
    SymbolsParams,
    TimeInForce,
    TradingDayParams,
)

LIMIT = {
    "symbol": "BTCUSDT",
    "side": Side.SELL,
    "type": OrderType.LIMIT,
    "time_in_force": TimeInForce.GTC,
    "price": "52000.00",
    "quantity": "0.01",
}


def test_what_is_sent_bears_the_venues_names_and_nothing_that_was_not_given() -> None:
    params = OrderParams(**LIMIT, timestamp=1645423376532)
    sent = {
        "symbol": "BTCUSDT",
        "side": "SELL",
        "type": "LIMIT",
        "timeInForce": "GTC",
        "price": "52000.00",
        "quantity": "0.01",
        "timestamp": 1645423376532,
    }
    assert params.to_dict() == sent
    assert all(type(value) in (str, int) for value in params.to_dict().values())
    assert msgspec.convert(sent, OrderParams) == params


def test_a_word_that_is_new_can_be_sent() -> None:
    assert OrderParams(**LIMIT | {"type": OrderType("MOON")}).to_dict()["type"] == "MOON"


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        (OrderType.LIMIT, "time_in_force"),
        (OrderType.LIMIT, "quantity"),
        (OrderType.LIMIT, "price or peg_price_type"),
        (OrderType.LIMIT_MAKER, "price or peg_price_type"),
        (OrderType.MARKET, "quantity or quote_order_qty"),
        (OrderType.STOP_LOSS, "stop_price or trailing_delta"),
        (OrderType.TAKE_PROFIT_LIMIT, "stop_price or trailing_delta"),
    ],
)
def test_an_order_that_lacks_what_its_type_needs_is_refused(kind: OrderType, lacks: str) -> None:
    given = LIMIT | {"type": kind, "stop_price": "1"}
    for name in lacks.split(" or "):
        given.pop(name, None)
    with pytest.raises(ConfigError, match=f"OrderParams: {kind} needs {lacks}$"):
        OrderParams(**given)


def test_every_type_of_order_has_its_needs() -> None:
    assert set(ORDER_NEEDS) == set(OrderType)


@pytest.mark.parametrize(
    "more",
    [
        {"price": None, "peg_price_type": "PRIMARY_PEG"},
        {"type": OrderType.MARKET, "quantity": None, "quote_order_qty": "5"},
        {"type": OrderType.STOP_LOSS_LIMIT, "trailing_delta": 10},
    ],
)
def test_one_of_what_is_needed_is_enough(more: dict[str, Any]) -> None:
    OrderParams(**LIMIT | more)


def test_the_orders_of_a_list_need_what_they_need_alone() -> None:
    given: dict[str, Any] = {
        "symbol": "A",
        "side": Side.BUY,
        "quantity": "1",
        "above_type": OrderType.STOP_LOSS_LIMIT,
        "above_price": "1.5",
        "above_stop_price": "1.5",
        "above_time_in_force": TimeInForce.GTC,
        "below_type": OrderType.LIMIT_MAKER,
        "below_price": "1.4",
    }
    OcoParams(**given)
    with pytest.raises(ConfigError, match="OcoParams: LIMIT_MAKER needs below_price or below_peg_price_type"):
        OcoParams(**given | {"below_price": None})
    with pytest.raises(ConfigError, match="OcoParams: STOP_LOSS_LIMIT needs above_time_in_force"):
        OcoParams(**given | {"above_time_in_force": None})


def test_the_quantity_of_an_order_that_waits_is_given_or_follows() -> None:
    given: dict[str, Any] = {
        "symbol": "A",
        "working_type": OrderType.LIMIT_MAKER,
        "working_side": Side.BUY,
        "working_price": "1",
        "working_quantity": "1",
        "pending_type": OrderType.MARKET,
        "pending_side": Side.SELL,
    }
    assert "pendingQuantity" not in OpoParams(**given).to_dict()
    assert OtoParams(**given, pending_quantity="2").to_dict()["pendingQuantity"] == "2"
    with pytest.raises(TypeError, match="pending_quantity"):
        OtoParams(**given)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: CancelParams(symbol="A"), "CancelParams needs order_id or orig_client_order_id"),
        (lambda: TradingDayParams(), "TradingDayParams needs symbol or symbols"),
        (lambda: SymbolsParams(symbol="A", symbols=("B",)), "SymbolsParams takes one of symbol and symbols, not both"),
        (lambda: ExchangeInfoParams(symbols=("A",), permissions="SPOT"), "takes one of symbols and permissions"),
    ],
)
def test_what_does_not_go_together_is_refused(make: Any, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        make()


def test_smart_order_routing_takes_neither_pegs_nor_amounts() -> None:
    assert not {"peg_price_type", "quote_order_qty", "stop_price"} & set(SorOrderParams.__struct_fields__)


@pytest.mark.parametrize(
    "struct",
    [
        OrderParams(**LIMIT, api_key="KEEPOUT", signature="KEEPOUT", timestamp=1),
        SignedParams(api_key="KEEPOUT", signature="KEEPOUT"),
        ApiRequest(id=1, method="session.logon", params={"apiKey": "KEEPOUT", "signature": "KEEPOUT", "timestamp": 1}),
        SessionStatus(api_key="KEEPOUT", authorized_since=1, connected_since=1, return_rate_limits=True, server_time=1),
    ],
)
def test_keys_and_signatures_are_shown_to_nobody(struct: Any) -> None:
    shown = f"{struct} {struct!r} {struct.__rich_repr__()}"
    assert "KEEPOUT" not in shown
    assert type(struct).__name__ in shown
    assert b"KEEPOUT" in msgspec.json.encode(struct)


def test_every_struct_of_params_can_be_sent_with_what_it_must_have() -> None:
    fill = {"symbol": "A", "side": "SELL", "interval": "1m"}
    for name, method in METHODS.items():
        given: dict[str, Any] = {}
        for field in msgspec.structs.fields(method.params):
            if field.required:
                kind = "MARKET" if field.name.endswith("type") else "STOP_ON_FAILURE" if "mode" in field.name else "1"
                given[field.encode_name] = 1 if field.type is int else fill.get(field.name, kind)
                given[field.encode_name] = "SELL" if field.name.endswith("side") else given[field.encode_name]
        for group in method.params.needs:
            named = next(field for field in msgspec.structs.fields(method.params) if field.name == group[0])
            given.setdefault(named.encode_name, "1" if "str" in str(named.type) else 1)
        given |= {"quantity": "1"} if "quantity" in method.params.__struct_fields__ else {}
        assert msgspec.convert(given, method.params).to_dict() == given, name
