"""A cycle of market data that ends where it began, so that it can be repeated for ever with ids that go on."""

from __future__ import annotations

import re
from random import Random
from typing import Any, NamedTuple

from tests.simulation.market import START_MS, Event, Side, Symbol, depth_frame, quote_frame

FIRST_ID = 10**12  # thirteen digits, and so they stay
KEYS = {
    "trade": {"t": 0},
    "aggTrade": {"a": 1, "f": 0, "l": 0},
    "bookTicker": {"u": 2},
    "depth@100ms": {"U": 2, "u": 2},
}
STREAMS = tuple(KEYS)
COUNTERS = 3  # of trades, aggregates, updates


class Cycle(NamedTuple):
    """Frames with the places of their ids, for a pump; `books` are those at its beginning and end, by symbol."""

    frames: list[tuple[bytes, list[tuple[int, int, int]]]]
    spans: list[int]
    books: dict[str, tuple[Side, Side]]


def cycle(symbols: tuple[str, ...], steps: int, seed: int = 1) -> Cycle:
    """So many steps of each symbol, and one more that undoes them."""
    frames, spans, books = [], [], {}
    for number, name in enumerate(symbols):
        symbol = Symbol(name, Random(f"{seed} {name}"), activity=1.0)
        symbol.update_id = symbol._trade_id = symbol._aggregate_id = FIRST_ID
        books[name] = (symbol.bids.copy(), symbol.asks.copy())
        events = [event for step in range(steps) for event in symbol.step(START_MS + step * 100)]
        events += _undone(symbol, books[name])
        kinds = [event for event in events if event.stream.partition("@")[2] in KEYS]
        frames += [(event.frame, _ids(event, number * COUNTERS)) for event in kinds]
        ends = (symbol._trade_id, symbol._aggregate_id, symbol.update_id)
        spans += [end - FIRST_ID for end in ends]
    return Cycle(frames, spans, books)


def _undone(symbol: Symbol, book: tuple[Side, Side]) -> list[Event]:
    """One update that makes the book again what it was."""
    changes = [
        {price: side.get(price, 0) for price in now.keys() | side.keys() if now.get(price) != side.get(price)}
        for now, side in zip((symbol.bids, symbol.asks), book, strict=True)
    ]
    symbol.bids, symbol.asks = (side.copy() for side in book)
    symbol.update_id += 1
    number = symbol.update_id
    return [
        Event(f"{symbol.name}@bookTicker", number, number, quote_frame(symbol)),
        Event(f"{symbol.name}@depth@100ms", number, number, depth_frame(symbol, START_MS, number, *changes)),
    ]


def _ids(event: Event, first_counter: int) -> list[tuple[int, int, int]]:
    """Offset, counter and distance to it of each id in a frame."""
    keys: dict[str, Any] = KEYS[event.stream.partition("@")[2]]
    found = []
    for match in re.finditer(rb'"(\w+)":(\d{13})(?!\d)', event.frame):
        counter = keys.get(match[1].decode())
        if counter is not None:
            found.append((match.start(2), first_counter + counter, int(match[2]) - FIRST_ID))
    return found
