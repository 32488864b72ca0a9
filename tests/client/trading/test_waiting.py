"""Whoever waits for an outcome gets one: of all orders together, of questions, when the trader stops, in any thread."""

import queue
import threading
import time
from decimal import Decimal, getcontext, localcontext
from typing import Any

import pytest

import tickwire as tw
from tickwire.client.trading import Leg
from tickwire.errors import (
    ApiKeyRejected,
    CancelRejected,
    NewOrderRejected,
    RequestLost,
    RequestTimeout,
    TickwireError,
    TraderStopped,
)
from tickwire.sim import Venue, faults
from tickwire.trading import CancelAllRefused, OrderState, Policy, Reconciled, Swept

FAR_BELOW, FAR_ABOVE = "50000", "200000"


def test_that_nothing_was_there_to_be_cancelled_is_the_venues_refusal(trader: Any) -> None:
    with pytest.raises(CancelRejected):
        trader.cancel_all("BTCUSDT").wait(5)


def test_that_all_are_not_cancelled_is_raised_and_told(venue: Venue, trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    venue.inject(faults.Refuse(-2015, method="openOrders.cancelAll"))
    with pytest.raises(ApiKeyRejected):
        trader.cancel_all("BTCUSDT").wait(5)
    assert trader.told.next(CancelAllRefused).symbol == "BTCUSDT"
    venue.inject(faults.Refuse(-2015, method="openOrders.cancelAll"))
    trader.halt()
    trader.told.next(CancelAllRefused)
    assert trader.told.next(Swept).canceled == (order,)


def test_a_cancellation_of_all_whose_reply_is_lost_ends_as_the_orders_tell(venue: Venue, new_trader: Any) -> None:
    trader = new_trader(policy=Policy(reply_within=300_000_000)).start()
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    venue.inject(faults.LostAck(method="openOrders.cancelAll"))
    assert trader.cancel_all("BTCUSDT").wait(5) == (order,)
    venue.inject(faults.LostAck(method="openOrders.cancelAll"))
    with pytest.raises(RequestTimeout):
        trader.cancel_all("BTCUSDT").wait(5)


def test_a_question_whose_reply_is_lost_is_answered_by_that(venue: Venue, new_trader: Any, until: Any) -> None:
    trader = new_trader(policy=Policy(reply_within=300_000_000)).start()
    trader.told.next(Reconciled)
    venue.inject(faults.LostAck(method="account.status"))
    with pytest.raises(RequestTimeout, match=r"account\.status not answered within 0\.3 s"):
        trader.request("account.status").wait(5)
    weights = trader.gateway.limits.weights
    # Others of this connection, the clock's for one, may be under way just now.
    until(lambda: not weights.stats(trader._desk.frames.venue_ns()).in_flight)


def test_a_question_that_a_disconnect_leaves_unanswered_is_named(venue: Venue, trader: Any) -> None:
    trader.told.next(Reconciled)
    venue.inject(faults.LostAck(method="account.status", drops=True))
    with pytest.raises(RequestLost, match=r"account\.status"):
        trader.request("account.status").wait(5)


def test_who_waits_when_the_trader_stops_is_told(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    legs = Leg("LIMIT_MAKER", price=FAR_ABOVE), Leg("STOP_LOSS_LIMIT", price="49000", stop_price=FAR_BELOW)
    pair = trader.oco("BTCUSDT", "SELL", qty="0.01", above=legs[0], below=legs[1])
    pair.wait(5)
    ends: queue.Queue[BaseException | None] = queue.Queue()

    def wait(one: Any) -> None:
        try:
            one.done.wait(20)
        except BaseException as error:
            ends.put(error)

    for one in (order, *pair.orders):
        threading.Thread(target=wait, args=(one,)).start()
    while len(trader._desk.waiters._ahead) < 3:
        time.sleep(0.001)
    trader.stop()
    assert [type(ends.get(timeout=5)) for _ in range(3)] == [TraderStopped] * 3
    with pytest.raises(TraderStopped):
        order.done.wait()
    trader.start()
    trader.cancel(order).wait(5)
    assert order.done.wait(5).state is OrderState.CANCELED


def test_waiting_in_a_handler_is_refused_and_holds_nothing_up(trader: Any) -> None:
    seen: queue.Queue[Any] = queue.Queue()

    def on_change(order: Any) -> None:
        try:
            order.done.wait()
        except TickwireError as error:
            seen.put(error)

    trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", on_change=on_change).ack.wait(5)
    assert "await it" in str(seen.get(timeout=5))


@pytest.mark.parametrize("fault", [None, faults.EventFirst(), faults.LateAck(seconds=0.3), faults.LostAck()])
def test_an_order_that_is_rejected_is_never_acknowledged(venue: Venue, trader: Any, fault: Any) -> None:
    if fault is not None:
        venue.inject(fault)
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="150")  # more than there is to pay with
    with pytest.raises(NewOrderRejected) as refused:
        order.ack.wait(5)
    assert "newClientOrderId=" + order.client_order_id in refused.value.params
    assert order.done.wait(5).state is OrderState.REJECTED


def test_an_event_says_why_and_the_reply_says_it_in_the_venues_words(venue: Venue, trader: Any) -> None:
    venue.inject(faults.LateAck(seconds=0.3))
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="150")
    with pytest.raises(NewOrderRejected, match="the venue rejected the order: INSUFFICIENT_BALANCE"):
        order.ack.wait(5)
    until = time.monotonic() + 5
    while "insufficient balance" not in str(order.error):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_is_summed_does_not_go_by_the_decimal_context_of_the_thread(trader: Any) -> None:
    def be_imprecise(_: Any) -> None:
        getcontext().prec = 3

    trader.listen(tw.ExecutionReport, be_imprecise)
    resting = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.12347").ack.wait(5)
    order = trader.place("BTCUSDT", "SELL", "MARKET", qty="1.12345").done.wait(5)
    assert (order.filled_qty, order.missing_qty) == (Decimal("1.12345"), 0)
    assert trader.account.positions["BTCUSDT"].sold == Decimal("1.12345")
    with localcontext() as context:
        context.prec = 3
        assert trader.replace(resting, price="50001").qty == Decimal("0.12347")
