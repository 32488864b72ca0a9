"""The venue's limits over real sockets: one budget for all that a process sends, and silence when it is asked for."""

from typing import Any

import pytest

from tickwire.client.trading import Milestone, Trader
from tickwire.client.trading.questions import ask
from tickwire.errors import OrderLimitReached, RequestsBanned, TooManyRequests
from tickwire.schema import METHODS
from tickwire.session import RequestFailed
from tickwire.sim import Venue, faults
from tickwire.trading import Blocked, Policy, Reconciled

FAR = {"price": "50000", "qty": "0.01"}
DEPTH = {"symbol": "BTCUSDT", "limit": 5000}
WAITING = Policy(when_limited="wait")


def place(trader: Any) -> Any:
    return trader.place("BTCUSDT", "BUY", **FAR)


def used(trader: Any) -> int:
    """Request weight as the gateway reckons it."""
    weights = trader.gateway.limits.weights
    return int(weights.stats(trader._desk.frames.venue_ns()).used)


def test_orders_and_feeds_of_a_process_pay_out_of_one_budget(trader: Any) -> None:
    trader.told.next(Reconciled)
    before = used(trader)
    trader.client.request("depth", DEPTH).wait()
    assert used(trader) - before >= 250
    assert trader.gateway.limits.weights is trader.client._runner.api.requests.budget


def test_they_do_at_a_venue_that_is_simulated_for_each_run_too() -> None:
    trader = Trader(env="sim", symbols=["BTCUSDT"])
    for _ in range(2):
        with trader:
            assert trader.gateway.limits.weights is trader.client._runner.api.requests.budget


def test_two_accounts_of_a_process_pay_out_of_one_budget_and_count_orders_apart(
    new_trader: Any, new_account: Any
) -> None:
    one, other = new_trader().start(), new_trader(new_account("hmac")).start()
    assert one.gateway.limits.weights is other.gateway.limits.weights
    place(one).ack.wait(5)
    now = one._desk.frames.venue_ns()
    assert [count for count, _ in other.gateway.limits.used(now).values()] == [0, 0]


def refused_until(ask_it: Any) -> int:
    """Ask, and be refused; returns when requests are welcome again, µs since the epoch by the venue's clock."""
    with pytest.raises(TooManyRequests) as refused:
        ask_it()
    return int(refused.value.data["retryAfter"]) * 1000


ASKED = {
    "order.place": lambda trader: place(trader).ack.wait(5),
    "account.commission": lambda trader: trader.request("account.commission", {"symbol": "BTCUSDT"}).wait(5),
    "avgPrice": lambda trader: trader.client.request("avgPrice", {"symbol": "BTCUSDT"}).wait(),
}


@pytest.mark.parametrize("status", [429, 418])
@pytest.mark.parametrize("method", ASKED)
def test_whoever_is_told_to_stop_all_are_silent_until_the_very_millisecond(
    status: int, method: str, venue: Venue, new_trader: Any
) -> None:
    trader = new_trader(policy=WAITING).start()
    venue.inject(faults.Refuse(-1003, status=status, retry_after=0.4, method=method))
    until = refused_until(lambda: ASKED[method](trader))
    order, answer = place(trader), trader.client.request("time")
    with pytest.raises(OrderLimitReached):
        trader.request("account.commission", {"symbol": "BTCUSDT"})
    assert order.ack.wait(5).venue_time >= until * 1000
    assert answer.wait()["serverTime"] >= until


def test_by_default_an_order_is_refused_meanwhile_and_says_for_how_long(venue: Venue, trader: Any) -> None:
    venue.inject(faults.Refuse(-1003, retry_after=30.0))
    with pytest.raises(TooManyRequests):
        place(trader).ack.wait(5)
    assert trader.told.next(Blocked).method == "order.place"
    with pytest.raises(OrderLimitReached) as refused:
        place(trader)
    assert 0 < refused.value.retry_after <= 30


def test_a_log_on_that_comes_too_soon_is_tried_again_when_the_venue_said(venue: Venue, new_trader: Any) -> None:
    trader = new_trader()
    venue.inject(faults.Refuse(-1003, retry_after=0.4, method="session.logon"), connection=2)
    trader.client.start()
    until = int(trader.told.next(RequestFailed).error.data["retryAfter"]) * 1000
    trader.ready.wait(10)
    answer: Milestone[Any] = Milestone()
    trader._do(lambda: ask(trader._desk, METHODS["session.status"], {}, answer))
    assert answer.wait(5).authorized_since >= until
    assert venue.stats().connections == 3  # one for questions of the feed, two of the account


def test_a_ban_is_waited_for_without_a_knock_and_then_trading_goes_on(venue: Venue, trader: Any) -> None:
    trader.told.next(Reconciled)
    venue.inject(faults.Refuse(-1003, status=418, retry_after=1.0))
    venue.inject(faults.HttpStatus(418, retry_after=1.0), seconds=0.9)
    with pytest.raises(RequestsBanned) as refused:
        place(trader).ack.wait(5)
    venue.disconnect_all()
    trader.told.next(Reconciled)
    assert place(trader).ack.wait(5).venue_time >= int(refused.value.data["retryAfter"]) * 1_000_000
    assert venue.stats().connections_refused == 0
