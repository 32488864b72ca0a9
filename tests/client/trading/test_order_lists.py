"""Lists of orders at the venue: one cancels the other, one triggers others."""

from decimal import Decimal
from typing import Any

import pytest

from tickwire.client.trading import Leg
from tickwire.errors import ConfigError, FilterViolation
from tickwire.trading import OrderState


@pytest.fixture(params=["json", "sbe"])
def encoding(request: pytest.FixtureRequest) -> Any:
    """Both, and the same comes of it."""
    return request.param


ABOVE = Leg("LIMIT_MAKER", price="200000")
BELOW = Leg("STOP_LOSS_LIMIT", price="49000", stop_price="50000")


def test_one_cancels_the_other(trader: Any) -> None:
    orders = trader.oco("BTCUSDT", "SELL", qty="0.01", above=ABOVE, below=BELOW)
    orders.wait(5)
    above, below = orders.orders
    assert (above.type, above.side, above.qty) == ("LIMIT_MAKER", "SELL", Decimal("0.01"))
    assert (below.type, below.price) == ("STOP_LOSS_LIMIT", Decimal(49000))
    assert orders.list_id > 0
    trader.cancel(above).wait(5)
    assert below.done.wait(5).state in (OrderState.CANCELED, OrderState.EXPIRED)
    assert orders.is_over


def test_one_triggers_another(trader: Any) -> None:
    working = Leg("LIMIT", "BUY", price="200000", qty="0.01", time_in_force="IOC")
    orders = trader.oto("BTCUSDT", working=working, pending=Leg("LIMIT_MAKER", "SELL", price="300000", qty="0.01"))
    orders.wait(5)
    first, second = orders.orders
    assert first.done.wait(5).state is OrderState.FILLED
    assert second.side == "SELL"
    assert not second.is_over


def test_one_triggers_two_of_which_one_cancels_the_other(trader: Any) -> None:
    working = Leg("LIMIT", "BUY", price="50000", qty="0.01")
    orders = trader.otoco("BTCUSDT", working=working, side="SELL", qty="0.01", above=ABOVE, below=BELOW)
    orders.wait(5)
    assert [order.state for order in orders.orders] == [OrderState.WORKING, OrderState.HELD, OrderState.HELD]
    trader.cancel(orders.orders[0]).wait(5)
    assert all(order.done.wait(5).is_over for order in orders.orders)


def test_a_purchase_triggers_the_sale_of_what_was_bought(trader: Any) -> None:
    working = Leg("LIMIT", "BUY", price="50000", qty="0.01")
    orders = trader.opo("BTCUSDT", working=working, pending=Leg("LIMIT_MAKER", "SELL", price="200000"))
    orders.wait(5)
    assert [order.state for order in orders.orders] == [OrderState.WORKING, OrderState.HELD]


def test_a_purchase_triggers_two_sales_of_what_was_bought(trader: Any) -> None:
    working = Leg("LIMIT", "BUY", price="50000", qty="0.01")
    orders = trader.opoco("BTCUSDT", working=working, side="SELL", above=ABOVE, below=BELOW)
    orders.wait(5)
    assert [order.state for order in orders.orders] == [OrderState.WORKING, OrderState.HELD, OrderState.HELD]


def test_each_order_of_a_list_is_checked(trader: Any) -> None:
    with pytest.raises(FilterViolation, match="PRICE_FILTER"):
        trader.oco("BTCUSDT", "SELL", qty="0.01", above=Leg("LIMIT_MAKER", price="200000.001"), below=BELOW)
    assert list(trader.account.orders) == []


def test_what_the_list_says_is_not_said_again(trader: Any) -> None:
    with pytest.raises(ConfigError, match="qty"):
        trader.oco("BTCUSDT", "SELL", qty="0.01", above=Leg("LIMIT_MAKER", price="200000", qty="1"), below=BELOW)
    with pytest.raises(ConfigError, match="side"):
        trader.oco("BTCUSDT", "SELL", qty="0.01", above=Leg("LIMIT_MAKER", "BUY", price="200000"), below=BELOW)
    with pytest.raises(ConfigError, match="side: of the working"):
        trader.oto("BTCUSDT", working=Leg("LIMIT", price="1", qty="1"), pending=ABOVE)
    with pytest.raises(ConfigError, match="sells what was bought"):
        trader.opo("BTCUSDT", working=Leg("LIMIT", "BUY", price="1", qty="1"), pending=Leg("LIMIT", "SELL", qty="1"))


def test_what_is_no_leg_is_named(trader: Any) -> None:
    with pytest.raises(ConfigError, match="the below order: a Leg, not 'LIMIT'"):
        trader.oco("BTCUSDT", "SELL", qty="0.01", above=ABOVE, below="LIMIT")


def test_orders_of_a_list_may_have_client_order_ids_of_ones_own(trader: Any) -> None:
    above = Leg("LIMIT_MAKER", price="200000", client_order_id="mine")
    pair = trader.oco("BTCUSDT", "SELL", qty="0.01", above=above, below=BELOW)
    pair.wait(5)
    assert [order.client_order_id == "mine" for order in pair.orders] == [True, False]
    assert trader.account.order("mine") is pair.orders[0]
    below = Leg("STOP_LOSS_LIMIT", price="49000", stop_price="50000", client_order_id="mine")
    with pytest.raises(ConfigError, match="client_order_id: 'mine' is that of an order which is not over"):
        trader.oco("BTCUSDT", "SELL", qty="0.01", above=ABOVE, below=below)
    trader.cancel(pair.orders[0]).wait(5)
    with pytest.raises(ConfigError, match="client_order_id: 'mine' is given to two orders of a list"):
        trader.oco("BTCUSDT", "SELL", qty="0.01", above=above, below=below)
