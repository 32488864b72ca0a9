"""A floor over a market that does not know of it: live or recorded data is fed in, and accounts trade against that.

What an account takes is gone from the floor's copy of the book until the next update of that level. What rests trades
when the market's trades show that its turn would have come, or when others come to offer what it accepts. All of it is
an estimate: the market does not react, and how others stood in the queue before an order is taken at its worst.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from ..book import Book, Level
from ..instruments import Instrument
from ..spans import MINUTE, RollingWindow, Span
from .floor import Traders

_AVERAGED = 5 * MINUTE


class PaperFloor:
    """One symbol. Times are µs, amounts units of 1e-8; `on_quote`, `on_depth` and `on_trade` take the market's data."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument, self.book, self.now = instrument, Book(update_id=0), 0
        self.last_price = instrument.price
        self._window = RollingWindow(_AVERAGED, instrument.price)
        self._traders: Traders | None = None
        self._trade_ids = count(1)

    @property
    def average_price(self) -> int:
        """The average of the last five minutes; the last price when nothing was traded."""
        span = self._window.span()
        return span.quote // span.volume if span.volume else self.last_price

    def attach(self, traders: Traders) -> None:
        """Tell of everything from now on."""
        self._traders = traders
        self.book.on_set = traders.changed

    @contextmanager
    def at(self, now: int) -> Iterator[None]:
        """One step of an account."""
        self.now = max(self.now, now)
        yield

    def trade(self, price: int, qty: int, is_buyer_maker: bool) -> int:
        """Count a trade of an account; its id has nothing to do with the market's."""
        return next(self._trade_ids)

    def aggregate(self, price: int, is_buyer_maker: bool) -> None:
        """Nobody hears of it."""

    # What the market says.

    def on_quote(self, time: int, bid: Level, ask: Level) -> None:
        """The best bid and ask: whatever was better is gone, and all of a side of which there is none."""
        for is_bid, (price, qty) in ((True, bid), (False, ask)):
            side = self.book.side(is_bid)
            while len(side) and (not qty or (side.level(0)[0] > price if is_bid else side.level(0)[0] < price)):
                self.book.set(is_bid, side.level(0)[0], 0)
            self.book.set(is_bid, price, qty)
        self._moved(time)

    def on_depth(self, time: int, bids: Sequence[Level], asks: Sequence[Level], *, is_whole: bool) -> None:
        """Levels that changed, or with `is_whole` all there are."""
        if is_whole:
            self.book.restore(list(bids), list(asks))
        else:
            for is_bid, levels in ((True, bids), (False, asks)):
                for price, qty in levels:
                    self.book.set(is_bid, price, qty)
        self._moved(time)

    def on_trade(self, time: int, price: int, qty: int, is_buyer_maker: bool) -> None:
        """A trade."""
        self.now, self.last_price = max(self.now, time), price
        span = Span(price)
        span.add(0, price, qty, is_buyer_maker)
        self._window.add(self.now, span)
        if self._traders is not None:
            self._traders.hit(is_buyer_maker, price, qty)
            self._traders.traded(price)
            self._traders.settle()

    def _moved(self, time: int) -> None:
        self.now = max(self.now, time)
        if self._traders is None:
            return
        for is_bid in (True, False):
            side = self.book.side(not is_bid)
            while self._traders.rest(is_bid) and len(side):
                price, qty = side.level(0)
                if not (taken := self._traders.crossed(is_bid, price, qty)):
                    break
                self.book.set(not is_bid, price, qty - taken)
        self._traders.settle()
