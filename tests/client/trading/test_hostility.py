"""Replies and events that are cut, changed, huge, nested, repeated, late, lost, or of nobody: orders stay known."""

import random
import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from tickwire.errors import OrderNotSent
from tickwire.feed.events import FeedError
from tickwire.session import RequestFailed
from tickwire.session.requests import Requests
from tickwire.sim import DemoAccount, Limits, Venue
from tickwire.trading import Policy, Unmatched, Unreadable

from .hostile import HostileApi

MILLISECOND = 1_000_000
PLENTY = 1_000_000
SPOILT = 500
QUICK = Policy(
    recv_window=300 * MILLISECOND, processing=100 * MILLISECOND, margin=50 * MILLISECOND,
    reply_within=300 * MILLISECOND, ask_again=50 * MILLISECOND, ask_again_most=200 * MILLISECOND,
)  # fmt: skip

# What is read as binary is of the right types, or it is nothing.
TOLD = {"json": {RequestFailed, Unreadable, Unmatched}, "sbe": {FeedError, Unmatched}}


@pytest.fixture
def venue(demo: DemoAccount) -> Iterator[Venue]:
    limits = Limits(orders=PLENTY, orders_of_a_day=PLENTY, weight=PLENTY)
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account], limits=limits) as venue:
        yield venue


def step(trader: Any, rng: random.Random, orders: list[Any]) -> None:
    """Do one thing or another."""
    side, some, draw = rng.choice(("BUY", "SELL")), rng.choice(orders) if orders else None, rng.random()
    if draw < 0.5 or some is None:
        orders.append(trader.place("BTCUSDT", side, price=str(rng.randrange(90_000, 105_000)), qty="0.01"))
    elif draw < 0.6:
        orders.append(trader.place("BTCUSDT", side, "MARKET", qty="0.01"))
    elif draw < 0.85:
        trader.cancel(some)
    elif draw < 0.95:
        trader.amend(some, "0.005")
    elif some.type == "LIMIT":
        orders.append(trader.replace(some, price=str(rng.randrange(90_000, 96_000))))


@pytest.mark.parametrize(("encoding", "seed"), [*product(["json"], range(6)), *product(["sbe"], range(3))])
def test_after_any_hostility_all_is_known_and_as_the_venue_has_it(
    encoding: str, seed: int, venue: Venue, new_trader: Any, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Requests.__init__.__kwdefaults__, "timeout", 1.0)  # of questions, whose answers are lost
    rng, orders = random.Random(seed), list[Any]()
    with HostileApi(venue.api_url, seed) as hostile:
        trader = new_trader(at=hostile, policy=QUICK, encoding=encoding).start()
        hostile.is_hostile = True
        while hostile.spoiler.count < SPOILT:
            try:
                step(trader, rng, orders)
            except OrderNotSent:
                until(lambda: trader.is_open)
            time.sleep(0.002)  # the rest is up to the others
        hostile.is_hostile = False
        until(lambda: trader.is_open and trader.account.is_current and trader.gateway.is_idle, 30.0)
        assert all(order.ack.is_reached for order in orders)
        assert_as_the_venue_has_it(trader, orders)
        assert TOLD[encoding] <= {type(event) for event in trader.told.all}
        trader.stop()


def known(trader: Any, orders: list[Any]) -> Any:
    """What the trader knows at one instant: of each order, and the balances."""

    def look() -> Any:
        seen = [(order.filled_qty, order.order_id, order.is_open, order.is_over) for order in orders]
        return seen, {asset: (one.free, one.locked) for asset, one in trader.account.balances.items()}

    return trader.client._runner.call(look)


def assert_as_the_venue_has_it(trader: Any, orders: list[Any]) -> None:
    before = None
    while before != (now := known(trader, orders)):  # the market goes on, and may fill an order while it is asked
        before = now
        all_there = trader.request("allOrders", {"symbol": "BTCUSDT", "limit": 1000}).wait(10)
        balances = trader.request("account.status").wait(10).balances
    there = {row.client_order_id: row for row in all_there}
    for order, (filled_qty, order_id, is_open, is_over) in zip(orders, now[0], strict=True):
        row = there.get(order.client_order_id)
        if row is None:
            assert (is_over, filled_qty) == (True, 0), order
            continue
        assert (filled_qty, order_id) == (Decimal(row.executed_qty), row.order_id), order
        assert is_open == (row.status in ("NEW", "PARTIALLY_FILLED")), (order, row.status)
    assert now[1] == {row.asset: (Decimal(row.free), Decimal(row.locked)) for row in balances}
