"""The methods that place and cancel orders: each lets the exchange do what was read, and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..accounts.methods import AccountMethod, Call
from ..api_params import Params
from ..exchange import Cancel, Cancelled
from . import reading, replies, values
from .commission import rates_for_order

# An order that is checked alone weighs more when its commission is computed.
_WITH_COMMISSION = 20


def _place(call: Call, asked: reading.Place) -> Any:
    order = call.exchange.place(call.account, asked.order, call.now)
    return replies.placed(order, asked.response, call.unit)


def _place_routed(call: Call, asked: reading.Place) -> Any:
    order = call.exchange.place(call.account, asked.order, call.now, sor=True)
    return [replies.placed(order, asked.response, call.unit)]


def _test(call: Call, asked: reading.Test) -> Any:
    call.exchange.test(call.account, asked.order, call.now)
    return rates_for_order(call.account) if asked.wants_commission else {}


def _test_routed(call: Call, asked: reading.Test) -> Any:
    call.exchange.test(call.account, asked.order, call.now, sor=True)
    return rates_for_order(call.account) if asked.wants_commission else {}


def _cancel(call: Call, asked: Cancel) -> Any:
    return cancelled(call, call.exchange.cancel(call.account, asked, call.now))


def _cancel_all(call: Call, symbol: str) -> Any:
    return [cancelled(call, each) for each in call.exchange.cancel_all(call.account, symbol, call.now)]


def cancelled(call: Call, made: Cancelled) -> Any:
    """A cancellation, of an order or of the list that it was in."""
    if made.order_list is not None:
        return replies.list_cancelled(made.order_list, made.client_order_id, call.now, call.unit)
    return replies.cancelled(made.orders[0], made.client_order_id, call.unit)


def trading(
    act: Callable[[Call, Any], Any], read: Callable[[Params], Any], *, orders: int = 0, weight: int = 1
) -> AccountMethod:
    """A method that trades; it is free when it succeeds, unless it weighs more than others."""
    return AccountMethod(act, read, weight, may="TRADE", is_signed=True, orders=orders, is_free=weight == 1)


def _checked(act: Callable[[Call, Any], Any], read: Callable[[Params], Any]) -> AccountMethod:
    def weight(params: Params) -> int:
        return _WITH_COMMISSION if values.flag(params, "computeCommissionRates") else 1

    return AccountMethod(act, read, weight, may="TRADE", is_signed=True)


METHODS = {
    "order.place": trading(_place, reading.place, orders=1),
    "order.test": _checked(_test, reading.test),
    "order.cancel": trading(_cancel, reading.cancel),
    "openOrders.cancelAll": trading(_cancel_all, lambda params: params.text("symbol")),
    "sor.order.place": trading(_place_routed, reading.place_routed, orders=1),
    "sor.order.test": _checked(_test_routed, reading.test_routed),
}
