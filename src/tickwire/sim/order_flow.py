"""Random but repeatable orders that move a book: takers that trade with it, makers that fill and thin it out."""

from __future__ import annotations

import random
from typing import NamedTuple, Protocol

from .book import Book, Side
from .instruments import Instrument

_TAKER_SHARE = 0.25
_MIN_LEVELS = 5
_SWEEP = 3


class Fill(NamedTuple):
    """What a taker's order took at one price, split into the trades with each maker."""

    price: int
    trades: tuple[int, ...]
    is_buyer_maker: bool


class Visitors(Protocol):
    """Those whose orders rest in the book beside the market's own."""

    def rest(self, is_bid: bool) -> bool:
        """Whether there are any on this side."""
        ...

    def meet(self, is_bid: bool, qty: int, prices: int) -> None:
        """A market order takes up to `qty` from this side, at its best `prices` prices, theirs and the market's own."""


class OrderFlow:
    """Sends orders to one book. The price wanders about the opening price and always comes back."""

    def __init__(self, instrument: Instrument, rng: random.Random, depth: int) -> None:
        self._instrument, self._rng, self._depth = instrument, rng, depth
        self.visitors: Visitors | None = None
        self.book = Book(update_id=rng.randrange(10**9, 9 * 10**10))
        self._open()

    def step(self) -> list[Fill]:
        """One order reaches the book; the fills, when it traded with the market's own."""
        if self._rng.random() < _TAKER_SHARE:
            return self._take()
        self._make()
        return []

    def refill(self) -> None:
        """Quote anew where visitors took nearly everything."""
        tick = self._instrument.tick
        for is_bid, side in ((True, self.book.bids), (False, self.book.asks)):
            while len(side) < _MIN_LEVELS:
                other = self.book.side(not is_bid).seen_best()[0] or self._instrument.price
                price = side.away(side.level(-1)[0] if len(side) else other, tick)
                if price <= 0:
                    break
                self.book.set(is_bid, price, self._size())

    def _open(self) -> None:
        instrument = self._instrument
        for is_bid in (True, False):
            side = self.book.bids if is_bid else self.book.asks
            price = instrument.price if is_bid else instrument.price + instrument.tick
            while len(side) < self._depth and price > 0:
                side.set(price, self._size())
                price = side.away(price, instrument.tick * self._rng.randint(1, instrument.spacing))

    def _size(self) -> int:
        lot = self._instrument.lot
        size = int(self._instrument.order_size * (0.05 + self._rng.expovariate(1.0)))
        return max(lot, size - size % lot)

    def _take(self) -> list[Fill]:
        (bid, _), (ask, _) = self.book.top()
        rise = ((bid + ask) / 2 - self._instrument.price) / self._instrument.price
        buys = self._rng.random() < 0.5 - max(-0.3, min(0.3, rise * 10))
        side = self.book.asks if buys else self.book.bids
        wanted, fills = self._size(), list[Fill]()
        if self.visitors is not None and self.visitors.rest(not buys):
            self.visitors.meet(not buys, wanted, _SWEEP)
            return []
        for _ in range(_SWEEP):
            if not len(side):
                break
            price, qty = side.level(0)
            taken = min(wanted, qty)
            if taken == qty and len(side) <= _MIN_LEVELS:
                taken = qty - self._instrument.lot
            if taken <= 0:
                break
            self.book.set(not buys, price, qty - taken)
            fills.append(Fill(price, self._split(taken), is_buyer_maker=not buys))
            wanted -= taken
        return fills

    def _split(self, qty: int) -> tuple[int, ...]:
        lots, lot = qty // self._instrument.lot, self._instrument.lot
        makers = min(lots, self._rng.choice((1, 1, 1, 2, 3)))
        share = lots // makers * lot
        return (*(share for _ in range(makers - 1)), qty - share * (makers - 1))

    def _make(self) -> None:
        is_bid = self._rng.random() < 0.5
        side = self.book.bids if is_bid else self.book.asks
        if self._narrow(is_bid) or not len(side):
            return
        index = min(int(self._rng.expovariate(0.35)), len(side) - 1)
        price, _ = side.level(index)
        choice = self._rng.random()
        if choice < 0.2 and len(side) > _MIN_LEVELS:
            self.book.set(is_bid, price, 0)
        elif choice < 0.5:
            price = side.away(price, self._instrument.tick * self._rng.randint(1, self._instrument.spacing))
            if price > 0:
                self.book.set(is_bid, price, self._size())
        else:
            self.book.set(is_bid, price, self._size())
        self._balance(is_bid, side)

    def _narrow(self, is_bid: bool) -> bool:
        """Sometimes quote inside a wide spread."""
        (bid, _), (ask, _) = self.book.top()
        free = (ask - bid) // self._instrument.tick - 1 if bid else 0
        spacing = self._instrument.spacing
        if free <= 0 or (free <= spacing and self._rng.random() < 0.6):
            return False
        inside = self._instrument.tick * self._rng.randint(1, min(free, spacing))
        self.book.set(is_bid, bid + inside if is_bid else ask - inside, self._size())
        return True

    def _balance(self, is_bid: bool, side: Side) -> None:
        """Keep the number of levels about where it began."""
        if len(side) > self._depth:
            self.book.set(is_bid, side.level(-1)[0], 0)
        elif len(side) < self._depth // 2 + _MIN_LEVELS:
            price = side.away(side.level(-1)[0], self._instrument.tick)
            if price > 0:
                self.book.set(is_bid, price, self._size())
