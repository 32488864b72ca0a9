"""Order lists: what one order does to the others."""

from typing import Any

import pytest

from tickwire.schema.enums import OrderStatus, SelfTradePrevention, TimeInForce
from tickwire.sim.exchange import AccountPosition, Cancel, Execution, ListChange, NewList, OrderList, Page, Rejected
from tickwire.sim.instruments import SCALE


def oco(desk: Any, side: str = "SELL", qty: int = 5, **more: Any) -> NewList:
    limit = desk.order(side, qty, 110 if side == "SELL" else 90, "LIMIT_MAKER")
    stop = desk.order(side, qty, None, "STOP_LOSS", stop_price=99 if side == "SELL" else 101)
    above, below = (limit, stop) if side == "SELL" else (stop, limit)
    return NewList(symbol="COINUSDT", above=above, below=below, **more)


def oto(desk: Any, working: Any, pending: Any, **more: Any) -> NewList:
    return NewList(symbol="COINUSDT", working=working, pending=pending, **more)


def place(desk: Any, request: NewList) -> Any:
    return desk.exchange.place_list(desk.ann, request, desk.now())


def told(desk: Any) -> list[tuple[str, ...]]:
    """What ann heard, in short."""
    found: list[tuple[str, ...]] = []
    for event in desk.events(desk.ann):
        if isinstance(event, Execution):
            found.append((event.execution_type, event.order_status, event.order_type))
        elif isinstance(event, ListChange):
            found.append((event.list_status_type, event.list_order_status))
        else:
            found.append(("balances",))
    return found


def locked(desk: Any, asset: str) -> int:
    return int(desk.ann.balance(asset).locked // SCALE)


def statuses(orders: OrderList) -> list[str]:
    return [str(order.status) for order in orders.orders]


def test_an_oco_locks_once_and_is_told_stop_first(desk: Any) -> None:
    placed = place(desk, oco(desk))
    assert [order.type for order in placed.orders] == ["STOP_LOSS", "LIMIT_MAKER"]
    assert (placed.order_list.contingency_type, placed.list_order_status) == ("OCO", "EXECUTING")
    assert [order.working_time != -1 for order in placed.orders] == [False, True]
    assert locked(desk, "COIN") == 5
    assert told(desk) == [
        ("NEW", "NEW", "STOP_LOSS"),
        ("NEW", "NEW", "LIMIT_MAKER"),
        ("EXEC_STARTED", "EXECUTING"),
        ("balances",),
    ]
    assert desk.ann.counts.at(desk.time) == (2, 2)


def test_a_fill_of_the_limit_order_ends_the_stop_loss(desk: Any) -> None:
    orders = place(desk, oco(desk)).order_list
    told(desk)
    desk.book({99: 10}, {120: 10})
    desk.place(desk.bob, "BUY", 2, 110)
    assert statuses(orders) == ["EXPIRED", "PARTIALLY_FILLED"]
    assert orders.orders[0].expiry_reason == "OCO_TRIGGER"
    assert locked(desk, "COIN") == 3
    desk.place(desk.bob, "BUY", 3, 110)
    assert statuses(orders) == ["EXPIRED", "FILLED"]
    assert told(desk) == [
        ("TRADE", "PARTIALLY_FILLED", "LIMIT_MAKER"),
        ("EXPIRED", "EXPIRED", "STOP_LOSS"),
        ("balances",),
        ("TRADE", "FILLED", "LIMIT_MAKER"),
        ("ALL_DONE", "ALL_DONE"),
        ("balances",),
    ]
    assert orders.is_done


def test_a_triggered_stop_loss_ends_the_limit_order_first(desk: Any) -> None:
    orders = place(desk, oco(desk)).order_list
    told(desk)
    desk.place(desk.bob, "SELL", 1, 99)
    assert statuses(orders) == ["FILLED", "EXPIRED"]
    assert told(desk)[:2] == [("EXPIRED", "EXPIRED", "LIMIT_MAKER"), ("NEW", "NEW", "STOP_LOSS")]
    assert locked(desk, "COIN") == 0
    assert 110 not in desk.levels()[1]


@pytest.mark.parametrize("which", [0, 1])
def test_cancelling_one_order_cancels_both(desk: Any, which: int) -> None:
    orders = place(desk, oco(desk, "BUY")).order_list
    assert locked(desk, "USDT") == 5 * 101
    told(desk)
    order = orders.orders[which]
    cancelled = desk.exchange.cancel(desk.ann, Cancel(symbol="COINUSDT", order_id=order.order_id), desk.now())
    assert cancelled.order_list is orders
    assert statuses(orders) == ["CANCELED", "CANCELED"]
    assert told(desk)[-2:] == [("ALL_DONE", "ALL_DONE"), ("balances",)]
    assert locked(desk, "USDT") == 0
    with pytest.raises(Rejected, match="-2011: Unknown order list sent"):
        desk.exchange.cancel_list(desk.ann, "COINUSDT", desk.now(), order_list_id=orders.order_list_id)


def test_an_oco_with_prices_on_the_wrong_side_is_refused(desk: Any) -> None:
    limit, stop = desk.order("SELL", 5, 110, "LIMIT_MAKER"), desk.order("SELL", 5, None, "STOP_LOSS", stop_price=101)
    with pytest.raises(Rejected, match="-2010: "):
        place(desk, NewList(symbol="COINUSDT", above=limit, below=stop))
    reports = desk.events(desk.ann)
    assert [each.execution_type for each in reports] == ["REJECTED", "REJECTED"]
    assert locked(desk, "COIN") == 0
    assert not desk.exchange.open_orders(desk.ann)


@pytest.mark.parametrize(
    ("side", "above", "below", "code"),
    [
        ("BUY", ("MARKET", {}), ("LIMIT_MAKER", {"price": 90}), -1158),
        ("BUY", ("LIMIT_MAKER", {"price": 110}), ("LIMIT_MAKER", {"price": 90}), -1168),
        ("BUY", ("LIMIT_MAKER", {"price": 110}), ("TAKE_PROFIT", {"stop_price": 90}), -1165),
        ("SELL", ("TAKE_PROFIT", {"stop_price": 110}), ("LIMIT_MAKER", {"price": 90}), -1166),
        ("BUY", ("STOP_LOSS", {"stop_price": 110}), ("STOP_LOSS", {"stop_price": 90}), -1196),
        ("SELL", ("STOP_LOSS", {"stop_price": 110}), ("STOP_LOSS", {"stop_price": 90}), -1197),
        ("BUY", ("TAKE_PROFIT", {"stop_price": 110}), ("LIMIT_MAKER", {"price": 90}), -1198),
        ("SELL", ("LIMIT_MAKER", {"price": 110}), ("TAKE_PROFIT", {"stop_price": 90}), -1199),
        ("SELL", ("LIMIT_MAKER", {"price": 110}), ("STOP_LOSS_LIMIT", {"stop_price": 90, "price": 89, "iceberg_qty": 1,
          "time_in_force": TimeInForce.IOC}), -1160),
        ("SELL", ("LIMIT_MAKER", {}), ("STOP_LOSS", {"stop_price": 90}), -1102),
    ],
)  # fmt: skip
def test_what_an_oco_may_not_be_made_of(desk: Any, side: str, above: Any, below: Any, code: int) -> None:
    legs = [desk.order(side, 5, more.pop("price", None), kind, **more) for kind, more in (above, below)]
    with pytest.raises(Rejected) as caught:
        place(desk, NewList(symbol="COINUSDT", above=legs[0], below=legs[1]))
    assert caught.value.code == code


def test_the_pending_order_waits_for_the_working_one(desk: Any) -> None:
    orders = place(desk, oto(desk, desk.order("BUY", 5, 100), desk.order("SELL", 5, 120))).order_list
    assert statuses(orders) == ["NEW", "PENDING_NEW"]
    assert told(desk)[:3] == [
        ("NEW", "NEW", "LIMIT"),
        ("NEW", "PENDING_NEW", "LIMIT"),
        ("EXEC_STARTED", "EXECUTING"),
    ]
    assert (locked(desk, "USDT"), locked(desk, "COIN")) == (500, 0)
    desk.place(desk.bob, "SELL", 3, 100)
    assert statuses(orders) == ["PARTIALLY_FILLED", "PENDING_NEW"]
    desk.place(desk.bob, "SELL", 2, 100)
    assert statuses(orders) == ["FILLED", "NEW"]
    assert told(desk)[-2:] == [("NEW", "NEW", "LIMIT"), ("balances",)]
    assert locked(desk, "COIN") == 5
    assert desk.levels()[1][120] == 5


def test_a_working_order_that_fills_at_once_is_reported_with_its_pending_one_as_it_was(desk: Any) -> None:
    placed = place(desk, oto(desk, desk.order("BUY", 5, 101), desk.order("SELL", 5)))
    assert [str(order.status) for order in placed.orders] == ["FILLED", "PENDING_NEW"]
    assert statuses(placed.order_list) == ["FILLED", "FILLED"]
    assert placed.list_order_status == "EXECUTING"
    assert placed.order_list.list_order_status == "ALL_DONE"


def test_a_pending_stop_is_not_triggered_by_trades_before_it_waited(desk: Any) -> None:
    desk.place(desk.bob, "SELL", 1, None, "STOP_LOSS", stop_price=90)  # so that trades are told at all
    working, pending = desk.order("BUY", 15, 102), desk.order("SELL", 5, None, "STOP_LOSS", stop_price=101)
    orders = place(desk, oto(desk, working, pending)).order_list
    assert [fill.price // SCALE for fill in orders.orders[0].fills] == [101, 102]
    assert statuses(orders) == ["FILLED", "NEW"]
    desk.place(desk.bob, "SELL", 1, 99)
    assert statuses(orders) == ["FILLED", "FILLED"]


def test_with_the_working_order_the_pending_ones_expire(desk: Any) -> None:
    working = desk.order("BUY", 500, 101, time_in_force=TimeInForce.FOK)
    above, below = desk.order("SELL", 5, 120, "LIMIT_MAKER"), desk.order("SELL", 5, None, "STOP_LOSS", stop_price=90)
    request = NewList(symbol="COINUSDT", working=working, above=above, below=below)
    orders = place(desk, request).order_list
    assert statuses(orders) == ["EXPIRED", "EXPIRED", "EXPIRED"]
    assert [str(order.expiry_reason) for order in orders.orders] == [
        "UNFILLED_FOK_ORDER_EXPIRED",
        "OTO_PHASE_ONE_EXPIRED",
        "OTO_PHASE_ONE_EXPIRED",
    ]
    assert told(desk)[-2:] == [("ALL_DONE", "ALL_DONE"), ("balances",)]


def test_the_pending_pair_of_an_otoco_becomes_an_oco(desk: Any) -> None:
    above, below = desk.order("SELL", 5, 120, "LIMIT_MAKER"), desk.order("SELL", 5, None, "STOP_LOSS", stop_price=98)
    request = NewList(symbol="COINUSDT", working=desk.order("BUY", 5, 101), above=above, below=below)
    orders = place(desk, request).order_list
    assert desk.ann.counts.at(desk.time) == (2, 2)
    assert statuses(orders) == ["FILLED", "NEW", "NEW"]
    assert locked(desk, "COIN") == 5
    desk.place(desk.bob, "SELL", 11, 98)
    assert statuses(orders) == ["FILLED", "FILLED", "EXPIRED"]
    assert orders.is_done


def test_a_pending_order_that_the_engine_refuses_expires(desk: Any) -> None:
    poor = desk.exchange.open_account("poor", {"USDT": 1000 * SCALE})
    request = oto(desk, desk.order("BUY", 5, 101), desk.order("SELL", 50, 120))
    orders = desk.exchange.place_list(poor, request, desk.now()).order_list
    assert statuses(orders) == ["FILLED", "EXPIRED"]
    assert orders.orders[1].expiry_reason == "REJECTED"
    report = next(each for each in desk.events(poor, Execution) if each.execution_type == "EXPIRED")
    assert report.reject_reason == "INSUFFICIENT_BALANCES"


def test_opo_sells_what_was_bought(desk: Any) -> None:
    buyer = desk.exchange.open_account("buyer", {"USDT": 1000 * SCALE})
    request = oto(desk, desk.order("BUY", 9, 100), desk.order("SELL", 0, 120), pays=True)
    orders = desk.exchange.place_list(buyer, request, desk.now()).order_list
    desk.place(desk.bob, "SELL", 4, 100)
    fee = SCALE // 1000
    assert (buyer.balance("COIN").free, buyer.balance("COIN").locked) == (0, 4 * SCALE - 4 * fee)
    desk.place(desk.bob, "SELL", 5, 100)
    pending = orders.orders[1]
    assert (pending.status, pending.orig_qty) == (OrderStatus.NEW, 8 * SCALE)
    assert (buyer.balance("COIN").free, buyer.balance("COIN").locked) == (SCALE - 9 * fee, 8 * SCALE)


def test_what_opo_keeps_is_free_again_when_the_list_is_cancelled(desk: Any) -> None:
    request = oto(desk, desk.order("BUY", 9, 100), desk.order("SELL", 0, 120), pays=True)
    orders = place(desk, request).order_list
    desk.place(desk.bob, "SELL", 4, 100)
    assert locked(desk, "COIN") == 4
    desk.exchange.cancel_list(desk.ann, "COINUSDT", desk.now(), order_list_id=orders.order_list_id)
    assert (locked(desk, "COIN"), locked(desk, "USDT")) == (0, 0)
    assert statuses(orders) == ["CANCELED", "CANCELED"]


def test_opoco_sells_what_was_bought_by_the_one_or_the_other(desk: Any) -> None:
    above, below = desk.order("SELL", 0, 120, "LIMIT_MAKER"), desk.order("SELL", 0, None, "STOP_LOSS", stop_price=90)
    request = NewList(symbol="COINUSDT", working=desk.order("BUY", 5, 101), above=above, below=below, pays=True)
    orders = place(desk, request).order_list
    assert [order.orig_qty // SCALE for order in orders.orders] == [5, 5, 5]
    assert statuses(orders) == ["FILLED", "NEW", "NEW"]
    assert locked(desk, "COIN") == 5


@pytest.mark.parametrize(
    ("working", "pending", "code"),
    [
        (("SELL", 9, 100), ("SELL", 0, 120), -1222),
        (("BUY", 9, 100), ("BUY", 0, 120), -1223),
        (("BUY", 0, 100), ("SELL", 0, 120), -1224),
        (("BUY", 9, 100), ("SELL", 9, 120), -1225),
    ],
)
def test_opo_buys_and_then_sells(desk: Any, working: Any, pending: Any, code: int) -> None:
    request = oto(desk, desk.order(*working), desk.order(*pending), pays=True)
    with pytest.raises(Rejected) as caught:
        place(desk, request)
    assert caught.value.code == code


def test_lists_are_found_again(desk: Any) -> None:
    one = place(desk, oco(desk, list_client_order_id="mine")).order_list
    other = place(desk, oto(desk, desk.order("BUY", 5, 100), desk.order("SELL", 5, 120))).order_list
    exchange, ann = desk.exchange, desk.ann
    assert exchange.order_list(ann, one.order_list_id) is one
    assert exchange.order_list(ann, other.order_list_id, "mine") is one
    assert exchange.open_lists(ann) == [one, other]
    exchange.cancel_list(ann, "COINUSDT", desk.now(), list_client_order_id="mine")
    assert exchange.open_lists(ann) == [other]
    assert exchange.all_lists(ann, Page(from_id=other.order_list_id)) == [other]
    assert exchange.all_lists(ann, Page(limit=1)) == [other]
    with pytest.raises(Rejected, match="-2013: Order list does not exist"):
        exchange.order_list(desk.bob, one.order_list_id)


def test_cancel_all_takes_lists_as_a_whole(desk: Any) -> None:
    orders = place(desk, oco(desk)).order_list
    single = desk.place(desk.ann, "BUY", 1, 90)
    cancelled = desk.exchange.cancel_all(desk.ann, "COINUSDT", desk.now())
    assert [each.order_list for each in cancelled] == [orders, None]
    assert cancelled[1].orders == [single]
    assert not desk.exchange.open_orders(desk.ann)


def test_a_self_trade_that_is_prevented_ends_the_other_order(desk: Any) -> None:
    orders = place(desk, oco(desk)).order_list
    desk.book({99: 10}, {120: 10})
    mode = SelfTradePrevention.EXPIRE_MAKER
    desk.place(desk.ann, "BUY", 2, 110, self_trade_prevention_mode=mode)
    assert statuses(orders) == ["EXPIRED", "EXPIRED_IN_MATCH"]
    assert locked(desk, "COIN") == 0
    assert isinstance(desk.events(desk.ann)[-1], AccountPosition)
