"""What one symbol's streams say in SBE: trades of an order together, and depth at the speeds it has there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..book import Book, Level
from ..frames import SBE
from ..messages import SEND_DELAY, Publish
from . import streams
from .streams import DEPTH_SPEED, PARTIAL_LEVELS, PARTIAL_SPEED, Told


class SbeStreams:
    """The streams of one symbol."""

    def __init__(self, symbol: str, prefix: str, book: Book) -> None:
        self._symbol, self._prefix, self._book = symbol, prefix, book
        self._changes = book.follow()
        self._untold: list[Told] = []
        self._partial_id = book.update_id

    def traded(self, trade: Told) -> None:
        """A trade, told with the next ones of its order."""
        self._untold.append(trade)

    def tell(self, time: int, publish: Publish) -> None:
        """The trades since the last call were of one order: send them as one event."""
        told, self._untold = self._untold, []
        self._publish("@trade", publish, lambda: streams.trades(self._symbol, time + SEND_DELAY, time, told))

    def quote(self, time: int, bid: Level, ask: Level, publish: Publish) -> None:
        """The best bid or ask changed."""
        said = (self._symbol, time + SEND_DELAY, self._book.update_id, bid, ask)
        self._publish("@bestBidAsk", publish, partial(streams.best_bid_ask, *said))

    def depth_tick(self, time: int, publish: Publish) -> None:
        """Send what is due at a full 10 ms."""
        sent = time + SEND_DELAY
        if time % DEPTH_SPEED == 0 and (changed := self._changes.take()) is not None:
            self._publish("@depth", publish, lambda: streams.depth_update(self._symbol, sent, changed))
        if time % PARTIAL_SPEED == 0 and self._partial_id != self._book.update_id:
            self._partial_id = self._book.update_id
            self._publish(f"@depth{PARTIAL_LEVELS}", publish, partial(self._partial_depth, sent))

    def _partial_depth(self, sent: int) -> bytes:
        levels = self._book.levels(PARTIAL_LEVELS)
        return streams.partial_depth(self._symbol, sent, self._book.update_id, *levels)

    def _publish(self, stream: str, publish: Publish, make: Callable[[], bytes]) -> None:
        publish(f"{self._prefix}{stream}{SBE}", lambda _: make())
