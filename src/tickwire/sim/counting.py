"""What counts up in a message, found in its text, so that a tape can go on where it ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto

from ..schema import market as schema
from ..schema.kinds import Message
from ..schema.streams import parse_stream
from .frames import SBE
from .tape import TapeMessage, fixed

# Added to ids, which then have as many digits for a very long time.
ID_BASE = 10**11
_NUMBER = re.compile(rb'"s":"([^"]+)"|"(\w+)":(\d+)')


class Counts(Enum):
    """What a number counts."""

    TRADES = auto()
    AGG_TRADES = auto()
    BLOCK_TRADES = auto()
    UPDATES = auto()
    TIME = auto()


_TIMES = {b"E": Counts.TIME, b"T": Counts.TIME}
_WINDOW = {b"O": Counts.TIME, b"C": Counts.TIME, b"F": Counts.TRADES, b"L": Counts.TRADES}
_KEYS: dict[type[Message], dict[bytes, Counts]] = {
    schema.Trade: {b"t": Counts.TRADES, **_TIMES},
    schema.AggTrade: {b"a": Counts.AGG_TRADES, b"f": Counts.TRADES, b"l": Counts.TRADES, **_TIMES},
    schema.BlockTrade: {b"t": Counts.BLOCK_TRADES, **_TIMES},
    schema.BookTicker: {b"u": Counts.UPDATES},
    schema.DepthUpdate: {b"U": Counts.UPDATES, b"u": Counts.UPDATES, **_TIMES},
    schema.PartialDepth: {b"lastUpdateId": Counts.UPDATES},
    # A candle longer than a tape stays the same candle.
    schema.Kline: {b"E": Counts.TIME, b"f": Counts.TRADES, b"L": Counts.TRADES},
    schema.MiniTicker: _TIMES,
    schema.Ticker: {**_TIMES, **_WINDOW},
    schema.RollingTicker: {**_TIMES, **_WINDOW},
    schema.AvgPrice: _TIMES,
    schema.ReferencePrice: {b"t": Counts.TIME},
}
_SHORT_CANDLE = {**_KEYS[schema.Kline], b"t": Counts.TIME, b"T": Counts.TIME}

# SBE, by the number of the template: what stands at which byte beside the time that all have at the eighth.
_PLACES: dict[int, list[tuple[int, Counts]]] = {
    10000: [(16, Counts.TIME)],
    10001: [(16, Counts.UPDATES)],
    10002: [(16, Counts.UPDATES)],
    10003: [(16, Counts.UPDATES), (24, Counts.UPDATES)],
}
_TRADES, _FIRST_TRADE, _TRADE_SIZE = (10000).to_bytes(2, "little"), 32, 25

# By how much each grows in one round; times in units of the messages.
Steps = Mapping[str, Mapping[Counts, int]]


def counted(stream: str, payload: bytes, steps: Steps) -> TapeMessage:
    """Take a message with everything that counts up in it; `steps` are those of each symbol."""
    symbol = stream.partition("@")[0].upper()
    if stream.endswith(SBE):
        return _counted_binary(stream, payload, steps[symbol])
    keys = _keys(stream)
    parts: list[bytes] = []
    numbers: list[int] = []
    grows: list[int] = []
    position = 0
    for match in _NUMBER.finditer(payload):
        if match[1] is not None:
            symbol = match[1].decode()
        elif (what := keys.get(match[2])) is not None:
            start, end = match.span(3)
            parts.append(fixed(stream, payload[position:start]).template)
            numbers.append(int(match[3]) + (0 if what is Counts.TIME else ID_BASE))
            grows.append(steps[symbol if symbol in steps else ""][what])
            position = end
    template = b"%d".join([*parts, fixed(stream, payload[position:]).template])
    return TapeMessage(stream, template, tuple(numbers), tuple(grows))


def _counted_binary(stream: str, payload: bytes, grows: Mapping[Counts, int]) -> TapeMessage:
    """The same of a message in SBE, whose numbers have their places."""
    places = [(8, Counts.TIME), *_PLACES[int.from_bytes(payload[2:4], "little")]]
    if payload[2:4] == _TRADES:
        count = int.from_bytes(payload[_FIRST_TRADE - 4 : _FIRST_TRADE], "little")
        places += [(_FIRST_TRADE + index * _TRADE_SIZE, Counts.TRADES) for index in range(count)]
    parts, numbers, position = list[bytes](), list[int](), 0
    for place, what in places:
        parts.append(fixed(stream, payload[position:place]).template)
        position = place + 8
        number = int.from_bytes(payload[place:position], "little", signed=True)
        numbers.append(number + (0 if what is Counts.TIME else ID_BASE))
    template = b"%b".join([*parts, fixed(stream, payload[position:]).template])
    return TapeMessage(stream, template, tuple(numbers), tuple(grows[what] for _, what in places))


def _keys(stream: str) -> dict[bytes, Counts]:
    if "@kline_1s" in stream:
        return _SHORT_CANDLE
    parsed = parse_stream(stream)
    return _KEYS.get(parsed.message, {}) if parsed is not None else {}
