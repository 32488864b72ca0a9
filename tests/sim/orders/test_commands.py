"""What happens to an account from outside: deposits, locks, halts, its end."""

from typing import Any

import pytest

from tickwire.errors import ConfigError
from tickwire.sim import Venue


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """The account of the trader of this test."""
    return request.node.name


def test_a_deposit_is_told_with_the_balance(trader: Any, venue: Venue, name: str) -> None:
    venue.deposit(name, "USDT", "-0.5")
    change, position = trader.event(), trader.event()
    assert (change["e"], change["a"], change["d"]) == ("balanceUpdate", "USDT", "-0.50000000")
    assert position["B"] == [{"a": "USDT", "f": "999999.50000000", "l": "0.00000000"}]
    with pytest.raises(ValueError, match="USDT"):
        venue.deposit(name, "USDT", "-2000000")


def test_a_lock_from_outside_is_told(trader: Any, venue: Venue, name: str) -> None:
    venue.lock(name, "BTC", "1")
    change = trader.event()
    assert (change["e"], change["a"], change["d"]) == ("externalLockUpdate", "BTC", "1.00000000")
    (held,) = [each for each in trader.done("account.status")["balances"] if each["asset"] == "BTC"]
    assert (held["free"], held["locked"]) == ("99.00000000", "1.00000000")


def test_a_symbol_that_is_halted_takes_no_orders_and_says_so(trader: Any, venue: Venue) -> None:
    order = {"symbol": "ETHUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.1"}
    venue.set_status("ETHUSDT", "HALT")
    try:
        assert trader.refused("order.place", **order) == (400, -2010, "Market is closed.")
        (symbol,) = trader.talk.ask("exchangeInfo", {"symbol": "ETHUSDT"})["result"]["symbols"]
        assert symbol["status"] == "HALT"
        asked = {"symbol": "ETHUSDT", "symbolStatus": "TRADING"}
        assert trader.talk.ask("ticker.price", asked)["error"]["code"] == -1220
        assert trader.talk.ask("ticker.price", {**asked, "symbolStatus": "HALT"})["status"] == 200
        assert trader.talk.ask("ticker.price", {**asked, "symbolStatus": "ASLEEP"})["error"]["code"] == -1122
    finally:
        venue.set_status("ETHUSDT", "TRADING")
    assert trader.done("order.place", **order)["status"] == "FILLED"


def test_an_account_that_is_closed_has_no_orders_left(trader: Any, venue: Venue, name: str) -> None:
    placed = trader.place(round(trader.top()[0] * 0.95))
    venue.close_account(name)
    found = trader.done("order.status", symbol="BTCUSDT", orderId=placed["orderId"])
    assert found["status"] == "CANCELED"
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.1"}
    assert trader.refused("order.place", **order)[1] == -2010
    assert trader.done("account.status")["canTrade"] is False


def test_what_is_not_there_is_named(venue: Venue) -> None:
    with pytest.raises(ConfigError, match="there is no 'nobody'"):
        venue.deposit("nobody", "USDT", "1")
    with pytest.raises(ConfigError, match="'ASLEEP'"):
        venue.set_status("BTCUSDT", "ASLEEP")
    with pytest.raises(ConfigError, match="'x' is no amount of USDT"):
        venue.deposit("nobody", "USDT", "x")
    with pytest.raises(ConfigError, match="less than nothing of BTC"):
        venue.open_account("poor", balances={"BTC": "-1"})
