"""The synthetic market as a floor: its random orders and those of accounts meet in one book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..book import Book
from ..instruments import Instrument
from ..market import Market
from ..messages import SEND_DELAY, Publish
from ..symbol_market import SymbolMarket
from .floor import Traders


class SyntheticFloor:
    """One symbol of a synthetic market. `publish` gets what the steps of accounts make the market say.

    With `runs` the market trades on up to the time of each step; without, it stands still between them. `ahead` tells
    by how much the exchange's clock goes before the market's, in µs.
    """

    def __init__(
        self,
        market: Market,
        symbol: SymbolMarket,
        publish: Publish,
        *,
        runs: bool = True,
        ahead: Callable[[], int] = lambda: 0,
    ) -> None:
        self._market, self._symbol, self._publish, self._runs = market, symbol, publish, runs
        self._ahead = ahead
        self._sink = publish
        self._traders: Traders | None = None
        self._has_traded = False
        # The time of the present step, and the market's time of it.
        self.now = self._time = market.now

    @property
    def instrument(self) -> Instrument:
        """What is traded."""
        return self._symbol.instrument

    @property
    def book(self) -> Book:
        """The market's orders."""
        return self._symbol.book

    @property
    def last_price(self) -> int:
        """The price of the last trade."""
        return self._symbol.last_price

    @property
    def average_price(self) -> int:
        """The average of the last five minutes."""
        return self._symbol.average_price

    def attach(self, traders: Traders) -> None:
        """Let accounts trade here."""
        self._traders = traders
        self.book.on_set = traders.changed
        self._symbol.admit(self)

    @contextmanager
    def at(self, now: int) -> Iterator[None]:
        """One step of an account."""
        ahead = self._ahead()
        if self._runs:
            self._market.advance(now - ahead + SEND_DELAY, self._publish)
        with self._market.visited(now - ahead) as time:
            self._time = max(self._time, time)
            self.now, self._sink = self._time + ahead, self._publish
            before = self.book.top()
            try:
                yield
            finally:
                self._refill()
                self._symbol.quote(self._time, before, self._publish)

    def trade(self, price: int, qty: int, is_buyer_maker: bool) -> int:
        """Count and send a trade."""
        self._has_traded = True
        return self._symbol.trade(self._time, price, qty, is_buyer_maker, self._sink)

    def aggregate(self, price: int, is_buyer_maker: bool) -> None:
        """Send the sum of the last trades."""
        self._symbol.aggregate(self._time, price, is_buyer_maker, self._sink)

    # What the market calls.

    def arrive(self, time: int, publish: Publish) -> None:
        """An order of the market's own is about to reach the book."""
        self._time, self._sink = max(self._time, time), publish
        self.now = self._time + self._ahead()

    def rest(self, is_bid: bool) -> bool:
        """Whether orders of accounts rest on this side."""
        return self._traders is not None and self._traders.rest(is_bid)

    def meet(self, is_bid: bool, qty: int, prices: int) -> None:
        """The market's order takes from this side."""
        if self._traders is not None:
            self._traders.meet(is_bid, qty, prices)

    def traded(self, price: int) -> None:
        """The market traded with itself."""
        if self._traders is not None:
            self._traders.traded(price)

    def leave(self) -> None:
        """The order has been dealt with."""
        if self._traders is not None:
            self._traders.settle()
            self._refill()

    def _refill(self) -> None:
        if self._has_traded:
            self._symbol.refill()
            self._has_traded = False


def synthetic_floors(
    market: Market, publish: Publish, *, runs: bool = True, ahead: Callable[[], int] = lambda: 0
) -> list[SyntheticFloor]:
    """A floor for every symbol of a market."""
    return [SyntheticFloor(market, each, publish, runs=runs, ahead=ahead) for each in market.traded]
