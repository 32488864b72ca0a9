"""Accounts: what they have, what they pay, and how many orders they may place."""

from collections.abc import Callable
from typing import Any

import pytest

from tickwire.sim.exchange import AccountPosition, BalanceChange, Commission, ExternalLock, OrderLimits, Rejected
from tickwire.sim.instruments import SCALE

DAY = 86_400_000_000


def test_deposits_and_withdrawals_are_told(desk: Any) -> None:
    for amount, left in ((5 * SCALE, 10**6 + 5), (-7 * SCALE, 10**6 - 2)):
        desk.exchange.deposit(desk.ann, "USDT", amount, desk.now())
        change, position = desk.events(desk.ann)
        assert change == BalanceChange(asset="USDT", free_qty_delta=amount, clear_time=desk.time)
        assert isinstance(position, AccountPosition)
        assert [(each.asset, each.free) for each in position.balances] == [("USDT", left * SCALE)]
    with pytest.raises(ValueError, match="ann has 0 of BTC"):
        desk.exchange.deposit(desk.ann, "BTC", -1, desk.now())


def test_another_system_may_lock_a_part(desk: Any) -> None:
    desk.exchange.lock_externally(desk.ann, "COIN", 4000 * SCALE, desk.now())
    lock, position = desk.events(desk.ann)
    assert lock == ExternalLock(asset="COIN", locked_qty_delta=4000 * SCALE, clear_time=desk.time)
    assert position.balances[0].locked == 4000 * SCALE
    with pytest.raises(Rejected, match="insufficient balance"):
        desk.place(desk.ann, "SELL", 6001, 120)
    desk.exchange.lock_externally(desk.ann, "COIN", -4000 * SCALE, desk.now())
    with pytest.raises(ValueError, match="0 locked"):
        desk.exchange.lock_externally(desk.ann, "COIN", -1, desk.now())


def test_a_name_is_taken_once(desk: Any) -> None:
    with pytest.raises(ValueError, match="'ann'"):
        desk.exchange.open_account("ann")


def test_commission_is_taken_from_what_is_received(desk: Any) -> None:
    money, rates = {"USDT": 10**4 * SCALE, "COIN": 100 * SCALE}, Commission(maker=0, taker=SCALE // 100)
    eve = desk.exchange.open_account("eve", money, commission=rates)
    bought = desk.place(eve, "BUY", 5, 101).fills[0]
    assert (bought.commission, bought.commission_asset) == (5 * SCALE // 100, "COIN")
    sold = desk.place(eve, "SELL", 5, 99).fills[0]
    assert (sold.commission, sold.commission_asset) == (495 * SCALE // 100, "USDT")
    resting = desk.place(eve, "BUY", 5, 100)
    desk.place(desk.bob, "SELL", 5, 100)
    assert resting.fills[0].commission == 0


def test_closing_an_account_cancels_its_orders(desk: Any) -> None:
    desk.place(desk.ann, "BUY", 5, 90)
    desk.exchange.close_account(desk.ann, desk.now())
    assert not desk.exchange.open_orders(desk.ann)
    assert not desk.ann.can_trade


@pytest.fixture
def narrow(make_desk: Callable[..., Any]) -> Any:
    desk = make_desk(limits=OrderLimits(ten_seconds=3, day=5))
    desk.book({99: 100}, {101: 100})
    return desk


def test_unfilled_orders_are_counted_in_ten_seconds_and_in_days(narrow: Any) -> None:
    for _ in range(3):
        narrow.place(narrow.ann, "BUY", 1, 90)
    with pytest.raises(Rejected, match="-1015: Too many new orders; current limit is 3 orders per 10 SECOND"):
        narrow.place(narrow.ann, "BUY", 1, 90)
    narrow.place(narrow.bob, "BUY", 1, 90)
    narrow.time += 10_000_000
    assert narrow.ann.counts.at(narrow.time) == (0, 3)
    for _ in range(2):
        narrow.place(narrow.ann, "BUY", 1, 90)
    with pytest.raises(Rejected, match="-1015: Too many new orders; current limit is 5 orders per 1 DAY"):
        narrow.place(narrow.ann, "BUY", 1, 90)
    assert narrow.ann.counts.at(narrow.time + DAY) == (0, 0)


def test_fills_lower_the_counts_and_cancellations_do_not(narrow: Any) -> None:
    for _ in range(5):
        narrow.place(narrow.ann, "BUY", 1)
        assert narrow.ann.counts.at(narrow.time) == (0, 0)
    order = narrow.place(narrow.ann, "BUY", 2, 100)
    narrow.place(narrow.ann, "BUY", 1, 90)
    narrow.place(narrow.ann, "BUY", 1, 90)
    assert narrow.ann.counts.at(narrow.time) == (3, 3)
    narrow.place(narrow.bob, "SELL", 1, 100)
    assert order.status == "PARTIALLY_FILLED"
    assert narrow.ann.counts.at(narrow.time) == (0, 0)
    narrow.place(narrow.ann, "BUY", 1, 90)
    narrow.place(narrow.bob, "SELL", 1, 100)
    assert narrow.ann.counts.at(narrow.time) == (1, 1)
    narrow.exchange.cancel_all(narrow.ann, "COINUSDT", narrow.now())
    assert narrow.ann.counts.at(narrow.time) == (1, 1)
