"""An order on its way through the gateway: placed, acknowledged, filled, done, or refused here."""

from decimal import Decimal
from itertools import count

import pytest

from tickwire.errors import (
    ConfigError,
    NewOrderRejected,
    NotConnected,
    OrderLimitReached,
    OrderNotSent,
    OrderWithdrawn,
    TradingHalted,
)
from tickwire.schema import ApiReply
from tickwire.session import WeightBudget
from tickwire.trading import Action, CallbackFailed, ChangeState, Gateway, OrderLimits, OrderState, Policy, Unmatched

from .desk import SECOND, Desk, ack, report, row


@pytest.mark.parametrize("qty", ["2", "2.5", "0.4", "0", "-1"])
def test_an_amendment_that_lowers_nothing_is_not_sent(qty: str) -> None:
    desk = Desk()
    order = desk.working()
    order.told_qty = Decimal("0.5")
    with pytest.raises(OrderNotSent, match=r"the 0\.5 filled, and less than the 2 it"):
        desk.gateway.amend(order, Decimal(qty), 1)
    assert order.changes == []


def test_an_order_is_placed_acknowledged_filled_and_done() -> None:
    desk = Desk()
    order, action = desk.submitted(10)
    assert (action.method, action.connection) == ("order.place", 1)
    assert action.params == {
        "symbol": "BTCUSDT",
        "side": "BUY",
        "type": "LIMIT",
        "timeInForce": "GTC",
        "price": "100.5",
        "quantity": "2",
        "newClientOrderId": "o1",
    }
    desk.reply(action, ack(order), 20)
    desk.gateway.on_event(report(order, "TRADE", "PARTIALLY_FILLED", total="0.5", last="0.5", trade=1), 30)
    desk.gateway.on_event(report(order, "TRADE", "FILLED", total="2", last="1.5", trade=2), 40)
    assert desk.states == [OrderState.WORKING, OrderState.PARTIALLY_FILLED, OrderState.FILLED]
    assert (order.sent_at, order.acked_at, order.done_at) == (10, 20, 40)
    assert order.is_over
    assert (order.filled_qty, order.average_price) == (Decimal(2), Decimal("100.5"))
    assert order.commissions == {"BNB": Decimal("0.002")}
    assert desk.gateway.account.open_orders == ()
    assert desk.gateway.is_idle
    assert desk.told == []


def test_a_report_before_the_reply_is_as_good() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.gateway.on_event(report(order, "TRADE", "FILLED", total="2", last="2", trade=1), 30)
    desk.reply(action, ack(order), 40)
    assert desk.states == [OrderState.FILLED]
    assert (order.acked_at, order.done_at) == (30, 30)
    assert desk.told == []


def test_an_execution_counts_once_whoever_tells_it() -> None:
    desk = Desk()
    order, action = desk.submitted()
    fill = {"price": "100.5", "qty": "2", "commission": "0.001", "commissionAsset": "BNB", "tradeId": 1}
    desk.reply(action, row(order, "FILLED", "2") | {"fills": [fill]}, 20)
    told = report(order, "TRADE", "FILLED", total="2", last="2", trade=1)
    for _ in range(2):
        desk.gateway.on_event(told, 30)
    assert len(order.fills) == 1
    assert desk.gateway.account.positions["BTCUSDT"].base_qty == 2


def test_a_refusal_is_the_venues_own_exception() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -2010, "Account has insufficient balance for requested action.")
    assert order.state is OrderState.REJECTED
    assert isinstance(order.error, NewOrderRejected)
    assert order.is_over


def test_nothing_is_sent_without_a_connection() -> None:
    gateway = Gateway("me", tell=print)
    order = Desk().order()
    with pytest.raises(NotConnected):
        gateway.submit(order, 0)
    assert order.state is OrderState.CREATED


def test_an_order_is_sent_once() -> None:
    desk = Desk()
    order, _ = desk.submitted()
    with pytest.raises(ConfigError, match="order: 'o1' was sent before"):
        desk.gateway.submit(order, 1)


def test_what_no_bytes_can_be_made_of_was_not_sent() -> None:
    limits = _limits(1)
    desk = Desk(limits=limits)
    order, action = desk.submitted()
    desk.gateway.unwritten(action, ValueError("the key is away"), 1)
    assert (order.state, order.is_over, str(order.error)) == (OrderState.NOT_PLACED, True, "the key is away")
    assert desk.gateway.is_idle
    working = desk.working(2)  # there is room for it again
    cancel = desk.gateway.cancel(working, 3)
    assert cancel is not None
    desk.gateway.unwritten(cancel, ValueError("the key is away"), 4)
    assert (working.changes, cancel.changes[0].state) == ([], ChangeState.NOT_DONE)


def test_what_is_over_is_not_changed() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -2010)
    with pytest.raises(OrderNotSent, match="'o1' is rejected"):
        desk.gateway.cancel(order, 1)


def test_an_order_beyond_the_limit_is_refused_and_may_be_tried_again() -> None:
    desk = Desk(limits=_limits(2))
    desk.working(number=7)
    desk.working(number=8)
    order = desk.order()
    with pytest.raises(OrderLimitReached) as refused:
        desk.gateway.submit(order, 0)
    assert 0 < refused.value.retry_after < 10.5
    assert desk.gateway.submit(order, int((refused.value.retry_after + 0.001) * SECOND)) is not None


def test_an_order_beyond_the_limit_waits_where_that_is_the_policy() -> None:
    desk = Desk(limits=_limits(1), policy=Policy(when_limited="wait"))
    desk.working()
    order = desk.order()
    assert desk.gateway.submit(order, 0) is None
    assert desk.gateway.poll(0) is None
    at = desk.gateway.wake_at(0)
    assert at is not None
    sent = desk.gateway.poll(at)
    assert isinstance(sent, Action)
    assert sent.orders == (order,)


def test_an_order_that_waits_can_be_withdrawn_and_is_never_sent() -> None:
    desk = Desk(limits=_limits(1), policy=Policy(when_limited="wait"))
    desk.working()
    order = desk.order()
    desk.gateway.submit(order, 0)
    assert desk.gateway.cancel(order, 1) is None
    assert order.state is OrderState.NOT_PLACED
    assert isinstance(order.error, OrderWithdrawn)
    assert desk.polled(60 * SECOND) == []


def test_an_order_that_waits_is_not_sent_on_a_later_connection() -> None:
    desk = Desk(limits=_limits(1), policy=Policy(when_limited="wait"))
    desk.working()
    order = desk.order()
    desk.gateway.submit(order, 0)
    desk.gateway.lost(1, 1)
    desk.gateway.opened(2, 2)
    assert order.state is OrderState.NOT_PLACED
    assert isinstance(order.error, NotConnected)
    assert not [request for request in desk.polled(60 * SECOND) if request.method == "order.place"]


def test_a_cancellation_does_not_wait_behind_orders() -> None:
    desk = Desk(limits=_limits(1), policy=Policy(when_limited="wait"))
    working = desk.working()
    desk.gateway.submit(desk.order(), 0)
    action = desk.gateway.cancel(working, 1)
    assert action is not None
    assert action.params == {"symbol": "BTCUSDT", "orderId": 7}


def test_after_429_nothing_is_sent_until_the_venue_said() -> None:
    desk = Desk()
    _, action = desk.submitted()
    data = {"serverTime": 1_793_025_003_000, "retryAfter": 1_793_025_004_250}
    desk.refuse(action, -1003, status=429, data=data)
    with pytest.raises(OrderLimitReached) as refused:
        desk.gateway.submit(desk.order(), 250_000_000)
    assert refused.value.retry_after == pytest.approx(1.0)
    assert desk.gateway.submit(desk.order(), 1_250_000_000) is not None


def test_too_many_orders_hold_back_orders_until_the_next_window_and_nothing_else() -> None:
    desk = Desk(limits=_limits(50))
    working = desk.working()
    _, action = desk.submitted()
    desk.refuse(action, -1015, "Too many new orders.", status=429)
    with pytest.raises(OrderLimitReached):
        desk.gateway.submit(desk.order(), 1)
    assert desk.gateway.cancel(working, 1) is not None


def test_the_kill_switch_refuses_orders_until_trading_is_resumed() -> None:
    desk = Desk()
    desk.gateway.halt(1)
    with pytest.raises(TradingHalted):
        desk.gateway.submit(desk.order(), 1)
    desk.gateway.resume()
    assert desk.gateway.submit(desk.order(), 2) is not None


def test_a_reply_to_nothing_is_told() -> None:
    desk = Desk()
    desk.gateway.on_reply(ApiReply(id=99, status=200), 0)
    assert desk.told == [Unmatched(99, 200, "")]


def test_a_callback_may_call_the_gateway() -> None:
    desk = Desk()
    order, action = desk.submitted(on_change=lambda order: desk.gateway.cancel(order, 5))
    desk.reply(action, ack(order), 4)
    assert order.is_cancel_pending


def test_a_callback_that_fails_is_told_and_harms_nothing() -> None:
    desk = Desk()
    order, action = desk.submitted(on_change=lambda order: 1 / 0)
    desk.reply(action, ack(order))
    assert order.state is OrderState.WORKING
    assert isinstance(desk.only(CallbackFailed).error, ZeroDivisionError)


def test_two_accounts_share_the_weight_of_the_address_but_not_its_orders() -> None:
    weights = WeightBudget()
    one, other = (Desk(limits=OrderLimits(weights, (("SECOND", 10, 1),))) for _ in range(2))
    one.submitted()
    other.submitted()
    assert weights.stats(1_793_025_003_000_000_000).used == 2


def test_an_order_that_was_sent_before_it_was_told_is_taken_up_as_it_is() -> None:
    ids = count(1)
    desk = Desk(ids=ids, limits=_limits(2))
    assert desk.gateway.room(0) == 2
    order = desk.order()
    action = desk.gateway.adopt(order, next(ids), 1, 5)
    assert (order.state, order.sent_at, desk.gateway.room(0)) == (OrderState.SENT, 5, 1)
    desk.reply(action, ack(order), 6)
    assert order.state is OrderState.WORKING


def test_an_order_that_was_sent_without_asking_is_taken_up_beyond_the_limit_too() -> None:
    ids = count(1)
    desk = Desk(ids=ids, limits=_limits(1))
    desk.submitted()
    assert desk.gateway.room(0) == 0
    order = desk.order()
    desk.gateway.adopt(order, next(ids), 1, 5)
    desk.gateway.lost(1, 6)
    assert order.state is OrderState.IN_DOUBT


def test_a_cancellation_that_was_sent_before_it_was_told_is_taken_up_whatever_became_of_the_order() -> None:
    ids = count(1)
    desk = Desk(ids=ids)
    order = desk.order()
    placed = desk.gateway.adopt(order, next(ids), 1, 5)
    canceled = desk.gateway.adopt_cancel(order, next(ids), 1, 6)
    assert desk.gateway.owns(canceled.id)
    desk.refuse(placed, -2010)
    assert order.state is OrderState.REJECTED
    desk.refuse(canceled, -2011)
    assert not order.changes
    assert desk.gateway.is_idle


def test_replies_on_a_shared_connection_are_told_apart_by_their_numbers() -> None:
    ids = count(1)
    one, other = Desk(ids=ids), Desk(ids=ids)
    _, action = one.submitted()
    other.submitted()
    assert (one.gateway.owns(action.id), other.gateway.owns(action.id)) == (True, False)
    one.refuse(action, -1007)
    question = one.asked("order.status")
    assert (one.gateway.owns(question.id), other.gateway.owns(question.id)) == (True, False)
    assert not one.gateway.owns(None)


def test_there_is_no_room_without_a_connection_nor_after_a_halt() -> None:
    desk = Desk()
    desk.gateway.halt(0)
    assert desk.gateway.room(0) == 0
    desk.gateway.resume()
    assert desk.gateway.room(0) > 0
    desk.gateway.lost(1, 1)
    assert desk.gateway.room(1) == 0


def _limits(orders: int) -> OrderLimits:
    return OrderLimits(WeightBudget(), (("SECOND", 10, orders),))


def test_orders_that_wait_are_withdrawn_when_all_of_their_symbol_are_cancelled() -> None:
    desk = Desk(limits=_limits(1), policy=Policy(when_limited="wait"))
    desk.working()
    order, other = desk.order(), desk.order(symbol="ETHUSDT")
    for waiting in (order, other):
        desk.gateway.submit(waiting, 0)
    assert desk.gateway.cancel_all("BTCUSDT", 1) is not None
    assert isinstance(order.error, OrderWithdrawn)
    assert (order.state, other.state) == (OrderState.NOT_PLACED, OrderState.CREATED)
    sent = [request for request in desk.polled(60 * SECOND) if request.method == "order.place"]
    assert [action.orders for action in sent] == [(other,)]
