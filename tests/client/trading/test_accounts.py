"""Two accounts in one client, by two kinds of keys: neither sees the other's, and none misses anything of its own."""

import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

import tickwire as tw
from tickwire.client.trading import Trader
from tickwire.sim import Venue, demo_account
from tickwire.trading import Reconciled

from .told import Told

NAMES = {"by session": "ed25519", "by signature": "hmac"}


@pytest.fixture
def traders(venue: Venue, credentials_of: Any) -> Iterator[list[Any]]:
    """Both of them, ready."""
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    made: list[Any] = []
    for name, kind in NAMES.items():
        demo = demo_account(kind)
        venue.open_account(name, key=demo.account.keys)
        trader: Any = Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"], name=name)
        trader.told, trader.heard = Told(), Told()
        trader.on_event(trader.told)
        trader.listen(tw.ExecutionReport, trader.heard)
        made.append(trader)
    with client:
        for trader in made:
            trader.told.next(Reconciled)
        yield made


def trade(trader: Any, count: int) -> list[Any]:
    """Some orders that rest, and some that trade; each is waited for."""
    made = []
    for number in range(count):
        how = {"type": "MARKET"} if number % 2 else {"price": "50000"}
        order = trader.place("BTCUSDT", "BUY", qty="0.001", **how)
        made.append(order.ack.wait(10))
    return made


def test_each_hears_of_its_own_orders_alone(traders: list[Any]) -> None:
    placed = [{order.client_order_id for order in trade(trader, 6)} for trader in traders]
    for trader, own in zip(traders, placed, strict=True):
        heard = set()
        while heard != own:
            heard.add(trader.heard.next(tw.ExecutionReport).client_order_id)
        assert {order.client_order_id for order in trader.account.orders} == own
    assert not placed[0] & placed[1]


@pytest.mark.parametrize("how", ["rotate", "cut", "notice"])
def test_a_change_of_connections_loses_no_event_of_either_unnoticed(
    how: str, venue: Venue, traders: list[Any], until: Any
) -> None:
    """What happens on the account while connections change is told by events, or by the reconciliation."""
    before = [trade(trader, 4) for trader in traders]
    for name in NAMES:
        venue.deposit(name, "USDT", "1")
    {
        "rotate": lambda: [trader.rotate() for trader in traders],
        "cut": venue.disconnect_all,
        "notice": venue.shutdown_notice,
    }[how]()
    for name, amount in itertools.product(NAMES, ("2", "4", "8")):  # while nobody listens, or two connections do
        venue.deposit(name, "USDT", amount)
    for trader, orders in zip(traders, before, strict=True):
        trader.told.next(Reconciled)
        until(lambda trader=trader: trader.is_open and trader.account.is_current)
        orders += trade(trader, 4)
        until(lambda trader=trader: trader.gateway.is_idle)
        rows = trader.request("account.status").wait(10).balances
        there = {row.asset: (Decimal(row.free), Decimal(row.locked)) for row in rows}
        until(lambda trader=trader, there=there: balances(trader) == there)
        trades = {trade.id for trade in trader.request("myTrades", {"symbol": "BTCUSDT"}).wait(10)}
        assert {fill.number for _, fill in trader.account.fills} == trades
        assert {order.state for order in orders} == {tw.OrderState.WORKING, tw.OrderState.FILLED}


def balances(trader: Any) -> dict[str, tuple[Decimal, Decimal]]:
    """What the trader believes."""
    return {asset: (one.free, one.locked) for asset, one in trader.account.balances.items()}


def test_the_venue_has_one_subscription_of_each_at_any_time(venue: Venue, traders: list[Any], until: Any) -> None:
    """Where two connections carry events for a moment, the older one is unsubscribed."""
    for trader in traders:
        trader.rotate()
        trader.told.next(Reconciled)
    until(lambda: all(len(trader.gateway._sources) == 1 for trader in traders))
