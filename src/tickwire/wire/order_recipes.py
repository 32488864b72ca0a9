"""Which parameters and slots the order methods have, by the kind of order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from ..errors import ConfigError
from .recipes import Slot, Value

By = Literal["order_id", "client_order_id"]

WITH_PRICE = ("LIMIT", "LIMIT_MAKER", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT")
WITH_TIME_IN_FORCE = ("LIMIT", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT")
WITH_STOP = ("STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT")
TYPES = ("MARKET", *dict.fromkeys(WITH_PRICE + WITH_STOP))

# 20 digits fit behind it into the venue's 36 characters.
_PREFIX = re.compile(r"[.A-Z:/a-z0-9_-]{0,16}")


def order_params(
    symbol: str,
    side: str,
    type: str,
    *,
    price_exponent: int,
    qty_exponent: int,
    quote_exponent: int = -8,
    time_in_force: str | None = None,
    by_quote: bool = False,
    iceberg: bool = False,
    trailing_delta: int | None = None,
    stop: bool | None = None,
    client_id_prefix: str | None = None,
    params: Mapping[str, str | int] | None = None,
) -> dict[str, Value]:
    """Parameters of order.place: the numbers that this kind of order has are slots."""
    if type not in TYPES:
        raise ConfigError(f"type: one of {', '.join(TYPES)}, not {type!r:.60}")
    if side not in ("BUY", "SELL"):
        raise ConfigError(f"side: 'BUY' or 'SELL', not {side!r:.60}")
    more = constants(params)
    built: dict[str, Value] = {"symbol": text(symbol), "side": text(side), "type": text(type), **more}
    if type in WITH_TIME_IN_FORCE:
        built["timeInForce"] = text(time_in_force or "GTC")
    elif time_in_force is not None:
        raise ConfigError(f"time_in_force: {type} orders have none")
    if trailing_delta is not None:
        built["trailingDelta"] = trailing_delta
    if type in WITH_PRICE and "pegPriceType" not in more:
        built["price"] = Slot("price", -price_exponent)
    built |= _amounts(type, qty_exponent, quote_exponent, by_quote, iceberg)
    if type in WITH_STOP and (trailing_delta is None if stop is None else stop):
        built["stopPrice"] = Slot("stop_price", -price_exponent)
    built["newClientOrderId"] = client_id("client", client_id_prefix)
    return timed(built)


def _amounts(type: str, qty_exponent: int, quote_exponent: int, by_quote: bool, iceberg: bool) -> dict[str, Value]:
    if by_quote and type != "MARKET":
        raise ConfigError(f"by_quote: MARKET orders alone, not {type}")
    if iceberg and type not in WITH_PRICE:
        raise ConfigError(f"iceberg: orders with a price alone, not {type}")
    amounts: dict[str, Value] = (
        {"quoteOrderQty": Slot("quote_qty", -quote_exponent)} if by_quote else {"quantity": Slot("qty", -qty_exponent)}
    )
    return amounts | ({"icebergQty": Slot("iceberg_qty", -qty_exponent)} if iceberg else {})


def target(by: By, prefix: str | None, names: tuple[str, str]) -> dict[str, Value]:
    """The slot of the order that a request is about, under the name for its order id or its client order id."""
    if by == "order_id":
        return {names[0]: Slot("target_order_id")}
    if by == "client_order_id":
        return {names[1]: client_id("target", prefix)}
    raise ConfigError(f"by: 'order_id' or 'client_order_id', not {by!r:.60}")


def client_id(whose: Literal["client", "target"], prefix: str | None) -> Slot:
    """A slot for a client order id: text, or with a prefix the number behind it."""
    if prefix is None:
        return Slot("client_order_id" if whose == "client" else "target_client_order_id")
    if not _PREFIX.fullmatch(prefix):
        raise ConfigError(f"client_id_prefix: at most 16 letters, digits and .:/_-, not {prefix!r:.60}")
    return Slot("client_number" if whose == "client" else "target_number", 0, prefix)


def constants(params: Mapping[str, str | int] | None) -> dict[str, Value]:
    """Further parameters by the venue's names."""
    return {name: text(value) if isinstance(value, str) else value for name, value in (params or {}).items()}


def timed(params: dict[str, Value]) -> dict[str, Value]:
    """With the time, which every order method has."""
    return params | {"timestamp": Slot("timestamp")}


def text(word: str) -> str:
    """Plain text, of an enum its value."""
    return str.__str__(word)
