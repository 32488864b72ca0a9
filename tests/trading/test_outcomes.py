"""What replies mean: amendments, cancel-replace by halves, lists, and replies that are nothing of the kind."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire.errors import CancelRejected, CancelReplaceFailed, NewOrderRejected
from tickwire.schema import ApiReply
from tickwire.trading import Action, Order, OrderList, OrderState, Unreadable
from tickwire.trading.states import OVER, ChangeState

from .desk import EPOCH_MS, EPOCH_NS, Desk, ack, report, row

DONE, FAILED, NOT_TRIED = "SUCCESS", "FAILURE", "NOT_ATTEMPTED"
GONE = {"code": -2011, "msg": "Unknown order sent."}
POOR = {"code": -2010, "msg": "Account has insufficient balance for requested action."}


def cancelled(order: Order, number: int = 7) -> dict[str, Any]:
    return row(order, "CANCELED", number=number) | {"origClientOrderId": order.client_order_id, "clientOrderId": "x"}


def replacing(desk: Desk) -> tuple[Order, Order, Action]:
    order, by = desk.working(), desk.order()
    action = desk.gateway.replace(order, by, 1)
    assert action is not None
    return order, by, action


def halves(cancel: Any, place: Any, cancel_result: str, place_result: str) -> dict[str, Any]:
    return {
        "cancelResult": cancel_result,
        "newOrderResult": place_result,
        "cancelResponse": cancel,
        "newOrderResponse": place,
    }


def test_a_cancellation_ends_the_order_it_names() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.cancel(order, 1)
    assert action is not None
    assert order.is_cancel_pending
    desk.reply(action, cancelled(order), 2)
    assert order.state is OrderState.CANCELED
    assert action.changes[0].state is ChangeState.DONE
    assert not order.is_cancel_pending


def test_a_cancellation_of_an_order_that_the_venue_does_not_know_has_it_looked_up() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.cancel(order, 1)
    assert action is not None
    desk.refuse(action, -2011, "Unknown order sent.")
    assert isinstance(action.changes[0].error, CancelRejected)
    desk.reply(desk.asked("order.status", 2), row(order, "EXPIRED"), 3)
    assert order.state is OrderState.EXPIRED


def test_an_amendment_lowers_the_quantity() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.amend(order, Decimal("1.5"), 1)
    assert action is not None
    assert action.params == {"symbol": "BTCUSDT", "orderId": 7, "newQty": "1.5", "newClientOrderId": "o1"}
    assert order.is_amend_pending
    amended = row(order) | {"origClientOrderId": "o1", "qty": "1.5"}
    desk.reply(action, {"transactTime": EPOCH_MS, "executionId": 5, "amendedOrder": amended}, 2)
    assert (order.qty, order.remaining_qty) == (Decimal("1.5"), Decimal("1.5"))
    assert not order.is_amend_pending


def test_both_halves_of_a_cancel_replace_may_succeed() -> None:
    desk = Desk()
    order, by, action = replacing(desk)
    assert action.params["cancelOrderId"] == 7
    assert action.params["cancelReplaceMode"] == "STOP_ON_FAILURE"
    desk.reply(action, halves(cancelled(order), row(by, number=8), DONE, DONE), 2)
    assert (order.state, by.state, by.order_id) == (OrderState.CANCELED, OrderState.WORKING, 8)
    assert desk.gateway.is_idle


def test_where_the_cancellation_failed_the_other_half_was_not_tried() -> None:
    desk = Desk()
    order, by, action = replacing(desk)
    desk.refuse(action, -2022, data=halves(GONE, None, FAILED, NOT_TRIED))
    assert (order.state, by.state) == (OrderState.WORKING, OrderState.REJECTED)
    assert isinstance(by.error, CancelReplaceFailed)
    assert isinstance(action.changes[0].error, CancelRejected)
    assert desk.asked("order.status", 2)


def test_where_the_new_order_failed_the_old_one_is_gone() -> None:
    desk = Desk()
    order, by, action = replacing(desk)
    desk.refuse(action, -2021, status=409, data=halves(cancelled(order), POOR, DONE, FAILED))
    assert (order.state, by.state) == (OrderState.CANCELED, OrderState.REJECTED)
    assert isinstance(by.error, NewOrderRejected)


def test_a_half_that_the_venue_does_not_know_is_in_doubt_alone() -> None:
    desk = Desk()
    order, by, action = replacing(desk)
    unknown = {"code": -1007, "msg": "Timeout"}
    desk.refuse(action, -2021, status=409, data=halves(cancelled(order), unknown, DONE, FAILED))
    assert (order.state, by.state) == (OrderState.CANCELED, OrderState.IN_DOUBT)


@pytest.mark.parametrize("data", [None, {}, {"cancelResult": 7}, {"cancelResult": DONE}])
def test_a_partial_failure_that_tells_no_halves_leaves_both_in_doubt(data: Any) -> None:
    desk = Desk()
    order, by, action = replacing(desk)
    desk.refuse(action, -2021, status=409, data=data)
    assert (order.is_in_doubt, by.is_in_doubt) == (True, True)


def test_all_orders_of_a_symbol_are_cancelled_and_those_left_out_are_in_doubt() -> None:
    desk = Desk()
    one, other = desk.working(number=7), desk.working(number=8)
    action = desk.gateway.cancel_all("BTCUSDT", 1)
    assert action is not None
    assert len(action.changes) == 2
    desk.reply(action, [cancelled(one)], 2)
    assert (one.state, one.changes) == (OrderState.CANCELED, [])
    assert other.is_in_doubt


def listed(desk: Desk) -> tuple[OrderList, Action]:
    legs = desk.order(), desk.order()
    orders = OrderList("orderList.place.oco", "BTCUSDT", "l1", legs, {"symbol": "BTCUSDT", "listClientOrderId": "l1"})
    action = desk.gateway.submit_list(orders, 1)
    assert action is not None
    return orders, action


def list_result(orders: OrderList, reports: list[dict[str, Any]]) -> dict[str, Any]:
    names = [
        {"symbol": "BTCUSDT", "orderId": n, "clientOrderId": o.client_order_id} for n, o in enumerate(orders.orders)
    ]
    return {
        "orderListId": 5,
        "contingencyType": "OCO",
        "listStatusType": "EXEC_STARTED",
        "listOrderStatus": "EXECUTING",
        "listClientOrderId": "l1",
        "transactionTime": EPOCH_MS,
        "symbol": "BTCUSDT",
        "orders": names,
        "orderReports": reports,
    }


def test_an_order_list_is_placed_as_a_whole() -> None:
    desk = Desk()
    orders, action = listed(desk)
    assert (action.method, action.params, action.order_count) == ("orderList.place.oco", orders.params, 2)
    desk.reply(action, list_result(orders, [row(leg, number=n) for n, leg in enumerate(orders.orders)]), 2)
    assert [leg.state for leg in orders.orders] == [OrderState.WORKING, OrderState.WORKING]
    assert (orders.list_id, orders.contingency_type, orders.status) == (5, "OCO", "EXECUTING")
    assert all(leg.list is orders for leg in orders.orders)


def test_every_order_of_a_list_in_doubt_is_asked_for() -> None:
    desk = Desk()
    _, action = listed(desk)
    desk.refuse(action, -1007)
    asked = [request.params["origClientOrderId"] for request in desk.polled(2)]
    assert asked == ["o1", "o2"]


def test_the_order_that_a_reply_to_a_list_leaves_out_is_in_doubt() -> None:
    desk = Desk()
    orders, action = listed(desk)
    desk.reply(action, list_result(orders, [row(orders.orders[0])]), 2)
    assert [leg.state for leg in orders.orders] == [OrderState.WORKING, OrderState.IN_DOUBT]


def test_the_pending_order_of_a_list_is_held_until_its_time_comes() -> None:
    desk = Desk()
    orders, action = listed(desk)
    reports = [row(orders.orders[0], number=1), row(orders.orders[1], "PENDING_NEW", number=2)]
    desk.reply(action, list_result(orders, reports), 2)
    assert orders.orders[1].state is OrderState.HELD
    assert orders.orders[1].is_open


def test_a_routed_order_is_answered_by_a_list_of_one_and_filled_by_allocations() -> None:
    desk = Desk()
    order = desk.order()
    action = desk.gateway.submit_routed(order, 1)
    assert action is not None
    allocation = {"matchType": "ONE_PARTY_TRADE_REPORT", "price": "100.5", "qty": "2", "commission": "0"}
    allocation |= {"commissionAsset": "BTC", "tradeId": -1, "allocId": 0}
    desk.reply(action, [row(order, "FILLED", "2") | {"fills": [allocation], "usedSor": True}], 2)
    assert order.is_over
    assert (order.fills[0].number, order.fills[0].trade_id) == (-1, -1)


RESULTS: list[Any] = [None, [], {}, 7, "ok", [None], [{}], {"orderId": "x"}]


@pytest.mark.parametrize("result", RESULTS)
def test_a_success_that_cannot_be_read_leaves_an_order_in_doubt(result: Any) -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.reply(action, result, 1)
    assert order.state is OrderState.IN_DOUBT
    assert desk.only(Unreadable).subject == "the reply to order.place"


def test_a_reply_that_speaks_of_another_order_leaves_both_as_they_are_and_ours_in_doubt() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.reply(action, ack(desk.order(client_order_id="another")), 1)
    assert order.state is OrderState.IN_DOUBT
    assert desk.gateway.account.order("another") is None


FILL = {"price": "100.5", "qty": "1.5", "commission": "0.00150000", "commissionAsset": "BTC", "tradeId": 9}
ALLOCATION = FILL | {"matchType": "ONE_PARTY_TRADE_REPORT", "tradeId": -1, "allocId": 4}
MORE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a fill": {"executedQty": "1.5", "status": "PARTIALLY_FILLED", "fills": [FILL]},
    "an allocation": {"executedQty": "1.5", "status": "PARTIALLY_FILLED", "fills": [ALLOCATION], "usedSor": True},
    "no fills": {"fills": []},
    "what was prevented": {"preventedQuantity": "0.5", "preventedMatchId": 3, "status": "EXPIRED_IN_MATCH"},
    "why it expired": {"status": "EXPIRED", "expiryReason": "INSUFFICIENT_LIQUIDITY"},
    "a word of tomorrow": {"status": "ON_HOLIDAY"},
    "a reason of tomorrow": {"status": "EXPIRED", "expiryReason": "TOO_LATE"},
    "a pegged price": {"price": "0.00000000", "peggedPrice": "100.25", "pegPriceType": "PRIMARY_PEG"},
    "a list": {"orderListId": 6},
    "microseconds": {"transactTime": EPOCH_MS * 1000},
    "a number below zero": {"executedQty": "-1"},
    "another symbol": {"symbol": "ETHUSDT"},
    "another name": {"clientOrderId": "another"},
}


def outcome(desk: Desk, order: Order) -> Any:
    """All that can be seen of an order and what was told about it."""
    known = {
        name: getattr(order, name) for name in Order.__slots__ if name not in ("on_change", "changes", "_by_number")
    }
    return known, order.fills, desk.states, [repr(event) for event in desk.told], desk.gateway.limits.used(EPOCH_NS)


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
@pytest.mark.parametrize("form", [ack, row])
def test_a_reply_that_was_decoded_in_c_means_what_it_means_when_read(form: Any, more: dict[str, Any]) -> None:
    limits = {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 70, "count": 9}
    seen = []
    for is_decoding in (False, True):
        desk = Desk(is_decoding=is_decoding)
        order, action = desk.submitted()
        for _ in range(2):  # the second answers nothing
            desk.answer({"id": action.id, "status": 200, "result": form(order) | more, "rateLimits": [limits]}, 2)
        desk.polled(3)
        seen.append(outcome(desk, order))
    assert seen[0] == seen[1]
    if not {"ON_HOLIDAY", "TOO_LATE"} & set(map(str, more.values())):  # there may be no numbers left for new words
        assert desk.decoded == (more.keys().isdisjoint({"symbol", "clientOrderId"}) and more.get("executedQty") != "-1")


def test_a_cancellation_that_was_decoded_in_c_ends_its_order() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.cancel(order, 1)
    assert action is not None
    desk.reply(action, cancelled(order), 2)
    assert (order.state, action.changes[0].state, desk.decoded) == (OrderState.CANCELED, ChangeState.DONE, 2)


def test_a_reply_that_has_an_order_and_an_error_is_the_error() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.answer({"id": action.id, "status": 400, "result": ack(order), "error": POOR}, 2)
    assert (order.state, desk.decoded) == (OrderState.REJECTED, 0)
    order, action = desk.submitted()
    desk.answer({"id": action.id, "status": 200, "result": ack(order), "error": POOR}, 2)
    assert (order.is_open, desk.decoded) == (False, 0)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(max_size=8)
    | st.sampled_from(["NEW", "-1", "o1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(row(Desk().order()))), inner),
    max_leaves=12,
)


@given(result=json_values, changed=st.sampled_from(sorted(row(Desk().order()))), status=st.integers(0, 600))
def test_no_reply_breaks_the_gateway_nor_ends_an_order_untruly(result: Any, changed: str, status: int) -> None:
    desk = Desk()
    order, action = desk.submitted()
    frame = msgspec.json.encode({"id": action.id, "status": status, "result": row(order) | {changed: result}})
    try:
        reply = msgspec.json.decode(frame, type=ApiReply)
    except msgspec.MsgspecError:
        return
    desk.gateway.on_reply(reply, 1)
    desk.polled(1)
    assert order.state is not OrderState.SENT
    decoded, twin = Desk(), desk.order(client_order_id=order.client_order_id)
    assert decoded.gateway.submit(twin, 0) is not None
    decoded.answer(msgspec.json.decode(frame), 1)
    decoded.polled(1)
    assert twin.state is order.state
    if order.state in OVER:
        assert status != 200 or changed == "status"


texts = st.sampled_from(["0", "1", "2", "0.5", "-1", "NaN", "1e5", "", "x"])


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "what": st.sampled_from(["NEW", "TRADE", "CANCELED", "REPLACED", "TRADE_PREVENTION", "SOMETHING"]),
                "status": st.sampled_from(["NEW", "FILLED", "PARTIALLY_FILLED", "CANCELED", "PENDING_NEW", "ANYTHING"]),
                "total": st.sampled_from(["0", "1", "2", "3"]),
                "last": st.sampled_from(["0", "1", "2"]),
                "trade": st.integers(-1, 4),
                "number": st.integers(6, 8),
                "orig_qty": texts,
                "executed_qty": texts,
                "commission": texts,
                "execution_id": st.integers(0, 5),
            }
        ),
        max_size=12,
    )
)
def test_no_report_breaks_the_gateway_nor_counts_an_execution_twice(reports: list[dict[str, Any]]) -> None:
    desk = Desk()
    order, action = desk.submitted()
    for now, words in enumerate(reports):
        desk.gateway.on_event(report(order, **words), now)
    desk.reply(action, ack(order), 99)
    for order in desk.gateway.account.orders:
        assert order.filled_qty == sum(fill.qty for fill in order.fills)
        assert order.told_qty >= order.filled_qty
        assert len({fill.number for fill in order.fills}) == len(order.fills)
    totals = [position.bought for position in desk.gateway.account.positions.values()]
    assert sum(totals) == sum(fill.qty for _, fill in desk.gateway.account.fills)
