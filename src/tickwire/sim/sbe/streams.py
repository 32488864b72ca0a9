"""The market streams in SBE, written field by field. Prices and quantities come in units of 1e-8, times in µs."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..book import Level

DEPTH_SPEED, PARTIAL_SPEED, PARTIAL_LEVELS = 20_000, 50_000, 20
"""µs between the messages of the two streams of depth, and the levels of the partial one."""

_SCHEMA = (1, 0)
_HEADER = struct.Struct("<HHHH")
_EXPONENT = -8
_TOO_WIDE = 1 << 63
_LEVELS = struct.Struct("<HH")
_LEVEL = struct.Struct("<qq")
_TRADE = struct.Struct("<qqqB")


class Told(NamedTuple):
    """A trade as an event tells it."""

    id: int
    price: int
    qty: int
    is_buyer_maker: bool


def trades(symbol: str, sent: int, time: int, told: Sequence[Told]) -> bytes:
    """TradesStreamEvent: trades of one order."""
    unit, exponents = _exponents(each.qty for each in told)
    entries = b"".join(_TRADE.pack(each.id, each.price, each.qty // unit, each.is_buyer_maker) for each in told)
    block = struct.pack("<qq", sent, time) + exponents
    return _message(10000, block, struct.pack("<HI", _TRADE.size, len(told)) + entries, symbol)


def best_bid_ask(symbol: str, sent: int, update_id: int, bid: Level, ask: Level) -> bytes:
    """BestBidAskStreamEvent."""
    unit, exponents = _exponents((bid[1], ask[1]))
    prices = struct.pack("<qqqq", bid[0], bid[1] // unit, ask[0], ask[1] // unit)
    return _message(10001, struct.pack("<qq", sent, update_id) + exponents + prices, b"", symbol)


def partial_depth(symbol: str, sent: int, update_id: int, bids: Sequence[Level], asks: Sequence[Level]) -> bytes:
    """DepthSnapshotStreamEvent: the best levels of a book."""
    return _depth(10002, symbol, struct.pack("<qq", sent, update_id), bids, asks)


def depth_update(symbol: str, sent: int, changes: tuple[int, int, list[Level], list[Level]]) -> bytes:
    """DepthDiffStreamEvent: the levels that changed."""
    first, last, bids, asks = changes
    return _depth(10003, symbol, struct.pack("<qqq", sent, first, last), bids, asks)


def _depth(number: int, symbol: str, ids: bytes, bids: Sequence[Level], asks: Sequence[Level]) -> bytes:
    unit, exponents = _exponents(qty for _, qty in (*bids, *asks))
    return _message(number, ids + exponents, _levels(bids, unit) + _levels(asks, unit), symbol)


def _message(number: int, block: bytes, groups: bytes, symbol: str) -> bytes:
    name = symbol.encode()
    return b"".join((_HEADER.pack(len(block), number, *_SCHEMA), block, groups, bytes((len(name),)), name))


def _exponents(quantities: Iterable[int]) -> tuple[int, bytes]:
    """What quantities are divided by, and the exponents of the message: those of cheap coins do not fit otherwise."""
    unit, exponent, most = 1, _EXPONENT, max(quantities, default=0)
    while most // unit >= _TOO_WIDE:
        unit, exponent = unit * 10, exponent + 1
    return unit, struct.pack("<bb", _EXPONENT, exponent)


def _levels(levels: Sequence[Level], unit: int) -> bytes:
    packed = [_LEVEL.pack(price, qty // unit) for price, qty in levels]
    return _LEVELS.pack(_LEVEL.size, len(packed)) + b"".join(packed)
