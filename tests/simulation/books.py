"""The invariant of books: each equals the venue's at the same update id, and is not behind it, or is not valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .market import Side, Symbol

if TYPE_CHECKING:
    from .venue import MemoryVenue, Seen

PRICE_EXPONENT, QTY_EXPONENT = -2, -3  # of the market's integers
# How long, in seconds, a book may be valid and behind what bookTicker has brought: a period, a second, two looks, and
# handlers that took their time. And behind the venue, whatever the reason: until a connection is found to be dead.
PROVEN_S, EVER_S = 3.0, 30.0


class WatchedBook:
    """One book of the client beside the venue's."""

    def __init__(self, book: Any, symbol: Symbol, venue: MemoryVenue, has_bbo: bool) -> None:
        self.book, self._symbol, self._venue, self._has_bbo = book, symbol, venue, has_bbo
        self._violate = venue.violate
        self.checks = 0
        book.on_update(self.check)

    def check(self, _: Any = None) -> None:
        """Compare; called after every message that changed the book, and every now and then."""
        book = self.book
        if not book.valid:
            if book.best_bid is not None or book.best_ask is not None or book.bbo is not None:
                self._violate(f"{self._symbol.name}: a book that is not valid shows {book.best_bid}, {book.best_ask}")
            return
        self.checks += 1
        number = self._venue.tape_id(self._symbol, book.last_update_id)
        truth = self._symbol.books.get(number)
        if truth is None:
            self._violate(f"{self._symbol.name}: the venue never had a book {book.last_update_id}")
        elif (shown := (self._side(book.bids), self._side(book.asks))) != truth:
            self._violate(f"{self._symbol.name}: book {book.last_update_id} is {shown}, the venue's {truth}")
        else:
            self._check_top()
            self._check_age(number)

    def restarted(self, stream: str) -> None:
        """The client said that the ids of a stream began anew."""
        is_fed = stream.endswith("@depth@100ms") or (self._has_bbo and stream.endswith("@bookTicker"))
        if is_fed and stream.startswith(f"{self._symbol.name}@") and self.book.valid:
            self._violate(f"{stream}: {self.book!r} is valid although its ids began anew")

    def is_well(self) -> bool:
        """Whether it shows what the venue had last."""
        return bool(self.book.valid)

    def _check_top(self) -> None:
        """The best bid and offer may be newer than the levels, by a quote; never older, never crossed."""
        bbo = self.book.bbo
        if bbo.update_id < self.book.last_update_id:
            self._violate(f"{self._symbol.name}: top of {bbo.update_id} on a book of {self.book.last_update_id}")
        bids, asks = self._symbol.books[self._venue.tape_id(self._symbol, bbo.update_id)]
        if not bbo.bid.price < bbo.ask.price:
            self._violate(f"{self._symbol.name}: crossed, {bbo}")
        if (round(bbo.bid.price * 100), round(bbo.ask.price * 100)) != (max(bids), min(asks)):
            self._violate(f"{self._symbol.name}: {bbo} at {bbo.update_id}, the venue had {max(bids)}, {min(asks)}")

    def _check_age(self, number: int) -> None:
        if (late := self._behind(self._venue.updates[self._symbol.name], number)) > EVER_S:
            self._violate(f"{self.book!r} is valid and {late:.1f} s behind the venue")
        late = self._behind(self._venue.quotes[self._symbol.name], number)
        if self._has_bbo and late > PROVEN_S:
            self._violate(f"{self.book!r} is valid and {late:.1f} s behind what bookTicker brought")

    def _behind(self, seen: Seen, number: int) -> float:
        while seen and seen[0][1] <= number:
            seen.popleft()
        return self._venue.loop.now - seen[0][0] if seen else 0.0

    def _side(self, levels: Any) -> Side:
        price_unit = 10 ** (PRICE_EXPONENT - levels.price_exponent)
        qty_unit = 10 ** (QTY_EXPONENT - levels.qty_exponent)
        return {price // price_unit: qty // qty_unit for price, qty in levels.mantissas()}
