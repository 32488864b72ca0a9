"""Orders that have the client order id of an earlier one: each has its own states, and none is taken for another."""

from typing import Any

import pytest

from tickwire.errors import ConfigError
from tickwire.trading import Order, OrderAppeared, OrderState, Policy, Resolved

from .desk import EPOCH_MS, SECOND, Desk, ack, report, row

SETTLED = Policy().settles_within + SECOND // 100
NO_SUCH_ORDER, UNKNOWN, CANCEL_REJECTED = -2013, -1007, -2011
HOUR_MS = 3_600_000


def namesakes(desk: Desk) -> tuple[Order, Order, Any]:
    """An order that was cancelled, number 7, another with its name, and how that was sent."""
    old = desk.working()
    desk.gateway.on_event(report(old, "CANCELED", "CANCELED"), 1)
    new, action = desk.submitted(2, client_order_id=old.client_order_id)
    return old, new, action


def in_doubt(desk: Desk) -> tuple[Order, Order]:
    """As before, and nobody knows whether the second one was placed."""
    old, new, action = namesakes(desk)
    desk.refuse(action, UNKNOWN, now=3)
    return old, new


def before(order: Order, *, number: int = 5, status: str = "CANCELED") -> dict[str, Any]:
    """An order with this name that was placed an hour earlier, by another run of the program."""
    return row(order, status, number=number) | {"time": EPOCH_MS - HOUR_MS, "updateTime": EPOCH_MS - HOUR_MS}


@pytest.mark.parametrize("is_acknowledged", [False, True])
def test_a_client_order_id_is_taken_while_its_order_is_not_over(is_acknowledged: bool) -> None:
    desk = Desk()
    order, action = desk.submitted()
    if is_acknowledged:
        desk.reply(action, ack(order))
    with pytest.raises(ConfigError, match="client_order_id: 'o1' is that of an order which is not over"):
        desk.submitted(client_order_id="o1")


def test_an_order_may_have_the_name_of_one_that_is_over() -> None:
    desk = Desk()
    old, new, action = namesakes(desk)
    desk.reply(action, ack(new, 8), 3)
    assert (old.state, old.order_id) == (OrderState.CANCELED, 7)
    assert (new.state, new.order_id) == (OrderState.WORKING, 8)
    assert desk.gateway.account.order("o1") is new


@pytest.mark.parametrize("is_acknowledged", [False, True])
def test_late_events_of_the_earlier_one_are_its_own(is_acknowledged: bool) -> None:
    desk = Desk()
    old, new, action = namesakes(desk)
    if is_acknowledged:
        desk.reply(action, ack(new, 8), 3)
    state = new.state
    desk.gateway.on_event(report(old, "TRADE", "PARTIALLY_FILLED", total="1", last="1", trade=3, number=7), 4)
    assert (old.filled_qty, new.filled_qty, new.state) == (1, 0, state)
    desk.gateway.on_event(report(new, "TRADE", "FILLED", total="2", last="2", trade=4, number=8), 5)
    assert (old.filled_qty, new.filled_qty, new.state) == (1, 2, OrderState.FILLED)


def test_the_answer_about_the_earlier_one_is_no_answer_and_the_orders_since_are_listed() -> None:
    desk = Desk()
    old, new = in_doubt(desk)
    desk.reply(desk.asked("order.status", 4), row(old, "CANCELED", number=7), 5)
    assert new.state is OrderState.IN_DOUBT
    listed = desk.asked("allOrders", 6)
    assert (listed.params["symbol"], listed.params["limit"]) == ("BTCUSDT", 1000)
    assert EPOCH_MS - 3000 < listed.params["startTime"] < EPOCH_MS
    rows = [row(old, "CANCELED", number=7), row(desk.order(), number=9), row(new, "FILLED", "2", number=8)]
    desk.reply(listed, rows, 7)
    assert (new.state, new.order_id, old.state) == (OrderState.FILLED, 8, OrderState.CANCELED)
    assert desk.only(Resolved).verdict == "filled"


def test_an_order_that_is_not_listed_is_not_there_once_everything_has_settled() -> None:
    desk = Desk()
    old, new = in_doubt(desk)
    desk.reply(desk.asked("order.status", 4), row(old, "CANCELED", number=7), 5)
    desk.reply(desk.asked("allOrders", 6), [row(old, "CANCELED", number=7)], 7)
    assert new.state is OrderState.IN_DOUBT
    desk.reply(desk.asked("allOrders", SETTLED), [row(old, "CANCELED", number=7)], SETTLED)
    assert new.state is OrderState.NOT_PLACED
    assert desk.only(Resolved).verdict == "not placed"
    assert desk.gateway.is_idle


def test_a_list_is_read_to_its_end() -> None:
    desk = Desk()
    old, new = in_doubt(desk)
    desk.reply(desk.asked("order.status", 4), row(old, "CANCELED", number=7), 5)
    others = [row(desk.order(), number=100 + number) for number in range(1000)]
    desk.reply(desk.asked("allOrders", SETTLED), others, SETTLED)
    assert new.state is OrderState.IN_DOUBT
    rest = desk.asked("allOrders", SETTLED)
    assert rest.params == {"symbol": "BTCUSDT", "orderId": 1100, "limit": 1000}
    desk.reply(rest, [row(new, number=1100)], SETTLED)
    assert (new.state, new.order_id) == (OrderState.WORKING, 1100)


@pytest.mark.parametrize("status", ["CANCELED", "FILLED", "NEW"])
def test_an_order_of_another_run_is_not_taken_for_one_in_doubt(status: str) -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, UNKNOWN)
    desk.reply(desk.asked("order.status", 1), before(order, status=status), 1)
    assert order.state is OrderState.IN_DOUBT
    desk.reply(desk.asked("allOrders", SETTLED), [], SETTLED)
    assert (order.state, order.order_id) == (OrderState.NOT_PLACED, None)


def test_what_the_venue_took_within_what_clocks_may_be_off_is_the_order() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, UNKNOWN)
    desk.reply(desk.asked("order.status", 1), row(order) | {"time": EPOCH_MS - 1000}, 1)
    assert (order.state, order.order_id) == (OrderState.WORKING, 7)


@pytest.mark.parametrize("time", [0, -1])
def test_an_order_of_which_no_time_is_told_is_the_one_of_that_name(time: int) -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, UNKNOWN)
    desk.reply(desk.asked("order.status", 1), row(order) | {"time": time}, 1)
    assert (order.state, order.order_id) == (OrderState.WORKING, 7)


def test_an_event_of_an_order_of_another_run_makes_it_appear() -> None:
    desk = Desk()
    order, _ = desk.submitted()
    filled = report(
        order, "TRADE", "FILLED", total="2", last="2", trade=3, number=5, order_creation_time=EPOCH_MS - HOUR_MS
    )
    desk.gateway.on_event(filled, 1)
    assert order.state is OrderState.SENT
    other = desk.only(OrderAppeared).order
    assert (other.order_id, other.filled_qty, other.is_ours) == (5, 2, False)


def test_a_refused_cancellation_does_not_look_up_the_earlier_one() -> None:
    desk = Desk()
    old, new, _ = namesakes(desk)
    cancel = desk.gateway.cancel(new, 3)
    desk.refuse(cancel, CANCEL_REJECTED, now=4)
    desk.reply(desk.asked("order.status", 5), row(old, "CANCELED", number=7), 6)
    assert (new.state, new.order_id) == (OrderState.SENT, None)
