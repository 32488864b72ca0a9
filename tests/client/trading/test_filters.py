"""Filters of the exchange and of the account: checked here before anything is sent, and at the venue all the same."""

from collections.abc import Iterator
from typing import Any

import pytest

from tickwire.client.trading import Leg
from tickwire.errors import FilterViolation, InvalidMessage
from tickwire.sim import DemoAccount, ExchangeRules, Limits, Venue
from tickwire.trading import Reconciled

UNIT = 10**8
FAR = {"price": "50000", "qty": "0.01"}
RULES = ExchangeRules(
    max_num_orders=5, max_num_algo_orders=1, max_num_iceberg_orders=1, max_num_order_lists=1,
    max_assets={"BTC": UNIT // 10, "USDT": 6_000 * UNIT},
)  # fmt: skip
STOP = {"type": "STOP_LOSS_LIMIT", "price": "50000", "qty": "0.01", "stop_price": "60000"}
ICEBERG = FAR | {"iceberg_qty": "0.005"}


@pytest.fixture
def venue(demo: DemoAccount) -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account], limits=Limits(exchange=RULES)) as venue:
        yield venue


def place(trader: Any, side: str = "BUY", **numbers: Any) -> Any:
    return trader.place("BTCUSDT", side, **numbers)


def exhaust(trader: Any, rule: str) -> Any:
    """Bring the account to where one more order of a kind is one too many; returns what tries it."""
    if rule == "EXCHANGE_MAX_NUM_ORDERS":
        for _ in range(5):
            place(trader, **FAR).ack.wait(5)
        return lambda: place(trader, **FAR)
    if rule == "EXCHANGE_MAX_NUM_ALGO_ORDERS":
        place(trader, "SELL", **STOP).ack.wait(5)
        return lambda: place(trader, "SELL", **STOP)
    if rule == "EXCHANGE_MAX_NUM_ICEBERG_ORDERS":
        place(trader, **ICEBERG).ack.wait(5)
        return lambda: place(trader, **ICEBERG)
    legs = {"working": Leg("LIMIT", "BUY", **FAR), "pending": Leg("LIMIT", "BUY", **FAR)}
    trader.oto("BTCUSDT", **legs).wait(5)
    return lambda: trader.oto("BTCUSDT", **legs).orders[0]


@pytest.mark.parametrize("is_checked", [True, False], ids=["here", "at the venue"])
@pytest.mark.parametrize(
    "rule",
    [
        "EXCHANGE_MAX_NUM_ORDERS",
        "EXCHANGE_MAX_NUM_ALGO_ORDERS",
        "EXCHANGE_MAX_NUM_ICEBERG_ORDERS",
        "EXCHANGE_MAX_NUM_ORDER_LISTS",
    ],
)
def test_filters_of_the_exchange_hold_on_all_symbols_together(rule: str, is_checked: bool, new_trader: Any) -> None:
    trader = new_trader(check_filters=is_checked).start()
    trader.told.next(Reconciled)
    once_more = exhaust(trader, rule)
    if is_checked:
        with pytest.raises(FilterViolation) as here:
            once_more()
        assert here.value.rule == rule
    else:
        with pytest.raises(InvalidMessage) as there:
            once_more().ack.wait(5)
        assert there.value.filter == rule


TOO_MUCH = [{"price": "25000", "qty": "0.2"}, {"price": "90000", "qty": "0.09"}]


@pytest.mark.parametrize("numbers", TOO_MUCH, ids=["base", "quote"])
def test_filters_of_the_account_are_checked_here_where_they_were_asked_for(
    numbers: dict[str, str], new_trader: Any
) -> None:
    trader = new_trader(account_filters=True).start()
    for attempt in (lambda: place(trader, **numbers), lambda: prepared(trader, **numbers)):
        with pytest.raises(FilterViolation, match="MAX_ASSET"):
            attempt()
    place(trader, **FAR).ack.wait(5)


@pytest.mark.parametrize("numbers", TOO_MUCH, ids=["base", "quote"])
def test_elsewhere_the_venue_says_so(numbers: dict[str, str], new_trader: Any) -> None:
    trader = new_trader().start()
    with pytest.raises(InvalidMessage, match="MAX_ASSET"):
        place(trader, **numbers).ack.wait(5)


def prepared(trader: Any, price: str, qty: str) -> Any:
    ready = trader.prepare("BTCUSDT", "BUY")
    instrument = trader.instrument("BTCUSDT")
    return ready.place(instrument.price_mantissa(price), instrument.qty_mantissa(qty))


def test_what_was_prepared_before_they_were_known_goes_by_them(new_trader: Any) -> None:
    trader = new_trader(account_filters=True)
    trader.start()
    bid = trader.prepare("BTCUSDT", "BUY")
    trader.stop()
    trader.start()
    instrument = trader.instrument("BTCUSDT")
    with pytest.raises(FilterViolation, match="MAX_ASSET"):
        bid.place(instrument.price_mantissa("25000"), instrument.qty_mantissa("0.2"))
