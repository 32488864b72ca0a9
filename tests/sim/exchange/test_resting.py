"""Who is before whom in the queue of a price."""

from typing import Any

from tickwire.sim.instruments import SCALE


def test_what_others_add_comes_behind_and_what_they_take_back_is_from_behind(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 5, 99)
    book, price = desk.symbol.book, 99 * SCALE
    assert order.ahead == 10 * SCALE
    for qty, ahead in ((30, 10), (12, 10), (4, 4), (20, 4), (0, 0), (20, 0)):
        book.set(True, price, qty * SCALE)
        assert order.ahead == ahead * SCALE
        assert desk.levels()[0][99] == qty + 5
    desk.place(desk.bob, "SELL", 7, 99)
    assert order.executed_qty == 5 * SCALE
    assert desk.levels()[0][99] == 18


def test_what_trades_before_an_order_brings_it_forward(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 5, 99)
    desk.symbol.book.set(True, 99 * SCALE, 30 * SCALE)
    desk.place(desk.bob, "SELL", 6, 99)
    assert (order.ahead, order.executed_qty) == (4 * SCALE, 0)
    desk.place(desk.bob, "SELL", 6, 99)
    assert (order.ahead, order.executed_qty) == (0, 2 * SCALE)


def test_a_cancelled_order_leaves_the_others_where_they_are(desk: Any) -> None:
    first, second, third = (desk.place(who, "BUY", 5, 100) for who in (desk.ann, desk.bob, desk.ann))
    desk.exchange._cancel(desk.exchange.pit("COINUSDT"), second, None)
    desk.place(desk.bob, "SELL", 6, 100)
    assert [each.executed_qty // SCALE for each in (first, third)] == [5, 1]
