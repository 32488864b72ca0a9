"""Handlers of user events that numba compiles: by `Trader.listen`, and of every kind there is, by the dispatcher."""

from decimal import Decimal
from typing import Any

import pytest

import tickwire as tw
from tickwire.feed.account_dispatch import AccountDispatch

from ...fuzz.corpus import ACCOUNT_KINDS

pytest.importorskip("numpy")
pytest.importorskip("numba")

from tickwire.feed.numba import cfunc, levels, to_float

KINDS = {
    "ExecutionReport": tw.ExecutionReport,
    "OutboundAccountPosition": tw.OutboundAccountPosition,
    "BalanceUpdate": tw.BalanceUpdate,
    "ListStatus": tw.ListStatus,
    "ExternalLockUpdate": tw.ExternalLockUpdate,
    "EventStreamTerminated": tw.EventStreamTerminated,
    "OrderResponse": tw.OrderResponse,
}


def test_every_kind_of_an_account_is_covered() -> None:
    assert KINDS.keys() == ACCOUNT_KINDS.keys()


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_comes_as_a_record(name: str) -> None:
    @cfunc(KINDS[name], state=2)
    def count(m: Any, state: Any) -> None:
        state[0] += 1
        state[1] = m.recv_time

    dispatch = AccountDispatch()
    dispatch.listen(KINDS[name], count)
    for other in KINDS:
        dispatch.on_bytes(ACCOUNT_KINDS[other], recv_time=7)
    assert list(count.state) == [1, 7]


def test_fills_and_balances_are_counted_while_a_trader_trades(trader: Any, until: Any) -> None:
    @cfunc(tw.ExecutionReport, state=4)
    def on_report(m: Any, state: Any) -> None:
        state[0] += 1
        if m.trade_id >= 0:
            state[1] += to_float(m.last_qty, m.qty_exponent)
            state[2] += to_float(m.last_qty, m.qty_exponent) * to_float(m.last_price, m.price_exponent)
        state[3] = m.order_id

    @cfunc(tw.OutboundAccountPosition, state=2)
    def on_position(m: Any, state: Any) -> None:
        state[0] += 1
        state[1] = len(levels(m.balances, m.num_balances))

    trader.listen(tw.ExecutionReport, on_report)
    trader.listen(tw.OutboundAccountPosition, on_position)
    order = trader.place("BTCUSDT", "BUY", "MARKET", qty="0.01").done.wait(10)
    until(lambda: on_report.state[1] == pytest.approx(0.01) and on_position.state[0])
    assert on_report.state[0] == 1 + len(order.fills)
    assert Decimal(str(round(on_report.state[2], 6))) == pytest.approx(order.filled_quote)
    assert int(on_report.state[3]) == order.order_id
    assert on_position.state[1] >= 2
