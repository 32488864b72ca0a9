"""The bytes of an order: a template patched, and what one does without one. All make the same frames.

The others are given what costs them least: prices and quantities as text, and a dict or Struct that is filled anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import msgspec

from bench import compiled
from tickwire.schema.exchange_info import SymbolInfo
from tickwire.trading import (
    CompiledGuards,
    Guards,
    Instrument,
    MaxNotional,
    MaxOpenOrders,
    MaxOrderRate,
    NoSelfCross,
    PriceBand,
)
from tickwire.wire.request import OrderTemplate

MODULE = "orders/fill"
COUNT = 1000
PRICE, QTY, TIME = 2_341_610, 847, 1_660_801_715_431
GUARDS = Guards(MaxNotional("1e9"), MaxOpenOrders(1000), PriceBand("0.5"), NoSelfCross(), MaxOrderRate(1000, per=1e-9))

Rival = Callable[[], list[bytes]]


class Params(msgspec.Struct, rename="camel"):
    symbol: str
    side: str
    type: str
    time_in_force: str
    price: str
    quantity: str
    new_client_order_id: str
    timestamp: int


class Request(msgspec.Struct):
    method: str
    params: Params
    id: int


def template() -> OrderTemplate:
    return OrderTemplate("BTCUSDT", "BUY", "LIMIT", price_exponent=-2, qty_exponent=-5, client_id_prefix="tw-1-")


def instrument() -> Instrument:
    """BTCUSDT with the steps of the template."""
    filters = [
        {"filterType": "PRICE_FILTER", "minPrice": "0.01", "maxPrice": "1000000", "tickSize": "0.01"},
        {"filterType": "LOT_SIZE", "minQty": "0.00001", "maxQty": "9000", "stepSize": "0.00001"},
    ]
    precisions = [f"{side}{of}Precision" for side in ("base", "quote") for of in ("", "Asset", "Commission")]
    said = {"symbol": "BTCUSDT", "status": "TRADING", "baseAsset": "BTC", "quoteAsset": "USDT", "filters": filters}
    flags = dict.fromkeys(("icebergAllowed", "ocoAllowed", "isSpotTradingAllowed"), True)
    stp = {"defaultSelfTradePreventionMode": "NONE", "allowedSelfTradePreventionModes": ["NONE"]}
    kinds = {"orderTypes": ["LIMIT", "MARKET"]}
    return Instrument(msgspec.convert(said | dict.fromkeys(precisions, 8) | flags | stp | kinds, SymbolInfo))


@cache
def texts() -> list[tuple[str, str, str]]:
    """Prices, quantities and client order ids as text."""
    return [(f"{(PRICE + n) / 100:.2f}", f"{(QTY + n) / 100_000:.5f}", f"tw-1-{n}") for n in range(COUNT)]


def in_c(*, guarded: bool = False, keep: bool = False) -> Rival:
    """Patched in C; without `keep` no bytes object is made."""
    order, guards = template(), None
    if guarded:
        guards = CompiledGuards(instrument(), GUARDS)
        guards.set_book(PRICE, PRICE + 1)
        guards.set_own(PRICE - 100, 0, 1)
    patched = compiled.extension(MODULE).patched
    return lambda: patched(order, guards, PRICE, QTY, TIME, COUNT, keep)  # type: ignore[no-any-return]


def in_python() -> Rival:
    """The same template, from Python."""
    frame = template().frame
    return lambda: [
        frame(price=PRICE + n, qty=QTY + n, timestamp=TIME + n, client_number=n, request_id=n) for n in range(COUNT)
    ]


def structs() -> Rival:
    encode = msgspec.json.Encoder().encode
    return lambda: [
        encode(Request("order.place", Params("BTCUSDT", "BUY", "LIMIT", "GTC", *text, TIME + n), n))
        for n, text in enumerate(texts())
    ]


def dicts(encode: Callable[[Any], Any]) -> Rival:
    def frames() -> list[bytes]:
        return [encode(request(n, *text)) for n, text in enumerate(texts())]

    return frames


def request(number: int, price: str, qty: str, client: str) -> dict[str, Any]:
    return {
        "method": "order.place",
        "params": {
            "symbol": "BTCUSDT",
            "side": "BUY",
            "type": "LIMIT",
            "timeInForce": "GTC",
            "price": price,
            "quantity": qty,
            "newClientOrderId": client,
            "timestamp": TIME + number,
        },
        "id": number,
    }


RIVALS: dict[str, Callable[[], Rival]] = {
    "tickwire": in_c,
    "tickwire, all guards on": lambda: in_c(guarded=True),
    "tickwire, from Python": in_python,
    "msgspec, a Struct": structs,
    "msgspec, a dict": lambda: dicts(msgspec.json.Encoder().encode),
    "orjson": lambda: dicts(import_module("orjson").dumps),
    "json": lambda: dicts(json.dumps),
}
CHECKED = RIVALS | {
    "tickwire": lambda: in_c(keep=True),
    "tickwire, all guards on": lambda: in_c(guarded=True, keep=True),
}
"""The same, with frames to compare."""
