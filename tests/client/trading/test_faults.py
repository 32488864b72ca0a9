"""Everything at once, from a seed: at the end, the trader and the venue agree on all there is."""

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tickwire.errors import OrderNotSent
from tickwire.sim import DemoAccount, Limits, Venue, faults
from tickwire.trading import Policy, Swept


@pytest.fixture(params=["json", "sbe"])
def encoding(request: pytest.FixtureRequest) -> Any:
    """Both, and the same comes of it."""
    return request.param


MILLISECOND = 1_000_000
STEPS = 250
FAULTS = (
    faults.LostAck(),
    faults.LostAck(drops=True),
    faults.LateAck(seconds=0.05),
    faults.AckThenDrop(),
    faults.EventFirst(),
    faults.DuplicateEvent(),
    faults.LostEvent(),
    faults.LateEvent(seconds=0.05),
    faults.Refuse(-1007, executes=True),
    faults.Refuse(-1007),
)


@pytest.fixture
def venue(demo: DemoAccount) -> Iterator[Venue]:
    plenty = 1_000_000
    limits = Limits(orders=plenty, orders_of_a_day=plenty, weight=plenty)
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account], limits=limits) as venue:
        yield venue


class Chaos:
    """Does one thing after another, as a seed has it."""

    def __init__(self, seed: int, venue: Venue, trader: Any) -> None:
        self.random, self.venue, self.trader = random.Random(seed), venue, trader
        self.orders: list[Any] = []
        self.changes: list[Any] = []

    def _name(self) -> str | None:
        """One of a few client order ids that no order has now; or one of the trader's own."""
        name = f"again-{self.random.randrange(20)}"
        return None if self.trader.account.is_taken(name) else name

    def step(self) -> None:
        """Place, change or break something."""
        draw, side = self.random.random(), self.random.choice(("BUY", "SELL"))
        some = self.random.choice(self.orders) if self.orders else None
        if draw < 0.45 or some is None:
            price = str(self.random.randrange(90_000, 105_000))
            name = self._name()
            self.orders.append(self.trader.place("BTCUSDT", side, price=price, qty="0.01", client_order_id=name))
        elif draw < 0.55:
            self.orders.append(self.trader.place("BTCUSDT", side, "MARKET", qty="0.01"))
        elif draw < 0.75:
            self.changes.append(self.trader.cancel(some))
        elif draw < 0.8:
            self.changes.append(self.trader.amend(some, "0.005"))
        elif draw < 0.85 and some.price is not None:
            self.orders.append(self.trader.replace(some, price=str(self.random.randrange(90_000, 96_000))))
        elif draw < 0.87:
            self.trader.rotate()
        elif draw < 0.88:
            self.venue.disconnect_all()
        else:
            self.venue.inject(self.random.choice(FAULTS))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_trouble_the_account_is_as_the_venue_has_it(
    seed: int, venue: Venue, new_trader: Any, until: Any
) -> None:
    quick = Policy(
        recv_window=300 * MILLISECOND, processing=100 * MILLISECOND, margin=50 * MILLISECOND,
        reply_within=300 * MILLISECOND,
    )  # fmt: skip
    trader = new_trader(policy=quick).start()
    chaos = Chaos(seed, venue, trader)
    for _ in range(STEPS):
        try:
            chaos.step()
        except OrderNotSent:  # there is no connection, or the order has ended
            until(lambda: trader.is_open)
    venue.heal()
    until(lambda: trader.is_open and trader.account.is_current and trader.gateway.is_idle, 30.0)
    trader.halt()
    trader.told.next(Swept, 30.0)
    until(lambda: all(one.done.is_reached for one in (*chaos.orders, *chaos.changes)))
    assert all(order.ack.is_reached for order in chaos.orders)
    assert trader.request("openOrders.status").wait(10) == []
    there = {
        row.asset: (Decimal(row.free), Decimal(row.locked))
        for row in trader.request("account.status").wait(10).balances
    }
    assert {asset: (one.free, one.locked) for asset, one in trader.account.balances.items()} == there
    trades = {trade.id for trade in trader.request("myTrades", {"symbol": "BTCUSDT"}).wait(10)}
    assert {fill.number for _, fill in trader.account.fills} == trades
