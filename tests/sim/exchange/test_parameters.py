"""Orders have the parameters of their kind, no fewer and no more."""

from typing import Any

import pytest

from tickwire.schema.enums import OrderType, PegOffsetType, PegPriceType, SelfTradePrevention, Side, TimeInForce
from tickwire.sim.exchange import NewOrder, Rejected
from tickwire.sim.exchange.parameters import check_parameters

GTC, IOC = TimeInForce.GTC, TimeInForce.IOC
PRIMARY, MARKET_PEG = PegPriceType.PRIMARY_PEG, PegPriceType.MARKET_PEG
COMPLETE: dict[str, dict[str, Any]] = {
    "LIMIT": {"time_in_force": GTC, "price": 1, "quantity": 1},
    "LIMIT_MAKER": {"price": 1, "quantity": 1},
    "MARKET": {"quantity": 1},
    "STOP_LOSS": {"quantity": 1, "stop_price": 1},
    "TAKE_PROFIT": {"quantity": 1, "trailing_delta": 1},
    "STOP_LOSS_LIMIT": {"time_in_force": GTC, "price": 1, "quantity": 1, "stop_price": 1},
    "TAKE_PROFIT_LIMIT": {"time_in_force": GTC, "price": 1, "quantity": 1, "stop_price": 1, "trailing_delta": 1},
}
NAMES = {"time_in_force": "timeInForce", "price": "price", "quantity": "quantity", "stop_price": "stopPrice"}


def order(kind: str, **parameters: Any) -> NewOrder:
    return NewOrder(symbol="COINUSDT", side=Side.BUY, type=OrderType(kind), **parameters)


def code(request: NewOrder, prefix: str = "") -> int:
    with pytest.raises(Rejected) as caught:
        check_parameters(request, prefix)
    return caught.value.code


@pytest.mark.parametrize("kind", COMPLETE)
def test_each_kind_needs_what_it_needs(kind: str) -> None:
    check_parameters(order(kind, **COMPLETE[kind]))
    for name in COMPLETE[kind].keys() - {"trailing_delta"}:
        fewer = {each: value for each, value in COMPLETE[kind].items() if each != name}
        if name == "stop_price" and "trailing_delta" in fewer:
            check_parameters(order(kind, **fewer))
            continue
        with pytest.raises(Rejected) as caught:
            check_parameters(order(kind, **fewer))
        assert caught.value.code == -1102
        assert f"'{NAMES[name]}'" in caught.value.msg


@pytest.mark.parametrize(
    ("kind", "more", "name"),
    [
        ("MARKET", {"price": 1}, "price"),
        ("MARKET", {"time_in_force": GTC}, "timeInForce"),
        ("MARKET", {"stop_price": 1}, "stopPrice"),
        ("MARKET", {"quote_order_qty": 1}, "quoteOrderQty"),
        ("MARKET", {"iceberg_qty": 1}, "icebergQty"),
        ("MARKET", {"peg_price_type": PRIMARY}, "pegPriceType"),
        ("LIMIT", {"stop_price": 1}, "stopPrice"),
        ("LIMIT", {"trailing_delta": 10}, "trailingDelta"),
        ("LIMIT", {"quote_order_qty": 1}, "quoteOrderQty"),
        ("LIMIT", {"peg_offset_value": 1}, "pegOffsetValue"),
        ("LIMIT_MAKER", {"time_in_force": GTC}, "timeInForce"),
        ("STOP_LOSS", {"price": 1}, "price"),
    ],
)
def test_what_a_kind_cannot_have_is_named(kind: str, more: dict[str, Any], name: str) -> None:
    with pytest.raises(Rejected) as caught:
        check_parameters(order(kind, **COMPLETE[kind], **more))
    assert (caught.value.code, caught.value.msg) == (-1106, f"Parameter '{name}' sent when not required.")


def test_the_names_in_a_list_have_the_legs_prefix() -> None:
    with pytest.raises(Rejected, match="Mandatory parameter 'pendingAboveStopPrice'"):
        check_parameters(order("STOP_LOSS", quantity=1), "pendingAbove")


@pytest.mark.parametrize(
    ("kind", "more", "wanted"),
    [
        ("LIMIT", {"price": 0}, -1013),
        ("LIMIT", {"quantity": -1}, -1013),
        ("LIMIT", {"strategy_type": 999_999}, -1134),
        ("LIMIT", {"new_client_order_id": ""}, -1118),
        ("LIMIT", {"time_in_force": TimeInForce("GTX")}, -1115),
        ("LIMIT", {"self_trade_prevention_mode": SelfTradePrevention("SOMETIMES")}, -1013),
        ("LIMIT", {"time_in_force": IOC, "iceberg_qty": 1}, -2010),
        ("LIMIT", {"iceberg_qty": 2}, -2010),
        ("LIMIT", {"time_in_force": IOC, "peg_price_type": PRIMARY}, -1014),
        ("LIMIT_MAKER", {"peg_price_type": MARKET_PEG}, -1014),
        ("LIMIT", {"peg_price_type": PegPriceType("OTHER")}, -1210),
        ("LIMIT", {"peg_price_type": PRIMARY, "peg_offset_type": PegOffsetType("X"), "peg_offset_value": 1}, -1211),
        ("LIMIT", {"peg_price_type": PRIMARY, "peg_offset_value": 1}, -1128),
        (
            "LIMIT",
            {"peg_price_type": PRIMARY, "peg_offset_type": PegOffsetType.PRICE_LEVEL, "peg_offset_value": 101},
            -1130,
        ),
    ],
)
def test_values_that_cannot_be(kind: str, more: dict[str, Any], wanted: int) -> None:
    assert code(order(kind, **{**COMPLETE[kind], **more})) == wanted


def test_words_that_the_venue_does_not_have() -> None:
    assert code(order("GUESS", **COMPLETE["LIMIT"])) == -1116
    assert code(NewOrder(symbol="COINUSDT", side=Side("HOLD"), type=OrderType.LIMIT, **COMPLETE["LIMIT"])) == -1117
