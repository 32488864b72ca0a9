"""Executions of which only the sum is known are listed, in time and to the last."""

from decimal import Decimal

from tickwire.schema import OutboundAccountPosition
from tickwire.schema.account import Balance
from tickwire.trading import OrderState, Policy
from tickwire.trading.lookups import MOST_TRADES

from .desk import SECOND, Desk, ack, report, row, trade


def test_a_total_without_its_execution_is_waited_for_and_then_asked_for() -> None:
    desk = Desk(policy=Policy(fills_within=SECOND))
    order, action = desk.submitted()
    desk.reply(action, row(order, "FILLED", "2"), 5)
    assert (order.state, order.missing_qty, order.is_over) == (OrderState.FILLED, 2, False)
    assert desk.gateway.account.open_orders == (order,)
    assert desk.polled(5) == []
    assert desk.gateway.wake_at(5) == 5 + SECOND
    question = desk.asked("myTrades", 5 + SECOND)
    assert question.params == {"symbol": "BTCUSDT", "orderId": 7, "limit": MOST_TRADES}
    desk.reply(question, [trade(1, "0.5"), trade(2, "1.5")], 6 + SECOND)
    assert (order.is_over, order.filled_qty) == (True, 2)
    assert desk.gateway.is_idle


def test_an_execution_that_comes_in_time_is_not_asked_for() -> None:
    desk = Desk(policy=Policy(fills_within=SECOND))
    order, action = desk.submitted()
    desk.reply(action, row(order, "FILLED", "2"), 5)
    desk.gateway.on_event(report(order, "TRADE", "FILLED", total="2", last="2", trade=1), 6)
    assert order.is_over
    assert desk.polled(10 * SECOND) == []


def test_as_long_as_some_are_missing_they_are_asked_for_again() -> None:
    desk = Desk(policy=Policy(fills_within=0))
    order, action = desk.submitted()
    desk.reply(action, row(order, "FILLED", "2"), 5)
    desk.reply(desk.asked("myTrades", 5), [trade(1, "0.5")], 6)
    assert order.missing_qty == Decimal("1.5")
    for method in ("myAllocations", "myTrades", "myAllocations"):
        again = desk.gateway.wake_at(6)
        assert again is not None
        desk.reply(desk.asked(method, again), [], again)
    assert not order.is_over
    again = desk.gateway.wake_at(6)
    assert again is not None
    desk.reply(desk.asked("myTrades", again), [trade(1, "0.5"), trade(2, "1.5")], again)
    assert order.is_over


def test_what_trades_do_not_show_is_among_the_allocations() -> None:
    desk = Desk(policy=Policy(fills_within=0))
    order = desk.order()
    action = desk.gateway.submit_routed(order, 1)
    assert action is not None
    desk.reply(action, [row(order, "FILLED", "2")], 5)
    desk.reply(desk.asked("myTrades", 5), [], 6)
    again = desk.gateway.wake_at(6)
    assert again == 6 + Policy().ask_again
    allocation = trade(0, "2") | {"allocationId": 0, "allocationType": "SOR", "isAllocator": False}
    question = desk.asked("myAllocations", again)
    assert question.params == {"symbol": "BTCUSDT", "orderId": 7, "limit": MOST_TRADES}
    desk.reply(question, [allocation], again)
    assert (order.is_over, order.fills[0].number, order.fills[0].trade_id) == (True, -1, -1)


def test_a_full_page_is_followed_by_the_next_at_once() -> None:
    desk = Desk(policy=Policy(fills_within=0))
    order, action = desk.submitted(qty=Decimal(2000))
    desk.reply(action, row(order, "FILLED", "1001", qty="2000"), 5)
    desk.reply(desk.asked("myTrades", 5), [trade(number, "1") for number in range(MOST_TRADES)], 6)
    following = desk.asked("myTrades", 6)
    assert following.params["fromId"] == MOST_TRADES
    desk.reply(following, [trade(MOST_TRADES, "1")], 7)
    assert order.filled_qty == 1001


def test_an_answer_that_cannot_be_read_is_asked_for_again() -> None:
    desk = Desk(policy=Policy(fills_within=0))
    order, action = desk.submitted()
    desk.reply(action, row(order, "FILLED", "2"), 5)
    desk.reply(desk.asked("myTrades", 5), [trade(1, "-2")], 6)
    assert order.fills == ()
    again = desk.gateway.wake_at(6)
    assert again is not None
    assert desk.asked("myTrades", again)


def known() -> Desk:
    """A desk whose account is known."""
    desk = Desk(policy=Policy(fills_within=SECOND))
    desk.gateway.account.is_current = True
    return desk


def asked_for_balances(desk: Desk, now: int) -> bool:
    return "account.status" in [request.method for request in desk.polled(now)]


def position(at: int) -> OutboundAccountPosition:
    return OutboundAccountPosition(
        event_time=at, update_time=at, balances=[Balance(asset="USDT", free="1", locked="2")]
    )


def test_what_the_user_stream_keeps_to_itself_has_balances_asked_for() -> None:
    desk = known()
    desk.working(5)
    assert not asked_for_balances(desk, SECOND)
    assert desk.gateway.wake_at(SECOND) == 5 + SECOND
    assert asked_for_balances(desk, 5 + SECOND)


def test_what_the_user_stream_says_in_time_is_not_asked_for() -> None:
    desk = known()
    order = desk.working(5)
    desk.gateway.on_event(report(order, "NEW", "NEW"), 6)
    desk.gateway.on_event(position(1), 7)
    assert not asked_for_balances(desk, 10 * SECOND)


def test_an_event_that_says_less_than_a_reply_is_not_enough() -> None:
    desk = known()
    order, action = desk.submitted()
    desk.reply(action, row(order, "FILLED", "2"), 5)
    desk.gateway.on_event(report(order, "TRADE", "PARTIALLY_FILLED", total="1", last="1", trade=1), 6)
    desk.gateway.on_event(position(1), 7)
    assert asked_for_balances(desk, 5 + SECOND)


def test_a_report_without_its_balances_has_them_asked_for() -> None:
    desk = known()
    order, action = desk.submitted()
    desk.gateway.on_event(report(order, "NEW", "NEW"), 5)
    desk.reply(action, ack(order), 6)
    assert not asked_for_balances(desk, SECOND)
    assert asked_for_balances(desk, 5 + SECOND)


def test_balances_may_come_before_their_report() -> None:
    desk = known()
    order, action = desk.submitted()
    desk.gateway.on_event(position(1), 4)
    desk.gateway.on_event(report(order, "NEW", "NEW"), 5)
    desk.reply(action, ack(order), 6)
    assert not asked_for_balances(desk, 10 * SECOND)
