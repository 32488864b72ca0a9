"""Amended orders keep their place and free what they need no more."""

from typing import Any

import pytest

from tickwire.schema.enums import OrderStatus
from tickwire.sim.exchange import Amend, Execution, ListChange, NewList, Order, Rejected
from tickwire.sim.instruments import SCALE


def amend(desk: Any, order: Order, qty: int, **more: Any) -> Any:
    request = Amend(symbol="COINUSDT", order_id=order.order_id, new_qty=qty * SCALE, **more)
    return desk.exchange.amend(order.account, request, desk.now())


def test_an_amended_order_keeps_its_place(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 8, 100)
    behind = desk.place(desk.bob, "BUY", 5, 100)
    desk.events(desk.ann)
    outcome = amend(desk, order, 3)
    assert outcome.order is order
    assert desk.levels()[0][100] == 8
    assert desk.ann.balance("USDT").locked == 300 * SCALE
    (report,) = desk.events(desk.ann, Execution)
    assert (report.execution_type, report.order_status, report.orig_qty) == ("REPLACED", "NEW", 3 * SCALE)
    assert (report.orig_client_order_id, report.client_order_id) == (
        outcome.orig_client_order_id,
        order.client_order_id,
    )
    assert outcome.orig_client_order_id != order.client_order_id
    desk.place(desk.bob, "SELL", 4, 100)
    assert (order.status, behind.executed_qty) == (OrderStatus.FILLED, SCALE)
    assert desk.exchange.order(desk.ann, "COINUSDT", client_order_id=order.client_order_id) is order


def test_amendments_are_remembered(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 8, 100, new_client_order_id="mine")
    outcomes = [amend(desk, order, qty, new_client_order_id="mine") for qty in (7, 6)]
    made = desk.exchange.amendments(desk.ann, "COINUSDT", order.order_id)
    assert [(each.orig_qty // SCALE, each.new_qty // SCALE) for each in made] == [(8, 7), (7, 6)]
    assert [each.execution_id for each in made] == [each.execution_id for each in outcomes]
    assert order.client_order_id == "mine"
    later = made[1].execution_id
    assert desk.exchange.amendments(desk.ann, "COINUSDT", order.order_id, from_execution_id=later) == made[1:]


@pytest.mark.parametrize(
    ("qty", "words"),
    [
        (8, "would change no state"),
        (9, "quantity increase. is not supported"),
        (1, "below executed quantity"),
    ],
)
def test_what_cannot_be_amended(desk: Any, qty: int, words: str) -> None:
    order = desk.place(desk.ann, "BUY", 8, 100)
    desk.place(desk.bob, "SELL", 2, 100)
    with pytest.raises(Rejected, match=f"-2038: .*{words}"):
        amend(desk, order, qty)
    assert order.orig_qty == 8 * SCALE


def test_an_order_amended_to_what_was_executed_expires(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 8, 100)
    desk.place(desk.bob, "SELL", 2, 100)
    amend(desk, order, 2)
    assert order.status is OrderStatus.EXPIRED
    assert 100 not in desk.levels()[0]
    assert desk.ann.balance("USDT").locked == 0


def test_an_order_is_amended_ten_times_at_most(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 20, 100)
    for qty in range(19, 9, -1):
        amend(desk, order, qty)
    with pytest.raises(Rejected, match="-1013: Filter failure: MAX_NUM_ORDER_AMENDS"):
        amend(desk, order, 9)


def test_what_an_iceberg_shows_changes_only_when_there_is_less_than_that(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 20, 100, iceberg_qty=5)
    amend(desk, order, 7)
    assert desk.levels()[0][100] == 5
    amend(desk, order, 3)
    assert desk.levels()[0][100] == 3


def test_both_orders_of_an_oco_are_amended(desk: Any) -> None:
    limit, stop = desk.order("BUY", 5, 90, "LIMIT_MAKER"), desk.order("BUY", 5, None, "STOP_LOSS", stop_price=101)
    request = NewList(symbol="COINUSDT", above=stop, below=limit)
    orders = desk.exchange.place_list(desk.ann, request, desk.now()).order_list
    desk.events(desk.ann)
    amend(desk, orders.orders[1], 2)
    assert [order.orig_qty // SCALE for order in orders.orders] == [2, 2]
    assert desk.ann.balance("USDT").locked == 2 * 101 * SCALE
    (updated,) = desk.events(desk.ann, ListChange)
    assert updated.list_status_type == "UPDATED"
    assert [each.client_order_id for each in updated.orders] == [order.client_order_id for order in orders.orders]


def test_a_pending_opo_order_has_no_quantity_to_amend(desk: Any) -> None:
    request = NewList(
        symbol="COINUSDT", working=desk.order("BUY", 9, 100), pending=desk.order("SELL", 0, 120), pays=True
    )
    orders = desk.exchange.place_list(desk.ann, request, desk.now()).order_list
    with pytest.raises(Rejected, match="-2038"):
        amend(desk, orders.orders[1], 1)


def test_a_name_that_another_open_order_has_is_refused(desk: Any) -> None:
    desk.place(desk.ann, "BUY", 8, 100, new_client_order_id="taken")
    order = desk.place(desk.ann, "BUY", 8, 100)
    with pytest.raises(Rejected, match="-2038: Duplicate order sent"):
        amend(desk, order, 5, new_client_order_id="taken")


def test_an_unknown_order_is_not_amended(desk: Any) -> None:
    with pytest.raises(Rejected, match="-2038: Unknown order sent"):
        desk.exchange.amend(desk.ann, Amend(symbol="COINUSDT", order_id=99, new_qty=SCALE), desk.now())
