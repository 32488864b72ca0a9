"""After each subscription of the user stream: what changed unseen is found, told once, and counted once."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tickwire.schema import OutboundAccountPosition
from tickwire.schema.account import Balance
from tickwire.trading import Contradiction, OrderAppeared, OrderState, Policy, QuestionFailed, Reconciled, Unreadable

from .desk import EPOCH_MS, SECOND, Desk, ack, report, row, status, trade


class Round:
    """The questions of one reconciliation, to be answered in any order."""

    def __init__(self, desk: Desk, connection: int, now: int) -> None:
        self.desk, self.now = desk, now
        desk.gateway.subscribed(connection, now)
        self.asked = {request.method: request for request in desk.polled(now)}

    def answer(self, method: str, result: Any, after: int = 1) -> None:
        self.desk.reply(self.asked[method], result, self.now + after)

    def more(self, method: str, now: int | None = None) -> Any:
        return self.desk.asked(method, self.now + 1 if now is None else now)


def reconnected(desk: Desk, connection: int, now: int) -> Round:
    desk.gateway.lost(connection - 1, now - 2)
    desk.gateway.opened(connection, now - 1)
    return Round(desk, connection, now)


def settled(desk: Desk) -> None:
    """The first reconciliation, of an account without orders."""
    first = Round(desk, 1, 0)
    first.answer("openOrders.status", [])
    first.answer("account.status", status(BTC="1", USDT="1000"))
    assert desk.gateway.account.is_current
    desk.told.clear()


def test_the_first_one_reads_balances_and_open_orders() -> None:
    desk = Desk()
    first = Round(desk, 1, 5)
    assert sorted(first.asked) == ["account.status", "openOrders.status"]
    first.answer("account.status", status(USDT="1000"))
    assert not desk.gateway.account.is_current
    other = desk.order(client_order_id="other")
    first.answer("openOrders.status", [row(other, number=3)])
    told = desk.only(Reconciled)
    assert [change.asset for change in told.balances] == ["USDT"]
    assert [order.client_order_id for order in told.appeared] == ["other"]
    assert desk.only(OrderAppeared).order.is_ours is False
    assert desk.gateway.account.balances["USDT"].free == 1000
    assert desk.gateway.account.is_current


def test_an_order_that_ended_unseen_is_found_with_its_executions() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    again = reconnected(desk, 2, 100)
    assert not desk.gateway.account.is_current
    again.answer("openOrders.status", [])
    again.answer("account.status", status(BTC="3", USDT="799"))
    again.answer("myTrades", [trade(50, "0.5"), trade(51, "1.5")])
    desk.reply(again.more("order.status"), row(order, "FILLED", "2"), 102)
    told = desk.only(Reconciled)
    assert [(change.order, change.state, change.filled_qty) for change in told.changed] == [
        (order, OrderState.WORKING, Decimal(0))
    ]
    assert [fill.number for _, fill in told.fills] == [50, 51]
    assert [change.asset for change in told.balances] == ["BTC", "USDT"]
    assert order.state is OrderState.FILLED
    assert desk.gateway.account.positions["BTCUSDT"].base_qty == 2
    assert desk.gateway.is_idle


def test_an_execution_that_the_new_stream_brings_too_counts_once() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    again = reconnected(desk, 2, 100)
    desk.gateway.on_event(report(order, "TRADE", "PARTIALLY_FILLED", total="1.5", last="0.5", trade=51), 101)
    again.answer("myTrades", [trade(50, "1"), trade(51, "0.5")])
    again.answer("openOrders.status", [row(order, "PARTIALLY_FILLED", "1.5")])
    again.answer("account.status", status(BTC="2"))
    assert order.filled_qty == Decimal("1.5")
    assert [fill.number for _, fill in desk.only(Reconciled).fills] == [50]


def test_trades_are_asked_for_from_the_last_one_known_before_the_stream_broke() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    desk.gateway.on_event(report(order, "TRADE", "PARTIALLY_FILLED", total="0.5", last="0.5", trade=40), 2)
    again = reconnected(desk, 2, 100)
    assert again.asked["myTrades"].params["fromId"] == 41
    desk.gateway.on_event(report(order, "TRADE", "PARTIALLY_FILLED", total="1.5", last="0.5", trade=45), 101)
    third = reconnected(desk, 3, 200)  # the second one never came to its end
    assert third.asked["myTrades"].params["fromId"] == 41


def test_after_it_trades_are_known_up_to_the_last_one_listed() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    again = reconnected(desk, 2, 100)
    assert again.asked["myTrades"].params["startTime"] == EPOCH_MS
    again.answer("myTrades", [trade(50, "1")])
    again.answer("openOrders.status", [row(order, "PARTIALLY_FILLED", "1")])
    again.answer("account.status", status())
    assert reconnected(desk, 3, 200).asked["myTrades"].params["fromId"] == 51


def test_a_full_page_of_trades_is_followed_by_the_next() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    again = reconnected(desk, 2, 100)
    again.answer("myTrades", [trade(number, "0.001") for number in range(50, 1050)])
    following = again.more("myTrades")
    assert (following.params["fromId"], "startTime" in following.params) == (1050, False)
    desk.reply(following, [trade(1050, "0.001")], 102)
    assert order.filled_qty == Decimal("1.001")


def test_the_execution_of_an_order_nobody_knew_makes_it_known() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    again = reconnected(desk, 2, 100)
    again.answer("openOrders.status", [row(order)])
    again.answer("account.status", status())
    again.answer("myTrades", [trade(60, "2", order_id=9)])
    other = desk.order(client_order_id="other")
    desk.reply(again.more("order.status"), row(other, "FILLED", "2", number=9), 102)
    told = desk.only(Reconciled)
    assert [order.client_order_id for order, _ in told.fills] == ["other"]
    assert desk.gateway.account.positions["BTCUSDT"].base_qty == 2


def test_an_order_in_doubt_is_resolved_by_the_list_of_open_orders() -> None:
    desk = Desk()
    settled(desk)
    order, _ = desk.submitted(1)
    again = reconnected(desk, 2, 100)
    again.answer("openOrders.status", [row(order)])
    assert order.state is OrderState.WORKING
    assert desk.gateway.in_doubt == ()


def test_an_order_in_doubt_that_is_not_listed_stays_in_doubt_and_is_told_so() -> None:
    desk = Desk()
    settled(desk)
    order, _ = desk.submitted(1)
    again = reconnected(desk, 2, 100)
    again.answer("openOrders.status", [])
    again.answer("account.status", status())
    again.answer("myTrades", [])
    assert desk.only(Reconciled).in_doubt == (order,)


def test_an_order_placed_after_the_question_need_not_be_listed() -> None:
    desk = Desk()
    settled(desk)
    again = reconnected(desk, 2, 100)
    order = desk.working(101)
    again.answer("openOrders.status", [], after=2)
    again.answer("account.status", status(), after=2)
    assert order.state is OrderState.WORKING
    assert desk.polled(103) == []


def test_a_reply_older_than_the_stream_is_looked_up_once_more() -> None:
    """The order was sent before the stream began; its end may have been told before that, and its reply comes last."""
    desk = Desk()
    order, action = desk.submitted(1)
    first = Round(desk, 1, 5)
    first.answer("openOrders.status", [])
    first.answer("account.status", status())
    first.answer("myTrades", [])
    desk.reply(action, ack(order), 8)
    desk.reply(desk.asked("order.status", 8), row(order, "EXPIRED"), 9)
    assert order.state is OrderState.EXPIRED


def test_a_list_older_than_an_event_changes_nothing() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    again = reconnected(desk, 2, 100)
    cancelled = report(order, "CANCELED", "CANCELED", client_order_id="x", orig_client_order_id="o1")
    desk.gateway.on_event(cancelled, 101)
    again.answer("openOrders.status", [row(order)], after=2)
    assert order.state is OrderState.CANCELED
    assert not [event for event in desk.told if isinstance(event, Contradiction)]


def test_an_order_that_was_over_before_and_is_listed_contradicts_and_is_looked_up() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    cancelled = report(order, "CANCELED", "CANCELED", client_order_id="x", orig_client_order_id="o1")
    desk.gateway.on_event(cancelled, 2)
    again = reconnected(desk, 2, 100)
    again.answer("openOrders.status", [row(order)])
    assert "listed" in desk.only(Contradiction).fault
    desk.reply(again.more("order.status"), row(order), 102)
    assert order.state is OrderState.WORKING


def test_balances_of_later_events_are_kept() -> None:
    desk = Desk()
    settled(desk)
    again = reconnected(desk, 2, 100)
    desk.gateway.on_event(position(EPOCH_MS + 9, BTC="7"), 101)
    again.answer("account.status", status(EPOCH_MS + 5, BTC="6", USDT="5"), after=2)
    balances = desk.gateway.account.balances
    assert (balances["BTC"].free, balances["USDT"].free) == (7, 5)


def test_a_stream_that_breaks_meanwhile_begins_all_of_it_again() -> None:
    desk = Desk()
    settled(desk)
    order = desk.working(1)
    again = reconnected(desk, 2, 100)
    again.answer("openOrders.status", [row(order, "PARTIALLY_FILLED", "1")])
    third = reconnected(desk, 3, 200)
    assert sorted(third.asked) == ["account.status", "myTrades", "openOrders.status"]
    third.answer("openOrders.status", [row(order, "PARTIALLY_FILLED", "1")])
    third.answer("account.status", status())
    third.answer("myTrades", [trade(50, "1")])
    assert desk.only(Reconciled).took == 101  # from when the stream was first back
    assert [change.order for change in desk.only(Reconciled).changed] == [order]


def test_two_streams_at_a_time_reconcile_and_the_end_of_one_breaks_nothing() -> None:
    desk = Desk()
    settled(desk)
    desk.gateway.opened(2, 50)
    second = Round(desk, 2, 51)
    second.answer("openOrders.status", [])
    second.answer("account.status", status())
    desk.gateway.lost(1, 60)
    assert desk.gateway.account.is_current


@pytest.mark.parametrize("method", ["openOrders.status", "account.status", "myTrades"])
def test_a_question_that_is_refused_is_asked_again(method: str) -> None:
    desk = Desk()
    settled(desk)
    desk.working(1)
    again = reconnected(desk, 2, 100)
    desk.refuse(again.asked[method], -1000, now=101, status=500)
    assert again.more(method, 100 + SECOND).params == again.asked[method].params


def position(update_time: int, **balances: str) -> OutboundAccountPosition:
    rows = [Balance(asset=asset, free=free, locked="0") for asset, free in balances.items()]
    return OutboundAccountPosition(event_time=update_time, update_time=update_time, balances=rows)


def test_an_order_that_the_venue_knows_no_longer_has_ended() -> None:
    desk = Desk()
    settled(desk)
    order, at = desk.working(), 60 * SECOND
    again = reconnected(desk, 2, at)
    again.answer("openOrders.status", [])
    again.answer("account.status", status())
    again.answer("myTrades", [])
    desk.refuse(again.more("order.status"), -2013, now=at + 2)
    assert "does not know it any more" in desk.only(Contradiction).fault
    assert (order.state, order.is_over) == (OrderState.EXPIRED, True)
    assert desk.only(Reconciled).changed[0].order is order
    assert desk.gateway.account.is_current


def test_that_the_venue_knows_it_no_longer_is_not_believed_right_after_it_was_there() -> None:
    desk = Desk()
    settled(desk)
    order, at = desk.working(), 2 * SECOND
    again = reconnected(desk, 2, at)
    again.answer("openOrders.status", [])
    again.answer("account.status", status())
    again.answer("myTrades", [])
    desk.refuse(again.more("order.status"), -2013, now=at + 2)
    assert order.state is OrderState.WORKING
    later = desk.gateway.policy.settles_within + SECOND
    desk.refuse(desk.asked("order.status", later), -2013, now=later)
    assert order.state is OrderState.EXPIRED


def test_what_could_not_be_read_may_have_been_an_event_so_that_all_is_asked_again() -> None:
    desk, now = Desk(), 10 * SECOND
    settled(desk)
    order = desk.working(1)
    desk.gateway.on_event(msgspec.structs.replace(report(order, "CANCELED", "CANCELED"), executed_qty="many"), now)
    assert desk.only(Unreadable).subject == "ExecutionReport"
    assert not desk.gateway.account.is_current
    asked = {request.method: request for request in desk.polled(now)}
    for method, result in (("openOrders.status", []), ("account.status", status(BTC="1")), ("myTrades", [])):
        desk.reply(asked[method], result, now + 1)
    desk.reply(desk.asked("order.status", now + 2), row(order, "CANCELED"), now + 3)
    assert order.state is OrderState.CANCELED
    assert [change.order for change in desk.only(Reconciled).changed] == [order]


def test_a_stream_that_cannot_be_read_is_not_asked_about_without_a_pause() -> None:
    desk, now = Desk(policy=Policy(ask_again_most=5 * SECOND)), 10 * SECOND
    settled(desk)
    for at in range(now, now + 50):
        desk.gateway.missed(at)
    assert len(desk.polled(now + 50)) == 2  # orders and balances, once
    for at in range(now + 51, now + 100):
        desk.gateway.missed(at)
    assert desk.polled(now + 5 * SECOND - 1) == []
    assert not desk.gateway.account.is_current
    assert len(desk.polled(now + 5 * SECOND)) == 2


def test_nothing_is_asked_where_no_stream_is_subscribed() -> None:
    desk = Desk()
    desk.gateway.missed(1)
    assert desk.polled(2) == []


def test_a_question_that_is_always_refused_is_told_and_given_up_and_the_rest_is_reconciled() -> None:
    desk = Desk()
    settled(desk)
    desk.working()
    again = reconnected(desk, 2, SECOND)
    again.answer("openOrders.status", [row(desk.gateway.account.open_orders[0])])
    again.answer("account.status", status())
    desk.refuse(again.asked["myTrades"], -1121, "Invalid symbol.", now=SECOND + 2)
    told = desk.only(QuestionFailed)
    assert (told.method, told.retry_in) == ("myTrades", None)
    assert desk.only(Reconciled).changed == ()
    assert desk.gateway.account.is_current


def test_a_question_that_is_refused_for_now_is_told_and_asked_again() -> None:
    desk = Desk()
    first = Round(desk, 1, 0)
    first.answer("openOrders.status", [])
    desk.refuse(first.asked["account.status"], -2015, "Invalid API-key, IP, or permissions for action.", now=1)
    told = desk.only(QuestionFailed)
    assert (told.method, told.retry_in) == ("account.status", desk.gateway.policy.ask_again)
    assert not desk.gateway.account.is_current
    desk.reply(first.more("account.status", SECOND), status(), SECOND)
    assert desk.gateway.account.is_current
