"""Orders on their way out: judged together, refused by name, withdrawn when no bytes can be made of them."""

from decimal import Decimal
from typing import Any

import pytest

from tickwire.client.trading import Leg, Trader
from tickwire.errors import (
    ConfigError,
    NotConnected,
    OrderLimitReached,
    RequestError,
    RiskRefused,
    TickwireError,
    TradingHalted,
)
from tickwire.sim import Venue, faults
from tickwire.trading import (
    Credentials,
    Guards,
    MaxNotional,
    MaxOpenOrders,
    MaxOrderRate,
    Quotes,
    Reconciled,
)

FAR_BELOW, FAR_ABOVE = "50000", "200000"


def test_orders_of_a_list_are_judged_together(new_trader: Any) -> None:
    above, below = Leg("LIMIT_MAKER", price=FAR_ABOVE), Leg("STOP_LOSS_LIMIT", price="49000", stop_price="50000")
    pair = {"qty": "0.01", "above": above, "below": below}
    trader = new_trader(guards=Guards(MaxOpenOrders(2), MaxOrderRate(3, per=60))).start()
    working = Leg("LIMIT", "BUY", price=FAR_BELOW, qty="0.01")
    with pytest.raises(RiskRefused, match="MaxOpenOrders"):
        trader.otoco("BTCUSDT", working=working, side="SELL", **pair)
    trader.oco("BTCUSDT", "SELL", **pair).wait(5)
    assert trader.account.open_count == 2


def test_what_sells_what_was_bought_is_judged_as_if_it_sold_all_of_it(new_trader: Any) -> None:
    trader = new_trader(guards=Guards(MaxNotional("1000"))).start()
    working, pending = Leg("LIMIT", "BUY", price=FAR_BELOW, qty="0.01"), Leg("LIMIT", "SELL", price=FAR_ABOVE)
    with pytest.raises(RiskRefused, match=r"worth 2000\.00, more than 1000"):
        trader.opo("BTCUSDT", working=working, pending=pending)


def test_a_guard_lets_an_order_be_replaced_where_one_more_would_be_too_many(new_trader: Any) -> None:
    trader = new_trader(guards=Guards(MaxOpenOrders(1))).start()
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    with pytest.raises(RiskRefused):
        trader.replace(order, price="51000", mode="ALLOW_FAILURE")  # both may be open then
    assert trader.replace(order, price="51000").ack.wait(5).is_open


@pytest.mark.parametrize("order", [None, 12345, "x"])
def test_what_is_no_order_is_not_changed(trader: Any, order: Any) -> None:
    for change in (trader.cancel, trader.replace, lambda order: trader.amend(order, "1")):
        with pytest.raises(ConfigError, match="order: what place gives"):
            change(order)


def test_an_order_of_another_account_is_not_changed(trader: Any, new_trader: Any, new_account: Any) -> None:
    other = new_trader(new_account("ed25519")).start()
    order = other.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    with pytest.raises(ConfigError, match="is of another account"):
        trader.cancel(order)
    assert order.changes == []


def test_a_replacement_that_failed_says_why_for_each_half(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    second = trader.replace(order, restrictions="ONLY_PARTIALLY_FILLED")
    with pytest.raises(
        RequestError, match=r"cancel: Order was not canceled due to cancel restrictions\. \(code -2011\)"
    ):
        second.ack.wait(5)


class Fickle:
    """A key that signs when it is there."""

    def __init__(self, key: Any) -> None:
        self.kind, self.can_log_on, self._key = key.kind, key.can_log_on, key
        self.is_away = False

    def sign(self, payload: bytes, /) -> str:
        if self.is_away:
            raise OSError("the key is away")
        return str(self._key.sign(payload))


def test_what_is_not_signed_was_not_sent(new_trader: Any, new_account: Any, credentials_of: Any) -> None:
    demo = new_account("hmac")
    key = Fickle(credentials_of(demo).key)
    trader = new_trader(demo, credentials=Credentials(demo.api_key, key)).start()
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    key.is_away = True
    with pytest.raises(TickwireError, match="the key is away"):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", strategy_id=1)
    with pytest.raises((TickwireError, OSError), match="the key is away"):
        trader.cancel(order)
    assert (trader.account.open_orders, order.changes) == ((order,), [])
    key.is_away = False
    trader.cancel(order).wait(5)


def test_balances_are_right_after_an_event_was_lost(trader: Any, venue: Venue, until: Any) -> None:
    trader.told.next(Reconciled)
    venue.inject(faults.LostEvent(events=3))
    trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    until(lambda: trader.account.balances["USDT"].locked == 500)


def test_a_pegged_order_is_where_the_venue_says(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", qty="0.01", peg_price_type="PRIMARY_PEG").ack.wait(5)
    told = trader.request("order.status", {"symbol": "BTCUSDT", "orderId": order.order_id}).wait(5)
    assert order.price is not None
    assert order.price > Decimal(FAR_BELOW)
    second = trader.replace(order, qty="0.02").ack.wait(5)
    assert second.params == order.params
    assert told.peg_price_type == "PRIMARY_PEG"


async def later(_: Any) -> None: ...


@pytest.mark.parametrize("hook", [5, "x", later])
def test_what_cannot_be_called_at_once_is_no_hook(trader: Any, hook: Any) -> None:
    with pytest.raises(ConfigError, match="on_change: what can be called"):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", on_change=hook)
    with pytest.raises(ConfigError, match="hook: what can be called"):
        trader.on_event(hook)


class Uncounting:
    """A guard that fails after the fact."""

    def refusal(self, *_: Any) -> str:
        return ""

    def sent(self, now: int, /) -> None:
        raise ValueError("of the guard's own")


def test_an_order_that_a_guard_could_not_count_has_left_all_the_same(
    new_trader: Any, caplog: pytest.LogCaptureFixture
) -> None:
    rate = MaxOrderRate(2, per=3600.0)
    trader = new_trader(guards=Guards(Uncounting(), rate)).start()
    placed = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")
    prepared = trader.prepare("BTCUSDT", "BUY").place(5_000_000, 1_000)
    assert {order.ack.wait(5).is_open for order in (placed, prepared)} == {True}
    assert "a guard could not count" in caplog.text
    with pytest.raises(RiskRefused, match="MaxOrderRate"):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")


def test_before_the_start_there_is_no_connection(new_trader: Any) -> None:
    trader = new_trader()
    for early in (
        lambda: trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01"),
        lambda: trader.prepare("BTCUSDT", "BUY"),
        lambda: trader.cancel_all("BTCUSDT"),
    ):
        with pytest.raises(NotConnected, match="BTCUSDT"):
            early()


def test_a_trader_that_was_halted_before_it_started_is_halted() -> None:
    trader = Trader(env="sim", symbols=["BTCUSDT"])
    trader.halt()
    with trader, pytest.raises(TradingHalted):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")


@pytest.mark.parametrize("told", [None, 5, (1, 2), Quotes(1.5), Quotes(Decimal("NaN"))])  # type: ignore[arg-type]
def test_quotes_that_are_none_are_named(new_trader: Any, told: Any) -> None:
    trader = new_trader(quotes=lambda symbol: told).start()
    with pytest.raises(ConfigError, match="quotes: Quotes of Decimals for BTCUSDT, not"):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")


@pytest.mark.parametrize("checks", [True, False])
def test_prepared_orders_take_no_number_that_is_none(new_trader: Any, checks: bool) -> None:
    trader = new_trader(check_filters=checks).start()
    limit, market = trader.prepare("BTCUSDT", "BUY"), trader.prepare("BTCUSDT", "BUY", "MARKET")
    for order, price, qty, words in (
        (limit, 0, 1_000, "price: more than 0 for LIMIT orders, not 0"),
        (limit, -1, 1_000, "price: more than 0 for LIMIT orders, not -1"),
        (market, 5_000_000, 1_000, "price: 0 for MARKET orders, not 5000000"),
        (limit, 5_000_000, 0, "qty: more than 0, not 0"),
        (market, 0, -1, "qty: more than 0, not -1"),
    ):
        with pytest.raises(ConfigError, match=words):
            order.place(price, qty)
    assert list(trader.account.orders) == []


def test_questions_of_the_user_leave_weight_for_reconciliation(trader: Any) -> None:
    def ask_on() -> None:
        while True:
            trader.request("account.status")

    with pytest.raises(OrderLimitReached):
        ask_on()
    stats = trader.gateway.limits.weights.stats(trader._desk.frames.venue_ns())
    assert stats.limit - stats.used >= 100  # what reconciliation costs
