"""Each mode of self-trade prevention, with the figures of the documentation's examples."""

from typing import Any

import pytest

from tickwire.schema.enums import OrderStatus, SelfTradePrevention
from tickwire.sim.exchange import Execution
from tickwire.sim.instruments import SCALE

MODE = SelfTradePrevention
GONE = OrderStatus.EXPIRED_IN_MATCH


def three_bids(desk: Any, account: Any, **more: Any) -> Any:
    desk.book({80: 1}, {130: 1})
    return [desk.place(account, "BUY", qty, price, **more) for qty, price in ((12, 120), (13, 110), (81, 100))]


def sell(desk: Any, account: Any, mode: SelfTradePrevention, qty: int = 30) -> Any:
    return desk.place(account, "SELL", qty, 100, self_trade_prevention_mode=mode)


def test_none_lets_an_account_trade_with_itself(desk: Any) -> None:
    bids = three_bids(desk, desk.ann)
    order = sell(desk, desk.ann, MODE.NONE)
    assert order.status is OrderStatus.FILLED
    assert [bid.executed_qty // SCALE for bid in bids] == [12, 13, 5]


def test_expire_maker_clears_the_way_and_rests(desk: Any) -> None:
    bids = three_bids(desk, desk.ann)
    desk.events(desk.ann)
    order = sell(desk, desk.ann, MODE.EXPIRE_MAKER)
    assert [bid.status for bid in bids] == [GONE] * 3
    assert [bid.prevented_qty // SCALE for bid in bids] == [12, 13, 81]
    assert (order.status, order.is_resting) == (OrderStatus.NEW, True)
    assert [match.maker_prevented_qty // SCALE for match in order.prevented_matches] == [12, 13, 81]
    assert all(match.taker_prevented_qty is None for match in order.prevented_matches)
    reports = desk.events(desk.ann, Execution)[1:]
    assert [(each.execution_type, each.order_status) for each in reports] == [("TRADE_PREVENTION", GONE)] * 3
    first = reports[0]
    assert (first.prevented_match_id, first.counter_order_id, first.counter_symbol) == (0, order.order_id, "COINUSDT")
    assert (first.prevented_qty, first.last_prevented_qty) == (12 * SCALE, 12 * SCALE)
    assert (first.prevented_execution_qty, first.prevented_execution_price) == (12 * SCALE, 120 * SCALE)
    assert first.prevented_execution_quote_qty == 1440 * SCALE
    assert desk.ann.balance("USDT").locked == 0


def test_expire_taker_leaves_the_book_as_it_is(desk: Any) -> None:
    bids = three_bids(desk, desk.ann)
    order = sell(desk, desk.ann, MODE.EXPIRE_TAKER)
    assert [bid.status for bid in bids] == [OrderStatus.NEW] * 3
    assert (order.status, order.prevented_qty) == (GONE, 30 * SCALE)
    assert (order.prevented_match_id, desk.ann.balance("COIN").locked) == (0, 0)


def test_expire_both_ends_the_first_two_that_meet(desk: Any) -> None:
    bids = three_bids(desk, desk.ann)
    order = sell(desk, desk.ann, MODE.EXPIRE_BOTH)
    assert [bid.status for bid in bids] == [GONE, OrderStatus.NEW, OrderStatus.NEW]
    assert order.status is GONE


def test_decrement_takes_the_smaller_from_both(desk: Any) -> None:
    bids = three_bids(desk, desk.ann)
    order = sell(desk, desk.ann, MODE.DECREMENT)
    assert [bid.status for bid in bids] == [GONE, GONE, OrderStatus.NEW]
    assert [bid.prevented_qty // SCALE for bid in bids] == [12, 13, 5]
    assert (order.status, order.prevented_qty // SCALE) == (GONE, 30)
    assert desk.levels()[0][100] == 76
    assert desk.ann.balance("USDT").locked == 7600 * SCALE
    assert [match.taker_prevented_qty // SCALE for match in order.prevented_matches] == [12, 13, 5]


def test_what_is_left_of_a_decremented_order_trades_on(desk: Any) -> None:
    desk.book({80: 1}, {130: 1})
    mine = desk.place(desk.ann, "BUY", 5, 100)
    other = desk.place(desk.bob, "BUY", 20, 100)
    order = sell(desk, desk.ann, MODE.DECREMENT, 12)
    assert (mine.status, other.executed_qty // SCALE) == (GONE, 7)
    assert order.status is OrderStatus.FILLED
    assert (order.executed_qty // SCALE, order.prevented_qty // SCALE) == (7, 5)


def test_accounts_of_a_group_do_not_trade_with_one_another(desk: Any) -> None:
    money = {"USDT": 10**6 * SCALE, "COIN": 10**3 * SCALE}
    one, other = (desk.exchange.open_account(name, money, trade_group_id=7) for name in ("one", "other"))
    (bid, *_) = three_bids(desk, one)
    order = sell(desk, other, MODE.EXPIRE_TAKER)
    assert (bid.status, order.status) == (OrderStatus.NEW, GONE)
    assert order.prevented_matches[0].trade_group_id == 7
    assert desk.exchange.prevented_matches(one, "COINUSDT") == order.prevented_matches
    assert desk.exchange.prevented_matches(desk.ann, "COINUSDT") == []
    found = desk.exchange.prevented_matches(other, "COINUSDT", order_id=order.order_id, prevented_match_id=0)
    assert found == order.prevented_matches


@pytest.mark.parametrize("makers", [MODE.TRANSFER, MODE.NONE])
def test_transfer_moves_the_quantity_when_both_want_it(desk: Any, makers: SelfTradePrevention) -> None:
    money = {"USDT": 10**6 * SCALE, "COIN": 10**3 * SCALE}
    one, other = (desk.exchange.open_account(name, money, trade_group_id=7) for name in ("one", "other"))
    before = desk.wealth()
    three_bids(desk, one, self_trade_prevention_mode=makers)
    order = sell(desk, other, MODE.TRANSFER, 10)
    moved = 10 if makers is MODE.TRANSFER else 0
    assert order.status is GONE
    assert order.prevented_matches[0].mode is (MODE.TRANSFER if moved else MODE.DECREMENT)
    assert one.balance("COIN").free == (10**3 + moved) * SCALE
    assert other.balance("USDT").free == (10**6 + 120 * moved) * SCALE
    assert desk.wealth() == before
