"""What the exchange needs of a market: others' orders in one symbol's book, and trades that it tells and hears."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from ..book import Book
from ..instruments import Instrument


class Traders(Protocol):
    """What a floor tells of others: the exchange's side of one symbol."""

    def rest(self, is_bid: bool) -> bool:
        """Whether orders of accounts rest on this side."""
        ...

    def meet(self, is_bid: bool, qty: int, prices: int) -> None:
        """Somebody's market order takes up to `qty` from this side, at its best `prices` prices."""

    def hit(self, is_bid: bool, price: int, qty: int) -> None:
        """Elsewhere somebody traded `qty` at `price` with this side: accounts that stood before it trade instead."""

    def crossed(self, is_bid: bool, price: int, qty: int) -> int:
        """Others came to offer `qty` at `price` to this side: who accepts that trades with it; gives how much."""
        ...

    def changed(self, is_bid: bool, price: int, qty: int) -> None:
        """Others have `qty` at a price now."""

    def traded(self, price: int) -> None:
        """There was a trade of others."""

    def settle(self) -> None:
        """The step is over: what the trades trigger happens now."""


class Floor(Protocol):
    """One symbol's market. Its book holds the orders of others, and shows beside them what accounts have in it."""

    @property
    def instrument(self) -> Instrument:
        """What is traded."""
        ...

    @property
    def book(self) -> Book:
        """The orders of others."""
        ...

    @property
    def now(self) -> int:
        """The time of the present step, in µs."""
        ...

    @property
    def last_price(self) -> int:
        """The price of the last trade."""
        ...

    @property
    def average_price(self) -> int:
        """The average price of the last minutes."""
        ...

    def attach(self, traders: Traders) -> None:
        """Tell of everything from now on."""

    def at(self, now: int) -> AbstractContextManager[None]:
        """One step of an account: everything that is due before `now` has happened, and nothing else does meanwhile."""
        ...

    def trade(self, price: int, qty: int, is_buyer_maker: bool) -> int:
        """Count and send a trade; gives its id."""
        ...

    def aggregate(self, price: int, is_buyer_maker: bool) -> None:
        """The trades since the last call were all of one order at one price."""
