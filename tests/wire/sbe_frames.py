"""SBE frames of the market data streams, packed by hand, and the JSON messages that say the same.

The encoder knows the layout from the venue's page and shares nothing with the project's tables. `Shape` makes frames as
a newer version of the schema may have them.
"""

from __future__ import annotations

import json
import struct
from typing import Any, NamedTuple

EVENT_TIME, TRANSACT_TIME = 1672515782136042, 1672515782135942
Levels = list[tuple[int, int]]


class Shape(NamedTuple):
    """The version, and what it added: to the block, to entries, groups before the symbol, texts behind it."""

    version: int = 0
    block: bytes = b""
    entry: bytes = b""
    groups: bytes = b""
    texts: bytes = b""


PLAIN = Shape()


class Trades(NamedTuple):
    """An event of trades: id, price, quantity, whether the buyer was the maker."""

    trades: list[tuple[int, int, int, bool]]
    symbol: str = "BTCUSDT"
    price_exponent: int = -2
    qty_exponent: int = -5

    def frame(self, shape: Shape = PLAIN) -> bytes:
        """The event as SBE."""
        block = struct.pack("<qqbb", EVENT_TIME, TRANSACT_TIME, self.price_exponent, self.qty_exponent)
        entries = [struct.pack("<qqqB", *trade) for trade in self.trades]
        return message(10000, block, [("<HI", 25, entries)], self.symbol, shape)

    def messages(self) -> list[bytes]:
        """The same in JSON: one message for each trade."""
        return [
            dump(
                e="trade", E=EVENT_TIME, s=self.symbol, t=id_, p=text(price, self.price_exponent),
                q=text(qty, self.qty_exponent), T=TRANSACT_TIME, m=is_maker, M=True,
            )
            for id_, price, qty, is_maker in self.trades
        ]  # fmt: skip


class Best(NamedTuple):
    """The best bid and offer."""

    update_id: int
    bid: tuple[int, int]
    ask: tuple[int, int]
    symbol: str = "BTCUSDT"
    price_exponent: int = -8
    qty_exponent: int = -8

    def frame(self, shape: Shape = PLAIN) -> bytes:
        """The event as SBE."""
        head = (EVENT_TIME, self.update_id, self.price_exponent, self.qty_exponent)
        return message(10001, struct.pack("<qqbbqqqq", *head, *self.bid, *self.ask), [], self.symbol, shape)

    def messages(self) -> list[bytes]:
        """The same in JSON."""
        sides = [text(value, exponent) for value, exponent in zip((*self.bid, *self.ask), self._exponents, strict=True)]
        return [dump(u=self.update_id, s=self.symbol, b=sides[0], B=sides[1], a=sides[2], A=sides[3])]

    @property
    def _exponents(self) -> tuple[int, ...]:
        return (self.price_exponent, self.qty_exponent) * 2


class Depth(NamedTuple):
    """A depth message: a diff with a first update id, else the best levels of the book."""

    first: int | None
    last: int
    bids: Levels
    asks: Levels
    symbol: str = "BTCUSDT"
    price_exponent: int = -8
    qty_exponent: int = -8

    def frame(self, shape: Shape = PLAIN) -> bytes:
        """The event as SBE."""
        ids = [self.last] if self.first is None else [self.first, self.last]
        block = struct.pack(f"<q{len(ids)}qbb", EVENT_TIME, *ids, self.price_exponent, self.qty_exponent)
        groups = [("<HH", 16, [struct.pack("<qq", *level) for level in side]) for side in (self.bids, self.asks)]
        return message(10002 if self.first is None else 10003, block, groups, self.symbol, shape)

    def messages(self) -> list[bytes]:
        """The same in JSON."""
        bids, asks = (
            [[text(price, self.price_exponent), text(qty, self.qty_exponent)] for price, qty in side]
            for side in (self.bids, self.asks)
        )
        if self.first is None:
            return [dump(lastUpdateId=self.last, bids=bids, asks=asks)]
        return [dump(e="depthUpdate", E=EVENT_TIME, s=self.symbol, U=self.first, u=self.last, b=bids, a=asks)]


Event = Trades | Best | Depth


def message(
    template: int, block: bytes, groups: list[tuple[str, int, list[bytes]]], symbol: str, shape: Shape = PLAIN
) -> bytes:
    """A whole frame: header, block, groups, symbol."""
    name = symbol.encode()
    parts = [struct.pack("<HHHH", len(block + shape.block), template, 1, shape.version), block, shape.block]
    for head, size, entries in groups:
        parts += [struct.pack(head, size + len(shape.entry), len(entries)), *[each + shape.entry for each in entries]]
    return b"".join([*parts, shape.groups, bytes([len(name)]), name, shape.texts])


def text(mantissa: int, exponent: int) -> str:
    """The decimal as the venue prints it in JSON."""
    digits = str(abs(mantissa)).rjust(1 - exponent, "0")
    printed = f"{digits[:exponent]}.{digits[exponent:]}" if exponent else digits
    return f"-{printed}" if mantissa < 0 else printed


def dump(**values: Any) -> bytes:
    """A message in JSON as the venue sends it, without spaces."""
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()


def in_envelope(stream: str, payload: bytes) -> bytes:
    """A message of a stream as it comes on a combined connection."""
    return b'{"stream":"%b","data":%b}' % (stream.encode(), payload)
