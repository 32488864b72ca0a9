"""What was placed and traded is found again, by id, by time, or the newest of it."""

from typing import Any

import pytest

from tickwire.sim.exchange import Cancel, Page, Rejected
from tickwire.sim.spans import DAY


@pytest.fixture
def busy(desk: Any) -> Any:
    desk.times, desk.orders = [], []
    for qty in (1, 2, 3, 4):
        desk.orders.append(desk.place(desk.ann, "BUY", qty, 101, new_client_order_id=f"buy-{qty}"))
        desk.times.append(desk.time)
    return desk


def test_orders_are_found_by_either_id(busy: Any) -> None:
    order, exchange = busy.orders[1], busy.exchange
    assert exchange.order(busy.ann, "COINUSDT", order.order_id) is order
    assert exchange.order(busy.ann, "COINUSDT", client_order_id="buy-2") is order
    assert exchange.order(busy.ann, "COINUSDT", order.order_id, "buy-2") is order
    with pytest.raises(Rejected, match="-2039"):
        exchange.order(busy.ann, "COINUSDT", order.order_id, "buy-3")
    for wanted in ({"order_id": 10**9}, {"client_order_id": "buy-9"}):
        with pytest.raises(Rejected, match="-2013: Order does not exist"):
            exchange.order(busy.ann, "COINUSDT", **wanted)
    with pytest.raises(Rejected, match="-2013"):
        exchange.order(busy.bob, "COINUSDT", order.order_id)
    with pytest.raises(Rejected, match="-1102: Param 'origClientOrderId' or 'orderId' must be sent"):
        exchange.order(busy.ann, "COINUSDT")
    with pytest.raises(Rejected, match="-1121: Invalid symbol"):
        exchange.order(busy.ann, "NOTHING", 1)


def test_an_order_that_ended_unfilled_is_archived_after_90_days(busy: Any) -> None:
    exchange, filled = busy.exchange, busy.orders[0]
    resting, other = (busy.place(busy.ann, "BUY", 1, 90) for _ in range(2))
    ended = busy.now()
    exchange.cancel(busy.ann, Cancel(symbol="COINUSDT", order_id=resting.order_id), ended)
    late = ended + 90 * DAY
    assert exchange.order(busy.ann, "COINUSDT", resting.order_id, now=late) is resting
    with pytest.raises(Rejected, match="-2026"):
        exchange.order(busy.ann, "COINUSDT", resting.order_id, now=late + 1)
    for kept in (filled, other):
        assert exchange.order(busy.ann, "COINUSDT", kept.order_id, now=late + 1) is kept


def test_a_client_order_id_is_free_again_when_its_order_is_done(busy: Any) -> None:
    resting = busy.place(busy.ann, "BUY", 1, 90, new_client_order_id="again")
    with pytest.raises(Rejected, match="-2010: Duplicate order sent"):
        busy.place(busy.ann, "BUY", 1, 90, new_client_order_id="again")
    busy.exchange.cancel(busy.ann, Cancel(symbol="COINUSDT", orig_client_order_id="again"), busy.now())
    later = busy.place(busy.ann, "BUY", 1, 90, new_client_order_id="again")
    assert busy.exchange.order(busy.ann, "COINUSDT", client_order_id="again") is later
    assert busy.exchange.order(busy.ann, "COINUSDT", resting.order_id) is resting


def test_all_orders_by_id_by_time_and_the_newest(busy: Any) -> None:
    orders, ann = busy.orders, busy.ann

    def ask(**wanted: Any) -> Any:
        return busy.exchange.all_orders(ann, "COINUSDT", Page(**wanted))

    assert ask() == orders
    assert ask(limit=2) == orders[2:]
    assert ask(from_id=orders[1].order_id, limit=2) == orders[1:3]
    assert ask(start=busy.times[1]) == orders[1:]
    assert ask(start=busy.times[1], end=busy.times[2]) == orders[1:3]
    assert ask(end=busy.times[1], limit=1) == orders[1:2]
    assert busy.exchange.all_orders(busy.bob, "COINUSDT") == []


def test_trades_by_order_by_id_by_time_and_the_newest(busy: Any) -> None:
    fills = [fill for order in busy.orders for fill in order.fills]

    def ask(order_id: int | None = None, **wanted: Any) -> Any:
        return busy.exchange.trades(busy.ann, "COINUSDT", Page(**wanted), order_id=order_id)

    assert ask() == fills
    assert ask(limit=2) == fills[-2:]
    assert ask(order_id=busy.orders[2].order_id) == busy.orders[2].fills
    assert ask(from_id=fills[1].trade_id, limit=2) == fills[1:3]
    assert ask(start=busy.times[1], end=busy.times[2]) == fills[1:3]


def test_open_orders_are_those_that_are_not_done(busy: Any) -> None:
    resting = busy.place(busy.ann, "BUY", 1, 90)
    stop = busy.place(busy.ann, "SELL", 1, None, "STOP_LOSS", stop_price=90)
    assert busy.exchange.open_orders(busy.ann) == [resting, stop]
    assert busy.exchange.open_orders(busy.ann, "COINUSDT") == [resting, stop]
    with pytest.raises(Rejected, match="-1121"):
        busy.exchange.open_orders(busy.ann, "NOTHING")


def test_there_is_nothing_to_cancel(busy: Any) -> None:
    for wanted in ({"order_id": busy.orders[0].order_id}, {"order_id": 10**9}, {"orig_client_order_id": "buy-1"}):
        with pytest.raises(Rejected, match="-2011: Unknown order sent"):
            busy.exchange.cancel(busy.ann, Cancel(symbol="COINUSDT", **wanted), busy.now())
    with pytest.raises(Rejected, match="-2011: Unknown order sent"):
        busy.exchange.cancel_all(busy.ann, "COINUSDT", busy.now())
