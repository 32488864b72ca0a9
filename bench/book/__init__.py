"""Order books of 5000 levels a side: tickwire's and those that Python programs use instead, with the same changes.

All get what their decoder would hand them: tickwire the C struct, the others floats, python-binance the venue's text.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import tickwire
from bench import compiled

from .changes import book_changes

Pairs = list[tuple[str, str]]
Floats = list[tuple[float, float]]
Best = tuple[float, float]
MODULE = "book/keep"


class Kept(NamedTuple):
    """A book ready for its changes: `apply` all of them, then ask for `best` and `levels`."""

    apply: Callable[[], object]
    best: Callable[[], Best]
    read: Callable[[int], object]  # best prices, so many times
    levels: Callable[[], tuple[Floats, Floats]]


@cache
def floats() -> tuple[tuple[Floats, Floats], list[tuple[Floats, Floats]]]:
    """Snapshot and changes as floats."""
    changes = book_changes()

    def convert(pairs: Pairs) -> Floats:
        return [(float(price), float(qty)) for price, qty in pairs]

    sides = [(convert(bids), convert(asks)) for bids, asks in (changes.snapshot, *changes.events)]
    return sides[0], sides[1:]


@cache
def decoded() -> Any:
    """The changes as tickwire decodes them."""
    views = []
    for number, (bids, asks) in enumerate(book_changes().events, 1):
        body = {"e": "depthUpdate", "E": 1, "s": "ETHUSDT", "U": number, "u": number, "b": bids, "a": asks}
        views.append(tickwire.decode(json.dumps(body)))
    return compiled.extension(MODULE).Changes(views)


def valid_book() -> tickwire.Book:
    bids, asks = book_changes().snapshot
    book = tickwire.Book("ethusdt")
    book.on_event = lambda event: None
    book.begin(0.0)
    book.apply_snapshot(json.dumps({"lastUpdateId": 0, "bids": bids, "asks": asks}).encode(), 0.0)
    return book


def ours() -> Kept:
    book, events = valid_book(), decoded()
    read_best = compiled.extension(MODULE).read_best
    return Kept(
        lambda: events.apply(book),
        lambda: (book.best_bid.price, book.best_ask.price),
        lambda times: read_best(book, times),
        lambda: (list(map(tuple, book.bids)), list(map(tuple, book.asks))),
    )


def ours_in_python() -> Kept:
    """The same book, read through its Python properties."""
    kept, book = ours(), valid_book()

    def read(times: int) -> None:
        for _ in range(times):
            _ = book.best_bid, book.best_ask

    return kept._replace(read=read)


def two_dicts() -> Kept:
    """Two dicts and min and max: what one writes first."""
    sides = tuple(map(dict, floats()[0]))

    def best() -> Best:
        return max(sides[0]), min(sides[1])

    return _of_mappings(sides, best, lambda: (sorted(sides[0].items(), reverse=True), sorted(sides[1].items())))


def sorted_dicts() -> Kept:
    """Two SortedDicts of sortedcontainers."""
    kind = import_module("sortedcontainers").SortedDict
    sides = tuple(map(kind, floats()[0]))

    def best() -> Best:
        return sides[0].peekitem(-1)[0], sides[1].peekitem(0)[0]

    return _of_mappings(sides, best, lambda: (list(sides[0].items())[::-1], list(sides[1].items())))


def order_book() -> Kept:
    """The C extension `order_book`."""
    book = import_module("order_book").OrderBook()
    book.bids, book.asks = map(dict, floats()[0])

    def best() -> Best:
        return book.bids.index(0)[0], book.asks.index(0)[0]

    def levels() -> tuple[Floats, Floats]:
        return list(book.bids.to_list()), list(book.asks.to_list())

    return _of_mappings((book.bids, book.asks), best, levels)


def python_binance() -> Kept:
    """python-binance's DepthCache, which sorts a side whenever it is asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that it imports
        cache_of = import_module("binance.ws.depthcache").DepthCache("ETHUSDT")
    snapshot, events = book_changes()[:2]

    def apply(changes: Iterable[tuple[Pairs, Pairs]] = events, is_read: bool = True) -> None:
        for bids, asks in changes:
            for level in bids:
                cache_of.add_bid(level)
            for level in asks:
                cache_of.add_ask(level)
            if is_read:
                best()

    def best() -> Best:
        return cache_of.get_bids()[0][0], cache_of.get_asks()[0][0]

    def levels() -> tuple[Floats, Floats]:
        return list(map(tuple, cache_of.get_bids())), list(map(tuple, cache_of.get_asks()))

    apply([snapshot], False)
    return Kept(apply, best, _read(best), levels)


def _of_mappings(sides: Any, best: Callable[[], Best], levels: Callable[[], tuple[Floats, Floats]]) -> Kept:
    events = floats()[1]

    def apply() -> None:
        for event in events:
            for side, changes in zip(sides, event, strict=True):
                for price, qty in changes:
                    if qty:
                        side[price] = qty
                    elif price in side:
                        del side[price]
            best()

    return Kept(apply, best, _read(best), levels)


def _read(best: Callable[[], Best]) -> Callable[[int], None]:
    def read(times: int) -> None:
        for _ in range(times):
            best()

    return read


KEEPERS: dict[str, Callable[[], Kept]] = {
    "tickwire": ours,
    "order_book": order_book,
    "sortedcontainers": sorted_dicts,
    "two dicts": two_dicts,
    "python-binance": python_binance,
}
READERS = KEEPERS | {"tickwire, from Python": ours_in_python}
__all__ = ["KEEPERS", "READERS", "Kept", "book_changes", "floats"]
