"""Amendments, and orders that take the place of others."""

from collections.abc import Callable
from typing import Any

import pytest
from websockets.sync.client import connect

from tickwire.sim import Limits, Venue

NOTHING = {"code": -2011, "msg": "Unknown order sent."}
LIMIT = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.001"}
HALVES = ["cancelResult", "newOrderResult", "cancelResponse", "newOrderResponse"]


def low(trader: Any) -> float:
    return round(trader.top()[0] * 0.95, 2)


def replace(trader: Any, mode: str = "STOP_ON_FAILURE", **params: Any) -> dict[str, Any]:
    order = {**LIMIT, "price": f"{low(trader):.2f}", "cancelReplaceMode": mode}
    return trader.ask("order.cancelReplace", **{**order, **params})


def test_both_halves_succeed(trader: Any) -> None:
    placed = trader.place(low(trader), newClientOrderId="old")
    order = {**LIMIT, "price": f"{low(trader):.2f}", "cancelReplaceMode": "STOP_ON_FAILURE"}
    done = trader.done("order.cancelReplace", **order, cancelOrderId=placed["orderId"], cancelNewClientOrderId="gone")
    assert list(done) == HALVES
    assert (done["cancelResult"], done["newOrderResult"]) == ("SUCCESS", "SUCCESS")
    assert (done["cancelResponse"]["origClientOrderId"], done["cancelResponse"]["clientOrderId"]) == ("old", "gone")
    assert done["newOrderResponse"]["fills"] == []
    (left,) = trader.done("openOrders.status")
    assert left["orderId"] == done["newOrderResponse"]["orderId"]


def test_without_the_cancellation_there_is_no_order(trader: Any) -> None:
    reply = replace(trader, cancelOrigClientOrderId="nobody")
    assert (reply["status"], reply["error"]["code"]) == (400, -2022)
    data = reply["error"]["data"]
    assert list(data) == HALVES
    assert (data["cancelResult"], data["newOrderResult"]) == ("FAILURE", "NOT_ATTEMPTED")
    assert (data["cancelResponse"], data["newOrderResponse"]) == (NOTHING, None)
    assert reply["rateLimits"][1]["count"] == 1  # of an order that was not attempted, all the same


def test_the_order_may_be_placed_in_spite_of_it(trader: Any) -> None:
    reply = replace(trader, "ALLOW_FAILURE", cancelOrigClientOrderId="nobody")
    assert (reply["status"], reply["error"]["code"]) == (409, -2021)
    data = reply["error"]["data"]
    assert data["cancelResponse"] == NOTHING
    assert data["newOrderResponse"]["status"] == "NEW"


def test_an_order_that_fails_leaves_the_cancellation(trader: Any) -> None:
    placed = trader.place(low(trader))
    too_dear = {"quantity": "80", "cancelOrderId": placed["orderId"]}
    reply = replace(trader, **too_dear)
    assert (reply["status"], reply["error"]["code"]) == (409, -2021)
    data = reply["error"]["data"]
    assert (data["cancelResult"], data["newOrderResult"]) == ("SUCCESS", "FAILURE")
    assert data["newOrderResponse"]["code"] == -2010
    assert trader.done("openOrders.status") == []


def test_both_halves_may_fail(trader: Any) -> None:
    reply = replace(trader, "ALLOW_FAILURE", quantity="80", cancelOrigClientOrderId="nobody")
    assert (reply["status"], reply["error"]["code"]) == (400, -2022)
    assert (reply["error"]["data"]["cancelResult"], reply["error"]["data"]["newOrderResult"]) == ("FAILURE", "FAILURE")


def test_a_filter_keeps_both_from_being_tried(trader: Any) -> None:
    placed = trader.place(low(trader))
    reply = replace(trader, quantity="0.0000001", cancelOrderId=placed["orderId"])
    assert (reply["status"], reply["error"]["code"]) == (400, -1013)
    assert len(trader.done("openOrders.status")) == 1


@pytest.mark.parametrize(
    ("exceeded", "mode", "known", "status", "code"),
    [
        ("DO_NOTHING", "STOP_ON_FAILURE", True, 429, -1015),
        ("CANCEL_ONLY", "STOP_ON_FAILURE", True, 409, -2021),
        ("CANCEL_ONLY", "STOP_ON_FAILURE", False, 429, -1015),
        ("CANCEL_ONLY", "ALLOW_FAILURE", False, 400, -2022),
    ],
)
def test_a_limit_of_orders_that_is_reached(
    talk: Any, signer: Callable[..., Any], exceeded: str, mode: str, known: bool, status: int, code: int
) -> None:
    made = signer("hmac")
    with Venue(symbols=["BTCUSDT"], rate=None, limits=Limits(orders_of_a_day=1)) as venue:
        venue.open_account("busy", key=made.key)
        with connect(venue.api_url) as connection:
            talking = talk(connection)
            order = {**LIMIT, "price": "93000"}
            talking.ask("order.place", made.signed(**order, newClientOrderId="old"))
            asked = {"cancelReplaceMode": mode, "orderRateLimitExceededMode": exceeded}
            old = {"cancelOrigClientOrderId": "old" if known else "nobody"}
            reply = talking.ask("order.cancelReplace", made.signed(**order, **asked, **old))
    assert (reply["status"], reply["error"]["code"]) == (status, code)
    assert ("data" in reply["error"]) == (code != -1015)


def test_an_amended_order_keeps_its_number_and_gets_a_name(trader: Any) -> None:
    placed = trader.place(low(trader), qty="0.003", newClientOrderId="mine")
    number = placed["orderId"]
    done = trader.done("order.amend.keepPriority", symbol="BTCUSDT", orderId=number, newQty="0.002")
    assert list(done) == ["transactTime", "executionId", "amendedOrder"]
    order = done["amendedOrder"]
    assert list(order) == [
        *("symbol", "orderId", "orderListId", "origClientOrderId", "clientOrderId", "price", "qty", "executedQty"),
        *("preventedQty", "quoteOrderQty", "cumulativeQuoteQty", "status", "timeInForce", "type", "side"),
        *("workingTime", "selfTradePreventionMode"),
    ]
    assert (order["orderId"], order["origClientOrderId"], order["qty"]) == (number, "mine", "0.00200000")
    (change,) = trader.done("order.amendments", symbol="BTCUSDT", orderId=number)
    assert list(change) == [
        *("symbol", "orderId", "executionId", "origClientOrderId", "newClientOrderId", "origQty", "newQty", "time")
    ]
    assert (change["origQty"], change["newQty"]) == ("0.00300000", "0.00200000")
    assert change["executionId"] == done["executionId"]


def test_a_quantity_is_lowered_and_nothing_else(trader: Any) -> None:
    placed = trader.place(low(trader), qty="0.003")
    for qty in ("0.004", "0.003"):
        refused = trader.refused("order.amend.keepPriority", symbol="BTCUSDT", orderId=placed["orderId"], newQty=qty)
        assert refused[:2] == (400, -2038)
    assert trader.refused("order.amend.keepPriority", symbol="BTCUSDT", newQty="1")[1] == -1102
