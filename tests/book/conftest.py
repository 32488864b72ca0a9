"""Messages for books, a book kept in two dicts to compare with, and books that are valid already."""

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch

Pairs = Iterable[tuple[str, str]]


class DictBook:
    """The venue's rules in ten lines: prices and quantities as Decimals."""

    def __init__(self, bids: Pairs = (), asks: Pairs = ()) -> None:
        self.sides: tuple[dict[Decimal, Decimal], dict[Decimal, Decimal]] = ({}, {})
        self.apply(bids, asks)

    def apply(self, bids: Pairs, asks: Pairs) -> None:
        for side, levels in zip(self.sides, (bids, asks), strict=True):
            for price, qty in levels:
                side[Decimal(price)] = Decimal(qty)
                if not Decimal(qty):
                    del side[Decimal(price)]

    def levels(self) -> tuple[list[tuple[Decimal, Decimal]], list[tuple[Decimal, Decimal]]]:
        return sorted(self.sides[0].items(), reverse=True), sorted(self.sides[1].items())


class Messages:
    """The venue's messages about one instrument."""

    symbol = "BTCUSDT"

    def diff(self, first: int, last: int, bids: Pairs = (), asks: Pairs = (), symbol: str = "", time: int = 5) -> Any:
        body = {"e": "depthUpdate", "E": time, "s": symbol or self.symbol, "U": first, "u": last}
        return tw.decode(json.dumps({**body, "b": list(bids), "a": list(asks)}))

    def snapshot(self, last: int, bids: Pairs = (), asks: Pairs = ()) -> bytes:
        return json.dumps({"lastUpdateId": last, "bids": list(bids), "asks": list(asks)}).encode()

    def ticker(self, last: int, bid: tuple[str, str], ask: tuple[str, str], symbol: str = "") -> Any:
        body = {"u": last, "s": symbol or self.symbol, "b": bid[0], "B": bid[1], "a": ask[0], "A": ask[1]}
        return tw.decode(json.dumps(body))

    def partial(self, last: int, bids: Pairs, asks: Pairs) -> Any:
        return tw.decode(self.snapshot(last, bids, asks), f"{self.symbol.lower()}@depth5")


class Events(list[Any]):
    """What `on_event` was given, in order."""

    def of(self, kind: type) -> list[Any]:
        return [event for event in self if isinstance(event, kind)]


BIDS = [("100.00", "1.0"), ("99.99", "2.0"), ("99.97", "3.0")]
ASKS = [("100.01", "1.5"), ("100.02", "2.5"), ("100.05", "3.5")]


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def events() -> Events:
    return Events()


@pytest.fixture
def empty(events: Events) -> tw.Book:
    """A book whose stream began at time 0."""
    book = tw.Book("btcusdt")
    book.on_event = events.append
    book.begin(0.0)
    return book


@pytest.fixture
def book(empty: tw.Book, messages: Messages, events: Events) -> Iterator[tw.Book]:
    """A valid book after update 100, of three levels a side."""
    empty.snapshot_requested(2.0)
    assert empty.apply_snapshot(messages.snapshot(100, BIDS, ASKS), 2.1)
    events.clear()
    yield empty
    book = empty
    if book.valid and book.best_bid and book.best_ask:
        assert book.best_bid.price < book.best_ask.price


@pytest.fixture
def decimals() -> Callable[[tw.Book], tuple[Any, Any]]:
    """The levels of a book as exact numbers."""
    return lambda book: (book.bids.decimals(), book.asks.decimals())


def sync(
    book: tw.Book, messages: Messages, last: int, now: float = 2.0, bids: Pairs = BIDS, asks: Pairs = ASKS
) -> bool:
    """Ask for a snapshot and apply it."""
    book.snapshot_requested(now)
    return book.apply_snapshot(messages.snapshot(last, bids, asks), now)


@pytest.fixture
def frames_at() -> Callable[[tw.Book], tuple[Dispatch, Callable[[int], bytes]]]:
    """A dispatcher that feeds a book, and its frames."""

    def attach(book: tw.Book) -> tuple[Dispatch, Callable[[int], bytes]]:
        dispatch = Dispatch()
        for name, key, handler in (
            ("btcusdt@depth@100ms", tw.DepthUpdate, book.depth_handler),
            ("btcusdt@bookTicker", tw.BookTicker, book.ticker_handler),
            ("btcusdt@depth5", tw.PartialDepth, book.partial_handler),
        ):
            dispatch.add(name, key, handler, context=book.context)

        def frame(last: int) -> bytes:
            data = f'{{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":{last},"u":{last},"b":[["100.00","{last}"]],"a":[]}}'
            return f'{{"stream":"btcusdt@depth@100ms","data":{data}}}'.encode()

        return dispatch, frame

    return attach
