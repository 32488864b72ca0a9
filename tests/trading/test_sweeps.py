"""Cancelling everything: the kill switch, and what is done after a disconnect."""

import itertools
from typing import Any

from tickwire.trading import OrderState, Policy, Swept

from .desk import SECOND, Desk, ack, report, row, status


def cancelled(order: Any, number: int = 7) -> dict[str, Any]:
    return row(order, "CANCELED", number=number) | {"origClientOrderId": order.client_order_id, "clientOrderId": "x"}


def current() -> Desk:
    """A desk whose account is known."""
    desk = Desk()
    desk.gateway.account.is_current = True
    return desk


def swept(desk: Desk) -> list[Swept]:
    return [event for event in desk.told if isinstance(event, Swept)]


def test_a_halt_cancels_by_symbol_and_tells_when_it_is_done() -> None:
    desk = current()
    one, other = desk.working(number=7), desk.working(number=8)
    desk.gateway.halt(1)
    (action,) = desk.polled(1)
    assert (action.method, action.params) == ("openOrders.cancelAll", {"symbol": "BTCUSDT"})
    desk.reply(action, [cancelled(one, 7), cancelled(other, 8)], 2)
    assert desk.polled(2) == []
    told = desk.only(Swept)
    assert (told.reason, told.canceled, told.took) == ("halt", (one, other), 1)
    assert desk.gateway.is_idle


def test_a_halt_is_not_done_while_orders_may_be_open_that_are_not_known() -> None:
    desk = Desk()
    desk.gateway.subscribed(1, 0)
    desk.gateway.halt(1)
    asked = {request.method: request for request in desk.polled(1)}
    assert swept(desk) == []
    assert desk.gateway.wake_at(1) != 1
    desk.reply(asked["openOrders.status"], [row(desk.order(), number=7)], 2)
    desk.reply(asked["account.status"], status(), 2)
    action = desk.asked("openOrders.cancelAll", 2)
    (order,) = desk.gateway.account.open_orders
    desk.reply(action, [cancelled(order)], 3)
    desk.polled(3)
    assert desk.only(Swept).canceled == (order,)


def test_an_order_that_comes_up_during_a_halt_is_cancelled_too() -> None:
    desk = current()
    desk.gateway.halt(1)
    desk.polled(1)
    desk.gateway.on_event(report(desk.order(client_order_id="manual"), "NEW", "NEW", number=99), 2)
    (order,) = desk.gateway.account.open_orders
    action = desk.asked("openOrders.cancelAll", 2)
    desk.reply(action, [cancelled(order, 99)], 3)
    desk.polled(3)
    assert [event.canceled for event in swept(desk)] == [(), (order,)]
    desk.gateway.resume()
    desk.gateway.on_event(report(desk.order(client_order_id="later"), "NEW", "NEW", number=100), 4)
    assert desk.polled(4) == []


def test_a_cancellation_in_doubt_is_made_again_after_pauses_that_grow() -> None:
    desk, policy = current(), Policy()
    order = desk.working()
    desk.gateway.halt(1)
    (action,) = desk.polled(1)
    desk.refuse(action, -1008, now=2, status=503)
    times, at = [], 2
    while at < policy.settles_within:
        sent = [one for one in desk.polled(at) if one.method == "openOrders.cancelAll"]
        times += [at] * len(sent)
        for one in sent:
            desk.refuse(one, -1008, now=at, status=503)
        at += policy.ask_again // 4
    pauses = [later - earlier for earlier, later in itertools.pairwise([1, *times])]
    assert pauses[0] < 2 * policy.ask_again
    assert pauses == sorted(pauses)
    assert 4 <= len(pauses) <= 8
    (last,) = [one for one in desk.polled(at + policy.ask_again_most) if one.method == "openOrders.cancelAll"]
    desk.reply(last, [cancelled(order)], at + policy.ask_again_most)
    desk.polled(at + policy.ask_again_most)
    assert desk.only(Swept).canceled == (order,)


def test_a_halt_with_nothing_open_is_done_at_once() -> None:
    desk = current()
    desk.gateway.halt(1)
    assert desk.polled(1) == []
    assert desk.only(Swept).canceled == ()


def test_a_halt_waits_for_what_is_in_doubt_and_cancels_it_when_it_is_found() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -1007)
    desk.gateway.halt(1)
    desk.reply(desk.asked("order.status", 1), row(order), 2)
    assert desk.asked("openOrders.cancelAll", 2)
    assert not [event for event in desk.told if isinstance(event, Swept)]


def test_a_halt_takes_in_an_order_that_was_under_way() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.gateway.halt(1)
    assert desk.polled(1) == []
    desk.reply(action, ack(order), 2)
    assert desk.asked("openOrders.cancelAll", 2)


def test_a_cancellation_that_fails_is_tried_again() -> None:
    desk = current()
    order = desk.working()
    desk.gateway.halt(1)
    (action,) = desk.polled(1)
    desk.refuse(action, -1013, now=2)
    assert desk.polled(2) == []
    at = desk.gateway.wake_at(2)
    assert at == 1 + Policy().ask_again
    (again,) = desk.polled(at)
    desk.reply(again, [cancelled(order)], at)
    desk.polled(at)
    assert desk.only(Swept).canceled == (order,)


def test_a_halt_while_disconnected_cancels_on_the_next_connection() -> None:
    desk = Desk()
    desk.working()
    desk.gateway.lost(1, 1)
    desk.gateway.halt(2)
    assert desk.polled(2) == []
    desk.gateway.opened(2, 3)
    assert desk.asked("openOrders.cancelAll", 3).connection == 2


def test_after_a_disconnect_our_orders_are_cancelled_one_by_one_where_that_is_the_policy() -> None:
    desk = Desk(policy=Policy(cancel_on_disconnect=True))
    order = desk.working()
    other = desk.order(client_order_id="other")
    desk.gateway.on_event(report(other, "NEW", "NEW", number=99), 1)
    desk.gateway.lost(1, 2)
    desk.gateway.opened(2, 3)
    action = desk.asked("order.cancel", 3)
    assert action.params == {"symbol": "BTCUSDT", "orderId": 7}
    desk.reply(action, cancelled(order), 4)
    desk.polled(4)
    told = desk.only(Swept)
    assert (told.reason, told.canceled) == ("disconnect", (order,))
    (left,) = desk.gateway.account.open_orders
    assert left.client_order_id == "other"


def test_orders_placed_after_the_disconnect_are_left_alone() -> None:
    desk = Desk(policy=Policy(cancel_on_disconnect=True))
    desk.working()
    desk.gateway.lost(1, 2)
    desk.gateway.opened(2, 3)
    later = desk.working(4, number=8)
    assert [action.params["orderId"] for action in desk.polled(4) if action.method == "order.cancel"] == [7]
    assert later.state is OrderState.WORKING


def test_while_another_connection_is_open_a_lost_one_cancels_nothing() -> None:
    desk = Desk(policy=Policy(cancel_on_disconnect=True))
    desk.gateway.opened(2, 1)
    desk.working()
    desk.gateway.lost(1, 2)
    assert [action for action in desk.polled(SECOND) if action.method == "order.cancel"] == []


def test_a_halt_during_a_silence_that_the_venue_asked_for_goes_on_as_soon_as_it_is_over() -> None:
    desk = current()
    desk.working(number=7)
    _, action = desk.submitted()
    data = {"serverTime": 1_793_025_003_000, "retryAfter": 1_793_025_010_000}
    desk.refuse(action, -1003, status=429, data=data)
    desk.gateway.halt(0)
    now = 0
    while not (actions := desk.polled(now)):
        following = desk.gateway.wake_at(now)
        assert following is not None
        now = following
    assert actions[0].method == "openOrders.cancelAll"
    assert 7 * SECOND <= now <= 7 * SECOND + 1_000_000
