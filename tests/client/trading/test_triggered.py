"""Stop orders: until they are triggered they cannot trade with one's own, and from then on they can."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from tickwire.errors import RiskRefused
from tickwire.sim import DemoAccount, Live, Venue
from tickwire.sim.instruments import INSTRUMENTS
from tickwire.trading import Guards, NoSelfCross, OrderState

from .test_placer import QTY, SELF_CROSS, SOURCE, in_its_thread

QUOTES, TRADES = "btcusdt@bookTicker", "btcusdt@trade"


@pytest.fixture(scope="module")
def compiled(compile_module: Callable[[str, str], ModuleType]) -> Any:
    return compile_module("placing", SOURCE)


@pytest.fixture
def live() -> Live:
    return Live([each for each in INSTRUMENTS if each.symbol == "BTCUSDT"], [QUOTES, TRADES])


@pytest.fixture
def venue(live: Live, demo: DemoAccount) -> Iterator[Venue]:
    """The market is at 97000, and goes where a test has it go."""
    with Venue(feed=live, accounts=[demo.account]) as venue:
        quote = {"u": 1, "s": "BTCUSDT", "b": "96999.00", "B": "5.0", "a": "97001.00", "A": "5.0"}
        live.push(QUOTES, json.dumps(quote).encode())
        yield venue


def traded(live: Live, price: str) -> None:
    stamp = 1_770_000_000_000
    trade = {
        "e": "trade",
        "E": stamp,
        "s": "BTCUSDT",
        "t": 1,
        "p": price,
        "q": "0.001",
        "T": stamp,
        "m": False,
        "M": True,
    }
    live.push(TRADES, json.dumps(trade).encode())


def test_an_order_that_was_triggered_is_one_to_be_crossed(
    live: Live, new_trader: Any, compiled: Any, until: Any
) -> None:
    trader = new_trader(guards=Guards(NoSelfCross())).start()
    bid = trader.prepare("BTCUSDT", "BUY")
    traded(live, "97000.00")
    stop = trader.place("BTCUSDT", "SELL", "TAKE_PROFIT_LIMIT", qty="0.01", price="98000", stop_price="97500")
    assert stop.ack.wait(5).is_waiting
    crossing: dict[str, Any] = {"price": "98000", "qty": "0.001", "time_in_force": "GTC"}
    number = in_its_thread(trader, lambda: compiled.place(bid, 9_800_000, QTY))
    assert number > 0
    assert trader.place("BTCUSDT", "BUY", **crossing).ack.wait(5).state is OrderState.FILLED
    traded(live, "97600.00")
    until(lambda: not stop.is_waiting)
    assert (stop.state, stop.price) == (OrderState.WORKING, Decimal(98000))
    with pytest.raises(RiskRefused, match="NoSelfCross"):
        trader.place("BTCUSDT", "BUY", **crossing)
    assert in_its_thread(trader, lambda: compiled.place(bid, 9_800_000, QTY)) == SELF_CROSS
    assert in_its_thread(trader, lambda: compiled.place(bid, 9_799_999, QTY)) > 0


def test_what_is_told_of_it_says_when_it_comes_to_the_book(live: Live, new_trader: Any, until: Any) -> None:
    trader, told = new_trader().start(), []
    traded(live, "97000.00")
    stop = trader.place(
        "BTCUSDT", "SELL", "STOP_LOSS_LIMIT", qty="0.01", price="98000", stop_price="96500",
        on_change=lambda order: told.append((order.state, order.is_on_book)),
    )  # fmt: skip
    stop.ack.wait(5)
    traded(live, "96500.00")
    until(lambda: stop.is_on_book)
    assert (OrderState.WORKING, False) in told
    assert told[-1] == (OrderState.WORKING, True)
    (row,) = trader.request("openOrders.status", {"symbol": "BTCUSDT"}).wait(5)
    assert row.is_working
