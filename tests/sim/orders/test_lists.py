"""Order lists of every kind."""

from typing import Any

import pytest

LIST = [
    *("orderListId", "contingencyType", "listStatusType", "listOrderStatus", "listClientOrderId", "transactionTime"),
    *("symbol", "orders"),
]


def at(trader: Any, share: float) -> str:
    """A price so far from the best bid."""
    return f"{trader.top()[0] * share:.2f}"


def oco(trader: Any) -> dict[str, Any]:
    """One that sells: a profit above, a loss below."""
    return {
        "symbol": "BTCUSDT",
        "side": "SELL",
        "quantity": "0.001",
        "aboveType": "LIMIT_MAKER",
        "abovePrice": at(trader, 1.04),
        "belowType": "STOP_LOSS_LIMIT",
        "belowPrice": at(trader, 0.96),
        "belowStopPrice": at(trader, 0.97),
        "belowTimeInForce": "GTC",
    }


def working(trader: Any, share: float = 0.96) -> dict[str, Any]:
    """An order to buy that others wait for."""
    limit = {"workingType": "LIMIT", "workingSide": "BUY", "workingTimeInForce": "GTC"}
    return {"symbol": "BTCUSDT", **limit, "workingPrice": at(trader, share), "workingQuantity": "0.01"}


def pending_pair(trader: Any) -> dict[str, Any]:
    names = {"aboveType", "abovePrice", "belowType", "belowPrice", "belowStopPrice", "belowTimeInForce"}
    pair = {name: value for name, value in oco(trader).items() if name in names}
    return {"pendingSide": "SELL", **{f"pending{name[0].upper()}{name[1:]}": value for name, value in pair.items()}}


def test_an_oco_is_answered_with_its_orders_and_their_reports(trader: Any) -> None:
    placed = trader.done("orderList.place.oco", **oco(trader), listClientOrderId="both")
    assert list(placed) == [*LIST, "orderReports"]
    assert (placed["contingencyType"], placed["listStatusType"], placed["listOrderStatus"]) == (
        "OCO",
        "EXEC_STARTED",
        "EXECUTING",
    )
    assert [list(each) for each in placed["orders"]] == [["symbol", "orderId", "clientOrderId"]] * 2
    assert {each["type"] for each in placed["orderReports"]} == {"LIMIT_MAKER", "STOP_LOSS_LIMIT"}
    assert {each["orderListId"] for each in placed["orderReports"]} == {placed["orderListId"]}
    kinds = [trader.event()["e"] for _ in range(4)]
    assert kinds.count("executionReport") == 2
    assert "listStatus" in kinds


def test_the_old_oco_is_one_of_the_same(trader: Any) -> None:
    order = {"symbol": "BTCUSDT", "side": "SELL", "quantity": "0.001", "price": at(trader, 1.04)}
    stop = {"stopPrice": at(trader, 0.97), "stopLimitPrice": at(trader, 0.96), "stopLimitTimeInForce": "GTC"}
    placed = trader.done("orderList.place", **order, **stop, limitClientOrderId="up", stopClientOrderId="down")
    by_name = {each["clientOrderId"]: each for each in placed["orderReports"]}
    assert (by_name["up"]["type"], by_name["down"]["type"]) == ("LIMIT_MAKER", "STOP_LOSS_LIMIT")


def test_a_pending_order_waits_for_the_working_one(trader: Any) -> None:
    pending = {"pendingType": "MARKET", "pendingSide": "SELL", "pendingQuantity": "0.001"}
    placed = trader.done("orderList.place.oto", **working(trader), **pending)
    assert [each["status"] for each in placed["orderReports"]] == ["NEW", "PENDING_NEW"]
    assert placed["contingencyType"] == "OTO"


def test_a_pending_order_is_shown_as_waiting_even_when_the_working_one_is_filled_at_once(trader: Any) -> None:
    pending = {"pendingType": "LIMIT_MAKER", "pendingSide": "SELL", "pendingQuantity": "0.001"}
    placed = trader.done("orderList.place.oto", **working(trader, 1.01), **pending, pendingPrice=at(trader, 1.04))
    assert placed["orderReports"][1]["status"] == "PENDING_NEW"
    (left,) = trader.done("openOrders.status")
    assert (left["orderId"], left["status"]) == (placed["orders"][1]["orderId"], "NEW")


def test_two_may_wait_for_one(trader: Any) -> None:
    pair = {**working(trader), **pending_pair(trader), "pendingQuantity": "0.001"}
    placed = trader.done("orderList.place.otoco", **pair)
    assert [each["status"] for each in placed["orderReports"]] == ["NEW", "PENDING_NEW", "PENDING_NEW"]
    assert trader.done("account.rateLimits.orders")[1]["count"] == 3


def test_what_sells_the_proceeds_has_no_quantity_yet(trader: Any) -> None:
    pending = {"pendingType": "MARKET", "pendingSide": "SELL"}
    placed = trader.done("orderList.place.opo", **working(trader), **pending)
    assert ["origQty" in each for each in placed["orderReports"]] == [True, False]
    both = trader.done("orderList.place.opoco", **working(trader), **pending_pair(trader))
    assert ["origQty" in each for each in both["orderReports"]] == [True, False, False]


def test_a_list_is_cancelled_by_either_id(trader: Any) -> None:
    for name in ("orderListId", "listClientOrderId"):
        placed = trader.done("orderList.place.oco", **oco(trader))
        gone = trader.done("orderList.cancel", symbol="BTCUSDT", **{name: placed[name]})
        assert list(gone) == [*LIST, "orderReports"]
        assert (gone["listStatusType"], gone["listOrderStatus"]) == ("ALL_DONE", "ALL_DONE")
        assert {each["status"] for each in gone["orderReports"]} == {"CANCELED"}
        assert "origClientOrderId" not in gone["orderReports"][0]
    assert trader.refused("orderList.cancel", symbol="BTCUSDT", orderListId=10**9)[1] == -2011
    assert trader.refused("orderList.cancel", symbol="BTCUSDT")[1] == -1102


def test_an_order_takes_its_list_with_it(trader: Any) -> None:
    placed = trader.done("orderList.place.oco", **oco(trader))
    number = placed["orders"][0]["orderId"]
    gone = trader.done("order.cancel", symbol="BTCUSDT", orderId=number, newClientOrderId="gone")
    assert gone["orderListId"] == placed["orderListId"]
    assert {each["clientOrderId"] for each in gone["orderReports"]} == {"gone"}
    assert {each["origClientOrderId"] for each in gone["orderReports"]} == {
        each["clientOrderId"] for each in placed["orders"]
    }


def test_cancelling_all_mixes_orders_and_lists(trader: Any) -> None:
    trader.place(float(at(trader, 0.95)))
    trader.done("orderList.place.oco", **oco(trader))
    single, together = trader.done("openOrders.cancelAll", symbol="BTCUSDT")
    assert "orderReports" not in single
    assert len(together["orderReports"]) == 2


def test_lists_are_found_and_listed(trader: Any) -> None:
    placed = trader.done("orderList.place.oco", **oco(trader), listClientOrderId="both")
    found = trader.done("orderList.status", origClientOrderId="both")
    assert list(found) == LIST
    assert found == trader.done("orderList.status", orderListId=placed["orderListId"])
    assert trader.done("openOrderLists.status") == [found]
    assert trader.done("allOrderLists") == [found]
    trader.done("openOrders.cancelAll", symbol="BTCUSDT")
    assert trader.done("openOrderLists.status") == []
    assert trader.done("allOrderLists", fromId=placed["orderListId"])[0]["listOrderStatus"] == "ALL_DONE"
    assert trader.refused("orderList.status")[1] == -1102


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"aboveType": "STOP_LOSS", "abovePrice": None, "aboveStopPrice": "1"}, -1197),
        ({"belowType": None}, -1102),
        ({"aboveType": "MARKET"}, -1158),
        ({"belowTimeInForce": None}, -1102),
        ({"quantity": "0.0000001"}, -1013),
    ],
)
def test_what_is_wrong_with_a_list_is_said(trader: Any, changes: dict[str, Any], code: int) -> None:
    given = {name: value for name, value in {**oco(trader), **changes}.items() if value is not None}
    assert trader.refused("orderList.place.oco", **given)[1] == code


def test_an_amended_order_tells_of_its_list(trader: Any) -> None:
    placed = trader.done("orderList.place.oco", **oco(trader) | {"quantity": "0.002"})
    number = placed["orders"][0]["orderId"]
    done = trader.done("order.amend.keepPriority", symbol="BTCUSDT", orderId=number, newQty="0.001")
    assert list(done["listStatus"]) == [
        *("orderListId", "contingencyType", "listOrderStatus", "listClientOrderId", "symbol", "orders")
    ]
