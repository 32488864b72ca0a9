"""From what a user asks for to an order: words to enums, numbers made exact, parameters by the venue's names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from inspect import iscoroutinefunction
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from ...errors import ConfigError, OrderNotSent
from ...schema import OrderParams
from ...schema.enums import OrderType, Side, TimeInForce, Word
from ...trading.amounts import minus, plus
from ...trading.instrument import Instrument, Price, Quantity
from ...trading.numbers import exact, plain
from ...trading.orders import Order
from ...trading.terms import ALGO
from .live_order import LiveOrder
from .milestones import Waiters

NEEDS_TIME_IN_FORCE = frozenset({OrderType.LIMIT, OrderType.STOP_LOSS_LIMIT, OrderType.TAKE_PROFIT_LIMIT})
PRICED = NEEDS_TIME_IN_FORCE | {OrderType.LIMIT_MAKER}
# What arguments of their own, or the gateway itself, say.
SAID = {
    "symbol", "side", "type", "quantity", "price", "quote_order_qty", "time_in_force", "new_client_order_id",
    "api_key", "timestamp", "signature", "recv_window",
}  # fmt: skip
KNOWN = frozenset(OrderParams.__struct_fields__) - SAID
_HINTS = get_type_hints(OrderParams)
# Of which kind each further parameter is.
KINDS = {name: next(kind for kind in get_args(_HINTS[name]) if kind is not NoneType) for name in KNOWN}
CLIENT_ORDER_ID = re.compile(r"[.A-Z:/a-z0-9_-]{1,36}")
WHOLE = range(1 << 63)
T = TypeVar("T")
W = TypeVar("W", bound=Word)


def word(kind: type[W], given: object, name: str) -> W:
    """A word of the venue's, however it is written. Raises ConfigError for one that the venue has not."""
    found: W | None = kind.__members__.get(given.upper()) if isinstance(given, str) else None
    if found is None:
        raise ConfigError(f"{name}: one of {', '.join(one.value for one in kind)}, not {given!r:.60}")
    return found


def draft(
    instrument: Instrument,
    side: str,
    type: str,
    *,
    client_order_id: str,
    qty: Quantity | None = None,
    price: Price | None = None,
    quote_qty: Decimal | str | None = None,
    time_in_force: str | None = None,
    on_change: Callable[[Order], None] | None = None,
    created_at: int = 0,
    params: Mapping[str, Any] | None = None,
    is_sized: bool = True,
    waiters: Waiters | None = None,
    **more: Any,
) -> LiveOrder:
    """An order that was not sent yet. Raises ConfigError for arguments that cannot be.

    `params` are further parameters by the venue's names, on which `more` go. One that is not `is_sized` has no quantity
    of its own.
    """
    kind = word(OrderType, type, "type")
    if time_in_force is None and kind in NEEDS_TIME_IN_FORCE:
        time_in_force = TimeInForce.GTC
    order = LiveOrder(
        instrument.symbol,
        word(Side, side, "side"),
        kind,
        client_order_id=checked_id(client_order_id),
        qty=None if qty is None else instrument.qty(qty),
        price=None if price is None else instrument.price(price),
        quote_qty=None if quote_qty is None else exact(quote_qty, "quote_qty"),
        time_in_force=None if time_in_force is None else word(TimeInForce, time_in_force, "time_in_force"),
        params=extra_params(instrument, more, params or {}) if more or params else None,
        on_change=hook_of(on_change, "on_change"),
        created_at=created_at,
        waiters=waiters,
    )
    return _checked(order, is_sized)


def left_of(order: Order) -> dict[str, Any]:
    """The arguments that would place what is left of an order; an iceberg of which no more is left shows all of it.

    Raises OrderNotSent when nothing is.
    """
    qty, params = order.qty, dict(order.params)
    if qty is not None:
        qty = minus(qty, plus(max(order.told_qty, order.filled_qty), order.prevented_qty))
        if qty <= 0:
            raise OrderNotSent("state", f"nothing is left of {order.client_order_id!r}", order.symbol)
        if Decimal(params.get("icebergQty", 0)) >= qty:
            del params["icebergQty"]
    time_in_force = order.time_in_force if order.type in NEEDS_TIME_IN_FORCE else None
    return {
        "qty": qty,
        "price": None if order.is_price_pegged else order.price,
        "time_in_force": time_in_force,
        "params": params,
    }


def checked_id(client_order_id: object) -> str:
    """A client order id that the venue takes; raises ConfigError for others."""
    if not isinstance(client_order_id, str) or not CLIENT_ORDER_ID.fullmatch(client_order_id):
        raise ConfigError(f"client_order_id: 1 to 36 letters, digits and . : / _ -, not {client_order_id!r:.60}")
    return client_order_id


def hook_of(given: T, name: str) -> T:
    """What is called with what happens; raises ConfigError for what cannot be, or would have to be awaited."""
    if given is not None and (not callable(given) or iscoroutinefunction(given)):
        raise ConfigError(f"{name}: what can be called, and not async, not {given!r:.60}")
    return given


def _checked(order: LiveOrder, is_sized: bool) -> LiveOrder:
    _check_size(order, is_sized)
    _check_price(order)
    return order


def _check_size(order: LiveOrder, is_sized: bool) -> None:
    qty, quote_qty = order.qty, order.quote_qty
    if quote_qty is not None and (qty is not None or order.type is not OrderType.MARKET):
        raise ConfigError("quote_qty: instead of qty, and for MARKET orders alone")
    if is_sized and qty is None and quote_qty is None:
        raise ConfigError(f"qty: {order.type} orders need one")
    for name, size in (("qty", qty), ("quote_qty", quote_qty)):
        if size is not None and size <= 0:
            raise ConfigError(f"{name}: more than 0, not {size:f}")
    if order.params and qty is not None and Decimal(order.params.get("icebergQty", 0)) > qty:
        raise ConfigError(f"iceberg_qty: a part of qty {qty:f}, not {order.params['icebergQty']}")


def _check_price(order: LiveOrder) -> None:
    if order.price is None:
        if order.type in PRICED and "pegPriceType" not in order.params:
            raise ConfigError(f"price: {order.type} orders need one")
    elif order.type not in PRICED:
        raise ConfigError(f"price: {order.type} orders have none")
    elif order.price <= 0:
        raise ConfigError(f"price: more than 0, not {order.price:f}")
    if order.type in ALGO and not order.params.keys() & {"stopPrice", "trailingDelta"}:
        raise ConfigError(f"stop_price: {order.type} orders need one, or trailing_delta")


def extra_params(instrument: Instrument, more: Mapping[str, Any], onto: Mapping[str, Any]) -> dict[str, Any]:
    """Further parameters, given by the names of `OrderParams`, as the venue calls them; None leaves one out."""
    params = dict(onto)
    for name, value in more.items():
        if name not in KNOWN:
            raise ConfigError(f"{name}: no parameter of an order; there are {', '.join(sorted(KNOWN))}")
        if value is None:
            params.pop(camel(name), None)
        else:
            params[camel(name)] = _param(instrument, name, value)
    return params


def _param(instrument: Instrument, name: str, value: Any) -> str | int:
    if name == "stop_price":
        return plain(_positive(instrument.price(value, name), name), instrument.price_exponent)
    if name == "iceberg_qty":
        return plain(_positive(instrument.qty(value, name), name), instrument.qty_exponent)
    if KINDS[name] is int:
        if type(value) is not int or value not in WHOLE:
            raise ConfigError(f"{name}: a whole number, not {value!r:.60}")
        return int(value)
    chosen: Word = word(KINDS[name], value, name)
    return chosen


def _positive(number: Decimal, name: str) -> Decimal:
    if number <= 0:
        raise ConfigError(f"{name}: more than 0, not {number:f}")
    return number


def camel(name: str) -> str:
    """The venue's form of a name."""
    first, *rest = name.split("_")
    return first + "".join(one.capitalize() for one in rest)
