"""What is gathered for filters and guards from the view of an account."""

from decimal import Decimal
from typing import Any

import pytest

from tickwire import FilterViolation, RiskRefused
from tickwire.schema.enums import OrderType, Side
from tickwire.trading import (
    Account,
    Guards,
    NoSelfCross,
    Order,
    OrderList,
    Quotes,
    RiskState,
    Surroundings,
    risk_state,
    surroundings,
    terms_of,
)
from tickwire.trading.account import Balance

from .symbols import instrument

D = Decimal
BTC = instrument([{"filterType": "MAX_NUM_ORDERS", "maxNumOrders": 2}])
QUOTES = Quotes(D(99), D(101), D(100), D("100.5"))


def order(id: str, side: str = "BUY", type: str = "LIMIT", symbol: str = "BTCUSDT", **more: Any) -> Order:
    kind = {"qty": D(2), "price": D(100)} | more
    return Order(symbol, Side(side), OrderType(type), client_order_id=id, **kind)


def account(*orders: Order) -> Account:
    made = Account("main")
    for each in orders:
        made.add(each)
    return made


def test_of_an_empty_account_of_which_no_balances_are_known() -> None:
    assert surroundings(account(), BTC) == Surroundings(
        open_orders=0,
        open_algo_orders=0,
        open_iceberg_orders=0,
        open_lists=0,
        exchange_open_orders=0,
        exchange_open_algo_orders=0,
        exchange_open_iceberg_orders=0,
        exchange_open_lists=0,
    )
    assert risk_state(account(), "BTCUSDT", 5) == RiskState(5)


def test_orders_are_counted_by_kind_here_and_everywhere() -> None:
    legs = order("a", "SELL", "LIMIT_MAKER"), order("b", "SELL", "STOP_LOSS")
    OrderList("orderList.place.oco", "BTCUSDT", "list", legs, {})
    foreign = order("e", symbol="ETHUSDT")
    foreign.list_id = 7
    known = account(*legs, order("c", params={"icebergQty": "1"}), order("d", symbol="ETHUSDT"), foreign)
    found = surroundings(known, BTC, QUOTES)
    here = found.open_orders, found.open_algo_orders, found.open_iceberg_orders, found.open_lists
    assert here == (3, 1, 1, 1)
    assert (found.exchange_open_orders, found.exchange_open_algo_orders) == (5, 1)
    assert (found.exchange_open_iceberg_orders, found.exchange_open_lists) == (1, 2)
    assert (found.last_price, found.avg_price) == (D(100), D("100.5"))


def test_the_position_is_what_is_held_and_what_open_orders_would_buy() -> None:
    known = account(order("a"), order("b", "SELL"), order("c", symbol="ETHUSDT"), order("d", qty=None, quote_qty=D(5)))
    known.balances["USDT"] = Balance(D(1000), D(0), 1)
    assert surroundings(known, BTC).position == D(2)
    known.balances["BTC"] = Balance(D(1), D("0.5"), 1)
    assert surroundings(known, BTC).position == D("3.5")


def test_guards_see_the_orders_of_the_symbol_alone() -> None:
    mine = order("a", "SELL")
    known = account(mine, order("b", "SELL", symbol="ETHUSDT"))
    assert risk_state(known, "BTCUSDT", 7, QUOTES) == RiskState(7, D(99), D(101), (mine,))


def test_an_order_of_the_gateway_is_checked_with_all_that_is_known() -> None:
    new, known = order("new"), account(order("a", price=D(90)))
    terms = terms_of(new.request_params())
    assert (terms.price, terms.qty, terms.side, terms.type) == (D(100), D(2), Side.BUY, OrderType.LIMIT)
    BTC.check(terms, surroundings(known, BTC, QUOTES))
    Guards(NoSelfCross()).check(terms, risk_state(known, "BTCUSDT", 0, QUOTES))
    known.add(order("b", "SELL", price=D(100)))
    with pytest.raises(FilterViolation, match="MAX_NUM_ORDERS: 2 orders are open, and 2 may be"):
        BTC.check(terms, surroundings(known, BTC, QUOTES))
    with pytest.raises(RiskRefused, match="own SELL at 100"):
        Guards(NoSelfCross()).check(terms, risk_state(known, "BTCUSDT", 0, QUOTES))
